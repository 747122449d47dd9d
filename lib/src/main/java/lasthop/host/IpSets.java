package lasthop.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.Transport;
import lasthop.text.Words;

/// The sets of `ipset save` or `ipset list`, and whether a packet is in one. What is not understood of a set makes its
/// answers empty: not known.
///
/// @kernel v6.12 net/netfilter/ipset/ip_set_core.c ip_set_test; ip_set_hash_gen.h mtype_test
public final class IpSets {
  private final Map<String, Named> sets = new HashMap<>();

  /// @param parts what each dimension of an element is: `ip`, `net`, `port`, …
  /// @param plain whether the set has no option that changes what its elements mean
  /// @param fleeting whether its elements expire
  private record Named(List<String> parts, boolean plain, boolean fleeting, List<Element> elements) {}

  private record Element(List<String> parts, boolean except) {}

  private IpSets() {}

  public static IpSets parse(String text) {
    var read = new IpSets();
    String name = "";
    boolean members = false;
    for (String line : text.split("\r?\n")) {
      var words = new Words(line);
      String first = words.next();
      switch (first) {
        case "create" -> read.create(words.next(), words.next(), line);
        case "add" -> read.add(words.next(), words);
        case "Name:" -> {
          name = words.next();
          members = false;
        }
        case "Type:" -> read.create(name, words.next(), "");
        case "Header:" -> read.header(name, line);
        case "Members:" -> members = true;
        default -> {
          if (members && !first.isEmpty()) read.add(name, new Words(line));
        }
      }
    }
    return read;
  }

  private void create(String name, String type, String line) {
    int colon = type.indexOf(':');
    sets.put(name, new Named(List.of(type.substring(colon + 1).split(",")), isPlain(line), isFleeting(line), new ArrayList<>()));
  }

  private void header(String name, String line) {
    Named set = sets.get(name);
    if (set != null) sets.put(name, new Named(set.parts, isPlain(line), isFleeting(line), set.elements));
  }

  private static boolean isPlain(String line) {
    return !line.contains(" netmask ") && !line.contains(" bitmask ") && !line.contains(" markmask ");
  }

  private static boolean isFleeting(String line) {
    return line.contains(" timeout ");
  }

  private void add(String name, Words words) {
    Named set = sets.get(name);
    if (set == null) return;
    List<String> parts = List.of(words.next().split(","));
    String options = words.rest();
    int quote = options.indexOf('"'); // of its comment, the only words in quotes
    var plain = new Words(quote < 0 ? options : options.substring(0, quote) + options.substring(options.lastIndexOf('"') + 1));
    boolean except = false;
    while (plain.hasNext()) except |= plain.next().equals("nomatch");
    set.elements.add(new Element(parts, except));
  }

  /// Whether the packet is in the set by what it has in these places.
  ///
  /// @param places `src` or `dst`, one for each dimension; a set of more dimensions never matches
  /// @return empty where it is not known: an element that expires may have been there when the packet came
  public Optional<Boolean> holds(String name, List<String> places, Packet packet) {
    Named set = sets.get(name);
    if (set == null || !set.plain) return Optional.empty();
    if (set.parts.equals(List.of("set"))) return inList(set, places, packet);
    if (places.size() < set.parts.size()) return Optional.of(false);
    int best = -1;
    boolean except = false;
    int nets = (int) set.parts.stream().filter("net"::equals).count();
    for (Element element : set.elements) {
      int length = 0;
      for (int i = 0; i < set.parts.size() && length >= 0; i++) {
        if (i >= element.parts.size()) return Optional.empty();
        int one = matches(set.parts.get(i), element.parts.get(i), places.get(i).equals("src"), packet);
        if (one == UNKNOWN) return Optional.empty();
        length = one == NO ? -1 : length + one;
      }
      if (length < 0) continue;
      if (element.except && nets > 1) return Optional.empty();
      if (length > best) except = element.except;
      best = Math.max(best, length);
    }
    boolean found = best >= 0 && !except;
    return found || !set.fleeting ? Optional.of(found) : Optional.empty();
  }

  private Optional<Boolean> inList(Named list, List<String> places, Packet packet) {
    boolean known = true;
    for (Element member : list.elements) {
      Named inner = sets.get(member.parts.getFirst());
      if (inner != null && inner.parts.equals(List.of("set"))) return Optional.empty(); // the kernel takes no list into a list
      Optional<Boolean> in = holds(member.parts.getFirst(), places, packet);
      if (in.equals(Optional.of(true))) return in;
      known &= in.isPresent();
    }
    return known ? Optional.of(false) : Optional.empty();
  }

  private static final int NO = -1;
  private static final int UNKNOWN = -2;

  /// How long a prefix of the packet's value the element names, 0 for what has none; [#NO] or [#UNKNOWN].
  private static int matches(String part, String element, boolean src, Packet packet) {
    return switch (part) {
      case "ip", "net" -> address(element, src ? packet.src() : packet.dst());
      case "port" -> port(element, src ? packet.sport() : packet.dport(), packet);
      case "iface" -> element.indexOf(':') >= 0 || element.endsWith("+") ? UNKNOWN
          : element.equals(src ? packet.meta().in() : packet.meta().out()) ? 0 : NO;
      case "mac" -> mac(element, src, packet);
      case "mark" -> mark(element, packet.meta().mark());
      default -> UNKNOWN;
    };
  }

  private static int address(String element, Ip ip) {
    int dash = element.indexOf('-');
    if (dash > 0) {
      Optional<Ip> first = Ip.tryParse(element.substring(0, dash));
      Optional<Ip> last = Ip.tryParse(element.substring(dash + 1));
      if (first.isEmpty() || last.isEmpty()) return UNKNOWN;
      return first.get().family() == ip.family() && first.get().compareTo(ip) <= 0 && ip.compareTo(last.get()) <= 0 ? ip.family().bits() : NO;
    }
    try {
      Prefix prefix = Prefix.parse(element);
      return prefix.ip().family() == ip.family() && prefix.contains(ip) ? prefix.length() : NO;
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }

  /// `80` of TCP or UDP, `tcp:80`, `udp:1-9`.
  ///
  /// @kernel v6.12 net/netfilter/ipset/ip_set_getport.c, ip_set_bitmap_port.c
  private static int port(String element, int port, Packet packet) {
    int colon = element.indexOf(':');
    int proto = colon < 0 ? packet.proto() : Proto.number(element.substring(0, colon));
    if (proto < 0) return UNKNOWN;
    if (proto != packet.proto()) return NO;
    if (colon < 0 && proto != Proto.TCP && proto != Proto.UDP) return NO;
    if (packet.transport() instanceof Transport.Icmp) return UNKNOWN;
    String range = element.substring(colon + 1);
    int dash = range.indexOf('-');
    try {
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = Integer.parseInt(range.substring(dash + 1));
      int value = Math.max(0, port);
      return port < 0 && colon < 0 ? NO : first <= value && value <= last ? 0 : NO;
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /// The link address the packet came with: its log line has that of the receiver first.
  private static int mac(String element, boolean src, Packet packet) {
    String mac = packet.meta().mac();
    if (!src || mac.length() < 35) return UNKNOWN;
    return mac.substring(18, 35).equalsIgnoreCase(element) ? 0 : NO;
  }

  private static int mark(String element, long mark) {
    try {
      return Long.decode(element) == mark ? 0 : NO;
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
