package lasthop.host;

import java.util.ArrayList;
import java.util.List;
import lasthop.text.Lines;
import lasthop.text.Reading;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Reads `nstat`: `TcpExtIPReversePathFilter 1 0.0`; a name and a value alone will do.
public final class CounterReader {
  private CounterReader() {}

  public static Reading<Counter> read(String file, String text) {
    var items = new ArrayList<Counter>();
    var unread = new ArrayList<Unread>();
    for (Lines line : Lines.of(file, text)) {
      if (line.line().startsWith("#")) continue;
      var words = new Words(line.line());
      String name = words.next();
      try {
        items.add(new Counter(name, Long.parseLong(words.next()), line.origin()));
      } catch (NumberFormatException e) {
        unread.add(new Unread(line.origin(), line.line(), "no counter with a number"));
      }
    }
    return new Reading<>(items, new Report(List.of(), unread));
  }
}
