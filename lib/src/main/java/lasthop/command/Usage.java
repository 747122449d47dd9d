package lasthop.command;

import java.util.List;

/// How a command is called. The help text is also the list of its options: a line of two blanks and `--name` is one,
/// and if a word in capitals follows its name, it takes a value.
public record Usage(String text) {
  private static final String COMMON = """
        --json          JSON Lines
        --markdown      Markdown, to paste into a runbook
        --width NUMBER  wrap text at this many columns; 0: not at all
        --repairs       each repair of damaged input and each unread line, however many
        --help          this text
      """;

  /// The options that every command has are added.
  public static Usage of(String text) {
    return new Usage(text + COMMON);
  }

  /// @param name with its hyphens
  /// @param value what its value is called; empty for an option without one
  public record Option(String name, String value) {}

  /// The options in the order of the text.
  public List<Option> options() {
    return text.lines().filter(line -> line.startsWith("  -")).map(line -> line.strip().split(" ")[0])
        .map(name -> new Option(name, takesValue(name) ? value(name) : "")).toList();
  }

  private String value(String option) {
    return text.substring(line(option) + option.length() + 3).split("[ \n]")[0];
  }

  boolean knows(String option) {
    return line(option) >= 0;
  }

  boolean takesValue(String option) {
    int value = line(option) + option.length() + 3;
    return value < text.length() && text.charAt(value - 1) == ' ' && Character.isUpperCase(text.charAt(value));
  }

  /// Where the option's line begins; -1 if there is none.
  private int line(String option) {
    int at = text.indexOf("\n  " + option);
    while (at >= 0) {
      int end = at + 3 + option.length();
      if (end == text.length() || text.charAt(end) == ' ' || text.charAt(end) == '\n') return at + 1;
      at = text.indexOf("\n  " + option, end);
    }
    return -1;
  }
}
