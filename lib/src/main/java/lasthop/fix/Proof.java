package lasthop.fix;

import java.util.Optional;
import lasthop.traversal.Disposition;

/// What a fix does when it is replayed in the model, before anybody types it.
///
/// @param fix the candidate
/// @param outcome what becomes of the packet with it; [Disposition.Undetermined] when it cannot be replayed
/// @param answer what becomes of the answer to it on the same host; empty where nothing answers, or it is not known
/// @param replay what becomes of every packet of the log; [Replay#NONE] when it cannot be replayed
public record Proof(Fix fix, Disposition outcome, Optional<Disposition> answer, Replay replay) {
  /// Whether the packet gets through with it, and the host does not drop the answer.
  public boolean works() {
    return outcome.gotThrough() && !losesAnswer();
  }

  /// Whether the packet gets through with it, but the same host drops the answer.
  public boolean losesAnswer() {
    return outcome.gotThrough() && answer.filter(a -> a instanceof Disposition.Dropped || a instanceof Disposition.Rejected).isPresent();
  }

  /// Whether the packet gets through with it, and a rule that no text decides may yet take the answer.
  public boolean leavesAnswerOpen() {
    return outcome.gotThrough() && answer.filter(a -> a.verdict().isEmpty()).isPresent();
  }

  /// Whether the replay shows that the packet does not get through with it either.
  public boolean fails() {
    return !outcome.gotThrough() && !outcome.verdict().isEmpty();
  }

  /// What helps most comes first: both ways, perhaps both ways, one way alone, not at all.
  int rank() {
    if (fails()) return 3;
    if (losesAnswer()) return 2;
    return leavesAnswerOpen() || outcome.verdict().isEmpty() ? 1 : 0;
  }
}
