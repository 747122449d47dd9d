package lasthop.text;

/// Where a piece of text was read: file and line, as an answer cites it.
///
/// @param file the name the operator gave or the file has inside its snapshot; never empty for read text
/// @param line counted from 1; 0 when the thing was not read from a line
public record Origin(String file, int line) {
  /// For things that stand in no file: made by a test, by reasoning, or typed as a question.
  public static final Origin NONE = new Origin("", 0);

  public boolean isKnown() {
    return line > 0;
  }

  // Written out for the start-up time of one-liners, as in Ip.
  @Override public boolean equals(Object other) {
    return other instanceof Origin o && line == o.line && file.equals(o.file);
  }

  @Override public int hashCode() {
    return 31 * file.hashCode() + line;
  }

  /// `file:line`, the form editors and operators jump to.
  @Override public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
