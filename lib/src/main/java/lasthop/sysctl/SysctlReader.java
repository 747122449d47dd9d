package lasthop.sysctl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import lasthop.text.Lines;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Reads `sysctl -a`: lines of `name = value`. A name given twice keeps its last value.
public final class SysctlReader {
  /// @param report lines without an equals sign
  public record Read(Sysctls sysctls, Report report) {}

  private SysctlReader() {}

  public static Read read(String file, String text) {
    var entries = new LinkedHashMap<String, Sysctls.Entry>();
    var unread = new ArrayList<Unread>();
    for (Lines line : Lines.of(file, text)) {
      int equals = line.line().indexOf('=');
      if (line.line().startsWith("sysctl:")) continue;
      if (equals <= 0) {
        unread.add(new Unread(line.origin(), line.line(), "not of the form name = value"));
        continue;
      }
      String name = Sysctls.dotted(line.line().substring(0, equals).strip());
      entries.put(name, new Sysctls.Entry(line.line().substring(equals + 1).strip(), line.origin()));
    }
    return new Read(new Sysctls(entries), new Report(List.of(), unread));
  }
}
