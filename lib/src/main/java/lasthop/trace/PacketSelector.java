package lasthop.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lasthop.ip.Prefix;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.Transport.Icmp;
import lasthop.packet.Transport.Tcp;

/// Which packets of a log are meant. A packet matches when every term does; each term may match at any of its events,
/// since addresses, ports and devices change on the way.
///
/// | word | means |
/// |---|---|
/// | `57266`, `id=57266` | the IP identification; a bare number of more than five digits is a sequence number |
/// | `seq=` | the sequence number, TCP's or an echo's |
/// | `src=`, `dst=`, `addr=` | an address or a prefix; `addr` is either end |
/// | `sport=`, `dport=`, `port=` | a port; `port` is either end |
/// | `proto=tcp`, `tcp` | the protocol, by name or number |
/// | `dev=`, `chain=`, `host=` | a device it came in or left by, a chain it went through, the host that logged it |
/// | `since=`, `until=` | a time, as [Moment] reads it; both ends count |
/// | `at=kern.log:17` | the packet with a record on that line |
/// | `A:80 > B:443` | source and destination, as packets are printed |
public record PacketSelector(List<Term> terms) {
  public static final PacketSelector ALL = new PacketSelector(List.of());

  public PacketSelector {
    terms = List.copyOf(terms);
  }

  /// One condition: a key of the table above and its value, both as typed.
  public record Term(String key, String value, Test test) {}

  /// Whether an event fulfils a condition.
  @FunctionalInterface
  public interface Test {
    boolean matches(Event event);
  }

  /// Reads words separated by blanks.
  ///
  /// @throws IllegalArgumentException naming the word that makes no sense
  public static PacketSelector parse(String text) {
    var terms = new ArrayList<Term>();
    String[] words = text.strip().split(" ");
    for (int i = 0; i < words.length; i++) {
      if (i + 2 < words.length && words[i + 1].equals(">")) {
        end(terms, "src", "sport", words[i]);
        end(terms, "dst", "dport", words[i + 2]);
        i += 2;
      } else if (!words[i].isEmpty()) {
        terms.add(word(words[i]));
      }
    }
    return new PacketSelector(terms);
  }

  public static PacketSelector id(int ipid) {
    return new PacketSelector(List.of(term("id", Integer.toString(ipid))));
  }

  public PacketSelector with(String key, String value) {
    var more = new ArrayList<>(terms);
    more.add(term(key, value));
    return new PacketSelector(more);
  }

  /// The shortest selector that names this packet and none of the others given.
  public static String naming(TracedPacket packet, List<TracedPacket> all) {
    Packet p = packet.packet();
    var names = new ArrayList<String>();
    if (p.header().id() > 0) names.add(Integer.toString(p.header().id()));
    if (p.transport() instanceof Tcp tcp && tcp.seq() >= 0) names.add("seq=" + tcp.seq());
    names.add(p.toString());
    for (String name : List.copyOf(names)) names.add(name + " host=" + packet.host());
    for (String name : names) {
      if (parse(name).from(all).size() == 1) return name;
    }
    return "at=" + packet.first().origin();
  }

  /// The conditions as they can be typed, `id=57266 port=80`; empty for all packets.
  @Override public String toString() {
    return String.join(" ", terms.stream().map(t -> t.key() + "=" + t.value()).toList());
  }

  public boolean matches(TracedPacket packet) {
    for (Term term : terms) {
      if (!any(packet, term)) return false;
    }
    return true;
  }

  /// Whether one record alone fulfils every term.
  public boolean matches(Event event) {
    for (Term term : terms) {
      if (!term.test.matches(event)) return false;
    }
    return true;
  }

  private static boolean any(TracedPacket packet, Term term) {
    if (packet.events() instanceof PackedPackets.Events packed) {
      if (term.key.equals("id")) return packed.id() == Long.parseLong(term.value);
      if (term.key.equals("seq")) return packed.sequence() == Long.parseLong(term.value);
    }
    for (Event event : packet.events()) {
      if (term.test.matches(event)) return true;
    }
    return false;
  }

  /// Bytes that stand in every record of every packet meant; empty when nothing the selector names is printed so. An
  /// echo's own ID and SEQ may stand in them too.
  Optional<byte[]> literal() {
    for (Term t : terms) {
      if (t.key().equals("id")) return Optional.of(Cursor.key(" ID=" + Long.parseLong(t.value()) + " "));
      if (t.key().equals("seq")) return Optional.of(Cursor.key(" SEQ=" + Long.parseLong(t.value()) + " "));
    }
    return Optional.empty();
  }

