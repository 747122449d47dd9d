package lasthop.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// Lines of `xtables-monitor --trace` and `nft monitor trace`: a packet line once per base chain, then a line per
/// matching rule that names the packet by its trace id alone.
final class Monitors {
  private static final int MOST_IDS = 1 << 14;

  /// The packet line last read for each trace id.
  private final Map<String, Shown> shown = new HashMap<>();

  private static final class Shown {
    final Packet packet;
    final String base;
    boolean used;

    Shown(Packet packet, String base) {
      this.packet = packet;
      this.base = base;
    }
  }

  /// One line understood. A packet line has no kind: it holds for the lines after it.
  ///
  /// @param base table and base chain of the packet line above, where the tool names them
  /// @param entering whether this is the first line after that packet line
  record Step(String table, String chain, Kind kind, NftStep nft, Optional<Packet> packet, String base, boolean entering) {}

  private static final byte[][] STARTS = {Cursor.key("PACKET: "), Cursor.key(" TRACE: "), Cursor.key("trace id ")};

  /// Whether the line begins as lines of these tools do.
  static boolean mayRead(byte[] b, int from, int to) {
    for (byte[] start : STARTS) {
      if (to - from > start.length && java.util.Arrays.equals(b, from, from + start.length, start, 0, start.length)) return true;
    }
    return false;
  }

  /// What a line says; empty for a packet line and for lines that are none of these tools'. Sets [#understood].
  Optional<Step> read(String line) {
    understood = false;
    String text = line.strip();
    if (text.startsWith("PACKET: ")) return packetLine(text);
    if (text.startsWith("TRACE: ")) return stepLine(text);
    if (text.startsWith("trace id ")) return nftLine(text);
    return Optional.empty();
  }

  /// Whether the line last read was one of these tools'.
  boolean understood;

  private Optional<Step> packetLine(String text) {
    String[] words = text.split(" +");
    if (words.length < 4) return Optional.empty();
    var fields = new HashMap<String, String>();
    var flags = java.util.EnumSet.noneOf(TcpFlag.class);
    for (int i = 3; i < words.length; i++) {
      int eq = words[i].indexOf('=');
      if (eq > 0) fields.putIfAbsent(words[i].substring(0, eq), words[i].substring(eq + 1));
      else if (words[i].equals("DF")) fields.put("DF", "1");
      else if (words[i].equals("MF")) fields.put("MF", "1");
      else if (words[i].startsWith("FRAG:")) fields.put("FRAG", words[i].substring(5));
      else flag(words[i]).ifPresent(flags::add);
    }
    Optional<Packet> packet = MonitorFields.packet(fields, flags);
    packet.ifPresent(p -> show(words[2], new Shown(p, "")));
    understood = packet.isPresent();
    return Optional.empty();
  }

  /// Ids are made of memory addresses and come again, so few are in use; a log that has more starts over.
  private void show(String id, Shown packet) {
    if (shown.size() > MOST_IDS) shown.clear();
    shown.put(id, packet);
  }

  static Optional<TcpFlag> flag(String word) {
    for (TcpFlag f : TcpFlag.values()) {
      if (f.name().equalsIgnoreCase(word)) return Optional.of(f);
    }
    return Optional.empty();
  }

  /// `TRACE: 2 0771704d filter:FORWARD:rule:0x6:JUMP:BLOCKED  -4 -t filter -A FORWARD ...`
  private Optional<Step> stepLine(String text) {
    String[] words = text.split(" +", 5);
    if (words.length < 4 || words[2].length() != 8) return Optional.empty();
    String[] parts = words[3].split(":", 5);
    if (parts.length < 3) return Optional.empty();
    String rule = words.length > 4 ? words[4] : "";
    String id = words[2];
    return switch (parts[2]) {
      case "rule" -> parts.length < 5 ? Optional.empty()
          : step(id, parts[0], parts[1], Kind.RULE, handle(parts[3]), NftStep.verdict(parts[4]), rule);
      case "policy" -> parts.length < 4 ? Optional.empty()
          : step(id, parts[0], parts[1], Kind.POLICY, -1, NftStep.verdict(parts[3]), rule);
      case "return" -> step(id, parts[0], parts[1], Kind.RETURN, -1,
          parts.length > 3 && !parts[3].isEmpty() ? NftStep.verdict(parts[3]) : "return", rule);
      default -> Optional.empty();
    };
  }

  private static long handle(String hex) {
    try {
      return Long.decode(hex);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private Optional<Step> step(String id, String table, String chain, Kind kind, long handle, String verdict, String rule) {
    understood = true;
    Shown above = shown.get(id);
    boolean entering = above != null && !above.used;
    if (above != null) above.used = true;
    return Optional.of(new Step(table, chain, kind, new NftStep(id, handle, verdict, rule),
        above == null ? Optional.empty() : Optional.of(above.packet), above == null ? "" : table + ":" + above.base, entering));
  }

  /// `trace id 0771704d ip filter BLOCKED rule ip saddr ... drop # handle 9 (verdict drop)`
  private Optional<Step> nftLine(String text) {
    String[] words = text.split(" ", 7);
    if (words.length < 7) return Optional.empty();
    String id = words[2];
    String[] rest = words[6].split(" ", 2);
    String tail = rest.length > 1 ? rest[1].strip() : "";
    String table = words[4];
    String chain = words[5];
    return switch (rest[0]) {
      case "packet:" -> {
        Optional<Packet> packet = MonitorFields.nft(tail);
        packet.ifPresent(p -> show(id, new Shown(p, chain)));
        understood = packet.isPresent();
        yield Optional.empty();
      }
      case "rule" -> ruleStep(id, table, chain, tail);
      case "policy" -> step(id, table, chain, Kind.POLICY, -1, firstWord(tail), "");
      case "verdict" -> step(id, table, chain, Kind.RETURN, -1, verdict(tail), "");
      default -> Optional.empty();
    };
  }

  private static String firstWord(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  private static String verdict(String text) {
    String first = firstWord(text);
    if (!first.equals("jump") && !first.equals("goto")) return first;
    return first + " " + firstWord(text.substring(first.length()).strip());
  }

  private Optional<Step> ruleStep(String id, String table, String chain, String tail) {
    int open = tail.lastIndexOf("(verdict ");
    int close = tail.indexOf(')', Math.max(open, 0));
    if (open < 0 || close < 0) return Optional.empty();
    String verdict = verdict(tail.substring(open + 9, close));
    String rule = tail.substring(0, open).strip();
    int mark = rule.lastIndexOf("# handle ");
    long handle = mark < 0 ? -1 : handle(rule.substring(mark + 9).strip());
    if (handle >= 0) rule = rule.substring(0, mark).strip();
    return step(id, table, chain, Kind.RULE, handle, verdict, rule);
  }

  /// A packet of which nothing is known: its packet line was lost.
  static final Packet UNSEEN = new Packet(Ip.any(Family.IPV4), Ip.any(Family.IPV4), 0, Transport.Other.NONE, Header.UNKNOWN, Meta.NONE);
  static final List<String> UNSEEN_KEYS = List.of("SRC", "DST", "PROTO", "IN", "OUT", "SPT", "DPT");

  static int proto(String word) {
    int known = KernelGrammar.number(word);
    return known >= 0 ? known : Proto.number(word);
  }
}
