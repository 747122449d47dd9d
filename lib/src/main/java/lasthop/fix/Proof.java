package lasthop.fix;

import lasthop.traversal.Disposition;

/// What a fix does when it is replayed in the model, before anybody types it.
///
/// @param fix the candidate
/// @param outcome what becomes of the packet with it; [Disposition.Undetermined] when it cannot be replayed
/// @param replay what becomes of every packet of the log; [Replay#NONE] when it cannot be replayed
public record Proof(Fix fix, Disposition outcome, Replay replay) {
  /// Whether the packet gets through with it.
  public boolean works() {
    return outcome instanceof Disposition.Delivered || outcome instanceof Disposition.Transmitted;
  }
}
