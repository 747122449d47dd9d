package lasthop;

import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.explain.SysctlAnswer;
import lasthop.host.Host;

/// The kernel parameters that decide a packet's fate.
///
/// @param host whose values are shown, if one is open
public record Parameters(Optional<Host> host) {

  /// Those a symptom points at: `about("martian")`.
  public Answer about(String symptom) {
    return SysctlAnswer.about(symptom);
  }

  /// What one does, its values, how it combines, and its value here.
  public Answer named(String name) {
    return SysctlAnswer.of(name, host);
  }

  public Answer answer() {
    return SysctlAnswer.about("packet lost");
  }
}
