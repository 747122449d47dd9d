package lasthop.render;

import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Cite;
import lasthop.answer.Diagram;
import lasthop.answer.Grid;
import lasthop.answer.Phrase;
import lasthop.answer.Phrase.Code;
import lasthop.answer.Phrase.Mark;
import lasthop.answer.Phrase.Plain;
import lasthop.answer.Why;
import lasthop.text.Printable;

/// An answer as GitHub-flavoured Markdown: the headline in bold, the reasons as a nested list with the quoted lines, the
/// tables, the diagram in a fence. Text from logs is escaped or fenced, so that it can neither format nor link.
public final class MarkdownRenderer {
  private static final Screen FENCED = Screen.PIPE.withPictures(true);

  /// The whole answer; ends with a line feed.
  public String render(Answer answer) {
    var out = new StringBuilder(1024);
    out.append("**").append(plain(answer.headline())).append("**\n");
    var reasons = answer.why().says().isEmpty() ? answer.why().because() : List.of(answer.why());
    if (!reasons.isEmpty()) out.append('\n');
    for (var why : reasons) reason(out, why, "");
    for (var grid : answer.grids()) grid(out.append('\n'), grid);
    answer.diagram().ifPresent(d -> diagram(out.append('\n'), d));
    if (!answer.next().isEmpty()) out.append("\nNext: ").append(code(answer.next())).append('\n');
    return out.toString();
  }

  /// The text in a fence that it cannot close: longer than any run of backticks in it. Text keeps its line feeds; other
  /// control characters are shown.
  public static String fenced(String language, String text) {
    String fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    var out = new StringBuilder(fence).append(language).append('\n');
    text.lines().forEach(line -> out.append(Printable.text(line)).append('\n'));
    return out.append(fence).append('\n').toString();
  }

  private void reason(StringBuilder out, Why why, String indent) {
    out.append(indent).append("- ");
    for (var phrase : why.says()) out.append(phrase(phrase));
    for (var cite : why.cites()) cite(out, cite, indent + "  ");
    out.append('\n');
    for (var below : why.because()) reason(out, below, indent + "  ");
  }

  private static void cite(StringBuilder out, Cite cite, String indent) {
    out.append("  \n").append(indent).append(code(cite.place()));
    if (!cite.quoted().isBlank()) out.append(": ").append(code(cite.quoted().strip()));
  }

  private void grid(StringBuilder out, Grid grid) {
    if (!grid.title().isEmpty()) out.append("**").append(plain(grid.title())).append("**\n\n");
    out.append('|');
    for (var head : grid.heads()) out.append(' ').append(cell(plain(head.name()))).append(" |");
    out.append("\n|");
    for (var head : grid.heads()) out.append(head.right() ? " ---: |" : " --- |");
    out.append('\n');
    boolean inferred = false;
    for (var row : grid.rows()) {
      out.append('|');
      for (var phrases : row.cells()) out.append(' ').append(cell(phrases, row.inferred())).append(" |");
      out.append('\n');
      inferred |= row.inferred();
    }
    if (inferred) out.append("\n*Rows in italics are reasoned, not read.*\n");
  }

  private static String cell(List<Phrase> phrases, boolean inferred) {
    var out = new StringBuilder();
    for (var phrase : phrases) out.append(phrase(phrase));
    String text = cell(out.toString().strip());
    return inferred && !text.isEmpty() ? "*" + text + "*" : text;
  }

  /// A vertical bar would end the cell, inside code as well.
  private static String cell(String markdown) {
    return markdown.replace("\\|", "|").replace("|", "\\|");
  }

  private static void diagram(StringBuilder out, Diagram diagram) {
    var drawing = new StringBuilder();
    new DiagramText(FENCED.width(), new Ink(false)).write(drawing, diagram);
    out.append(fenced("text", drawing.toString()));
  }

  private static String phrase(Phrase phrase) {
    return switch (phrase) {
      case Plain(String text) -> plain(text);
      case Code(String text) -> code(text);
      case Mark(String text, var tone) -> switch (tone) {
        case BAD, CHANGED -> strong(text);
        case GOOD, INFERRED, UNSURE, QUIET -> plain(text);
      };
    };
  }

  /// Emphasis must touch the words, so the blanks around them stay outside.
  private static String strong(String text) {
    String words = text.strip();
    if (words.isEmpty()) return text;
    int at = text.indexOf(words);
    return text.substring(0, at) + "**" + plain(words) + "**" + text.substring(at + words.length());
  }

  /// The text as a code span whose delimiter does not occur in it.
  static String code(String raw) {
    String text = Printable.text(raw);
    if (text.isBlank()) return text;
    String ticks = "`".repeat(longestRun(text) + 1);
    boolean pad = text.startsWith("`") || text.endsWith("`");
    return ticks + (pad ? " " + text + " " : text) + ticks;
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /// The text with every character escaped that Markdown could read as format, link or HTML. Underscores inside words
  /// stay as they are: there they mean nothing, and names such as rp_filter stay readable.
  static String plain(String raw) {
    String text = Printable.text(raw);
    var out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      if (needsEscape(text, i)) out.append('\\');
      out.append(text.charAt(i));
    }
    return out.toString();
  }

  private static boolean needsEscape(String text, int i) {
    char c = text.charAt(i);
    boolean first = text.substring(0, i).isBlank();
    return switch (c) {
      case '\\', '`', '*', '[', ']', '<', '>', '&', '|', '~', '$', '@' -> true;
      case '_' -> !(isWord(text, i - 1) && isWord(text, i + 1));
      case ':' -> text.startsWith("://", i);
      case '#', '+', '-', '=' -> first;
      case '.', ')' -> isListNumber(text, i) || text.regionMatches(true, i - 3, "www", 0, 3);
      default -> false;
    };
  }

  private static boolean isWord(String text, int i) {
    return i >= 0 && i < text.length() && Character.isLetterOrDigit(text.charAt(i));
  }

  private static boolean isListNumber(String text, int end) {
    String before = text.substring(0, end).strip();
    if (before.isEmpty() || before.length() > 9) return false;
    for (int i = 0; i < before.length(); i++) {
      if (!Character.isDigit(before.charAt(i))) return false;
    }
    return end + 1 == text.length() || text.charAt(end + 1) == ' ';
  }
}
