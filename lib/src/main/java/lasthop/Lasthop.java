package lasthop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.explain.HelpAnswer;
import lasthop.trace.PacketSelector;

/// The words of the shell, of notebooks and of one-line programs: `import static lasthop.Lasthop.*;`
///
/// It keeps one thing, the case that was opened last; library users call the packages with explicit arguments.
public final class Lasthop {
  private static volatile Case current = Case.NONE;

  private Lasthop() {}

  /// Opens logs and snapshot folders, in any order, in place of the current case.
  ///
  /// @throws UncheckedIOException saying what is wrong with which file
  public static Case open(String... names) {
    try {
      current = Case.open(List.of(names));
      return current;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /// Opens the bundled case: packet 57266 leaves ceph3, packet 28265 is lost on ceph2.
  public static Case example() {
    try {
      current = Case.example();
      return current;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /// The packet with this IP id.
  ///
  /// @throws IllegalArgumentException when there is none, or several: then it lists how to name each
  public static Trace trace(int ipid) {
    return Candidates.one(opened(), PacketSelector.id(ipid), Integer.toString(ipid));
  }

  /// The packet that a selector names: `seq=2213090174`, `tcp 10.0.0.1:80 > 10.0.0.2:4711`.
  ///
  /// @throws IllegalArgumentException when there is none, or several: then it lists how to name each
  public static Trace trace(String selector) {
    return Candidates.one(opened(), PacketSelector.parse(selector), selector);
  }

  /// Every packet of the current case.
  public static List<Trace> packets() {
    return opened().packets();
  }

  /// The questions there are, and where to begin.
  public static Answer help() {
    return HelpAnswer.all();
  }

  /// Where to begin with a symptom such as `vanished`, or what a verb is for.
  public static Answer help(String symptom) {
    return HelpAnswer.about(symptom);
  }

  /// The answer that any result stands for; empty for other values.
  public static Optional<Answer> answer(Object result) {
    return Answers.of(result);
  }

  /// What is open now; empty at first.
  public static Case current() {
    return current;
  }

  static Case opened() {
    if (current.logs().isEmpty() && current.hosts().isEmpty()) {
      throw new IllegalStateException("nothing is open: open(\"kern.log\") opens a log, example() the bundled case");
    }
    return current;
  }
}
