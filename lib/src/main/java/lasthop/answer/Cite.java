package lasthop.answer;

import lasthop.text.Origin;

/// A line that an answer rests on.
///
/// @param quoted the line as read, raw but for its tabs, which are blanks here; renderers make it printable
public record Cite(String file, int line, String quoted) {
  public Cite {
    quoted = quoted.replace('\t', ' ');
  }

  public static Cite of(Origin origin, String quoted) {
    return new Cite(origin.file(), origin.line(), quoted);
  }

  /// `file:line`.
  public String place() {
    return line > 0 ? file + ":" + line : file;
  }
}
