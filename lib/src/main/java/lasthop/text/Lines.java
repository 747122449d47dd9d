package lasthop.text;

import java.util.ArrayList;
import java.util.List;

/// Lines of a text with their numbers. A carriage return before the line end does not belong to the line.
///
/// @param number counted from 1
public record Lines(String file, int number, String line) {

  /// All lines of a text that hold more than blanks.
  public static List<Lines> of(String file, String text) {
    var lines = new ArrayList<Lines>();
    int number = 0;
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      if (end < 0) end = text.length();
      number++;
      int stop = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
      if (!isBlank(text, at, stop)) lines.add(new Lines(file, number, text.substring(at, stop)));
      at = end + 1;
    }
    return lines;
  }

  public Origin origin() {
    return new Origin(file, number);
  }

  public boolean isIndented() {
    return !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
  }

  private static boolean isBlank(String text, int from, int to) {
    for (int i = from; i < to; i++) if (text.charAt(i) > ' ') return false;
    return true;
  }
}
