package lasthop.netfilter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import lasthop.ip.Family;
import lasthop.text.Report;

/// The text of `iptables-save`, `ip6tables-save` and `iptables -S`, both ways.
public final class IptablesSave {
  private IptablesSave() {}

  /// Reads a listing. What cannot be read is in the report with file and line; a rule among it keeps its number,
  /// may match anything and does something unknown. Never throws for what the text holds.
  ///
  /// @param text the bytes, position to limit; kept and read again when a rule is asked for, so it must not change.
  ///   A mapped buffer keeps the text off the heap
  /// @param file name for origins
  public static Ruleset read(ByteBuffer text, String file, Family family) {
    Ruleset read = new SaveReader(text.slice(), file, family, true).read();
    return read.report().unread().isEmpty() ? read : mended(read, text.slice(), file);
  }

  /// The listing read again where a warning had broken one of its lines.
  private static Ruleset mended(Ruleset broken, ByteBuffer text, String file) {
    StrayWarning mended = StrayWarning.without(StandardCharsets.UTF_8.decode(text).toString(), file);
    if (mended.repairs().isEmpty()) return broken;
    ByteBuffer bytes = ByteBuffer.wrap(mended.text().getBytes(StandardCharsets.UTF_8));
    Ruleset read = new SaveReader(bytes, file, broken.family(), true).read();
    var repairs = new ArrayList<>(mended.repairs());
    repairs.addAll(read.report().repairs());
    return new Ruleset(read.family(), read.backend(), read.tables(), new Report(repairs, read.report().unread()));
  }

  /// Reads a large listing only as far as a few packets need: its chains, and each rule when a packet comes to it. What
  /// cannot be read is told of the rules met, each then may match anything; nothing else of the text is checked.
  /// A listing that is not as iptables-save writes it is read whole.
  ///
  /// @param text as for [#read]
  public static Ruleset index(ByteBuffer text, String file, Family family) {
    return SaveIndex.read(text.slice(), file, family).orElseGet(() -> read(text, file, family));
  }

  public static Ruleset read(String text, String file, Family family) {
    return read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), file, family);
  }

  /// The listing again, without the lines of comments and dates.
  ///
  /// @param counters whether to print them where they are known, as `iptables-save -c` does
  public static String text(Ruleset ruleset, boolean counters) {
    var out = new StringBuilder();
    for (Table table : ruleset.tables()) {
      out.append('*').append(table.kind().text()).append('\n');
      for (Chain chain : table.chains()) {
        String policy = chain.policy().map(Policy::toString).orElse("-");
        Counters counted = chain.counters().orElse(new Counters(0, 0));
        out.append(':').append(chain.name()).append(' ').append(policy).append(' ').append(counted).append('\n');
      }
      for (Chain chain : table.chains()) {
        for (Rule rule : chain.rules()) {
          if (counters) rule.counters().ifPresent(c -> out.append(c).append(' '));
          out.append(rule).append('\n');
        }
      }
      out.append("COMMIT\n");
    }
    return out.toString();
  }
}