  /// The packets that match, in the log's order.
  public List<TracedPacket> from(List<TracedPacket> packets) {
    var found = new ArrayList<TracedPacket>();
    for (TracedPacket packet : packets) {
      if (matches(packet)) found.add(packet);
    }
    return found;
  }

  private static Term word(String word) {
    int equals = word.indexOf('=');
    if (equals > 0) return term(word.substring(0, equals), word.substring(equals + 1));
    if (isNumber(word)) return term(word.length() > 5 ? "seq" : "id", word);
    if (Proto.number(word) >= 0) return term("proto", word);
    if (word.indexOf('/') >= 0) throw new IllegalArgumentException(word + ": there is no such file");
    throw new IllegalArgumentException("bad packet \"" + word + "\": give an IP id (57266) or words like seq=2213090174, "
        + "src=10.0.0.1, dport=8081, proto=tcp");
  }

  private static boolean isNumber(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') return false;
    }
    return !word.isEmpty();
  }

  /// `10.0.0.1:80`, `[2001:db8::1]:80` or an address alone.
  private static void end(List<Term> terms, String address, String port, String text) {
    int bracket = text.lastIndexOf(']');
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > bracket && (bracket > 0 || text.indexOf(':') == colon);
    String ip = hasPort ? text.substring(0, colon) : text;
    terms.add(term(address, ip.startsWith("[") ? ip.substring(1, ip.length() - 1) : ip));
    if (hasPort) terms.add(term(port, text.substring(colon + 1)));
  }

  private static Term term(String key, String value) {
    return new Term(key, value, test(key.toLowerCase(Locale.ROOT), value));
  }

  private static Test test(String key, String value) {
    return switch (key) {
      case "id" -> number(value, 0xffff, (e, n) -> e.packet().header().id() == n);
      case "seq" -> number(value, 0xffff_ffffL, PacketSelector::hasSequence);
      case "sport" -> number(value, 0xffff, (e, n) -> e.packet().sport() == n);
      case "dport" -> number(value, 0xffff, (e, n) -> e.packet().dport() == n);
      case "port" -> number(value, 0xffff, (e, n) -> e.packet().sport() == n || e.packet().dport() == n);
      case "src", "dst", "addr" -> address(key, Prefix.parse(value));
      case "proto" -> proto(value);
      case "dev" -> e -> e.packet().meta().in().equals(value) || e.packet().meta().out().equals(value);
      case "chain" -> e -> e.chain().equalsIgnoreCase(value) || (e.table() + ":" + e.chain()).equalsIgnoreCase(value);
      case "host" -> e -> e.host().equalsIgnoreCase(value);
      case "at" -> e -> e.origin().toString().equals(value);
      case "since" -> since(Moment.parse(value));
      case "until" -> until(Moment.parse(value));
      default -> throw new IllegalArgumentException("bad packet \"" + key + "=" + value
          + "\": the keys are id seq src dst addr sport dport port proto dev chain host at since until");
    };
  }

  private interface Number {
    boolean is(Event event, long value);
  }

  private static Test number(String text, long most, Number test) {
    long value = isNumber(text) && text.length() <= 10 ? Long.parseLong(text) : most + 1;
    if (value > most) throw new IllegalArgumentException("bad number \"" + text + "\": it must be within 0.." + most);
    return e -> test.is(e, value);
  }

  private static boolean hasSequence(Event event, long value) {
    return sequence(event.packet()) == value;
  }

  /// TCP's sequence number or an echo's; -1 where there is none.
  static long sequence(Packet packet) {
    if (packet.transport() instanceof Tcp tcp) return tcp.seq();
    return packet.transport() instanceof Icmp icmp ? icmp.seq() : -1;
  }

  private static Test address(String key, Prefix prefix) {
    boolean source = !key.equals("dst");
    boolean destination = !key.equals("src");
    return e -> source && prefix.contains(e.packet().src()) || destination && prefix.contains(e.packet().dst());
  }

  private static Test proto(String value) {
    int number = Proto.number(value);
    if (number < 0) throw new IllegalArgumentException("bad protocol \"" + value + "\": give a name like tcp or a number");
    return e -> e.packet().proto() == number;
  }

  private static Test since(Moment moment) {
    return e -> moment.compare(e.stamp()) >= 0;
  }

  private static Test until(Moment moment) {
    return e -> moment.compare(e.stamp()) <= 0 && moment.covers(e.stamp());
  }
}
