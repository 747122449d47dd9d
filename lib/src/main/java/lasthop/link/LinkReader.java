package lasthop.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.text.Lines;
import lasthop.text.Origin;
import lasthop.text.Reading;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Reads `ip addr` and `ip -d link`. Both may be given; what one leaves out the other may tell.
public final class LinkReader {
  private final Map<String, Link> links = new LinkedHashMap<>();
  private final List<Unread> unread = new ArrayList<>();
  private Optional<Link> current = Optional.empty();

  /// @param texts the lines of `ip addr` and of `ip -d link`, in any order; one will do
  public static Reading<Link> read(List<List<Lines>> texts) {
    var reader = new LinkReader();
    texts.forEach(reader::readText);
    return new Reading<>(new ArrayList<>(reader.links.values()), new Report(List.of(), reader.unread));
  }

  private void readText(List<Lines> lines) {
    current = Optional.empty();
    for (Lines line : lines) {
      try {
        if (isHead(line.line())) head(line);
        else detail(line);
      } catch (IllegalArgumentException e) {
        unread.add(new Unread(line.origin(), line.line(), e.getMessage()));
      }
    }
  }

  /// Whether a line begins with the number of a device: blanks before the other lines may have been lost.
  private static boolean isHead(String line) {
    int i = 0;
    while (i < line.length() && Character.isDigit(line.charAt(i))) i++;
    return i > 0 && i < line.length() && line.charAt(i) == ':';
  }

  /// `2: eth0.5@eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue master br0 state UP group default`
  private void head(Lines line) {
    current = Optional.empty();
    var words = new Words(line.line());
    String number = words.next();
    String named = words.next();
    if (!number.endsWith(":") || !named.endsWith(":")) throw new IllegalArgumentException("not the head of a device");
    int index = number(number.substring(0, number.length() - 1));
    String name = named.substring(0, named.length() - 1);
    int at = name.indexOf('@');
    String parent = at < 0 ? "" : name.substring(at + 1);
    if (at >= 0) name = name.substring(0, at);
    String flags = words.next();
    if (!flags.startsWith("<") || !flags.endsWith(">")) throw new IllegalArgumentException("no flags between < and >");
    var values = new LinkedHashMap<String, String>();
    while (words.hasNext()) {
      String key = words.next();
      if (key.equals("inet") || key.startsWith("link/")) throw new IllegalArgumentException("several lines run together");
      values.put(key, words.next());
    }
    Link before = links.get(name);
    Link link = new Link(index, name, List.of(flags.substring(1, flags.length() - 1).split(",")),
        number(values.getOrDefault("mtu", "0")), values.getOrDefault("master", ""),
        values.getOrDefault("group", "default").equals("default") ? 0 : number(values.get("group")),
        before == null ? "" : before.kind(), parent.equals("NONE") ? "" : parent, before == null ? 0 : before.vrfTable(),
        before == null ? "" : before.mac(), before == null ? List.of() : before.altnames(), Optional.empty(), before == null ? List.of() : before.addresses(),
        before == null ? line.origin() : before.origin());
    put(link);
  }

  private void detail(Lines line) {
    if (current.isEmpty()) throw new IllegalArgumentException("belongs to no device");
    var words = new Words(line.line());
    String word = words.next();
    if (word.equals("inet") || word.equals("inet6")) {
      put(current.get().withAddresses(plus(current.get(), address(words, word.equals("inet"), line.origin()))));
    } else if (word.startsWith("link/")) {
      String mac = words.next();
      put(current.get().withMac(mac));
    } else if (word.equals("altname")) {
      put(current.get().withAltname(words.next()));
    } else if (!isPlain(word)) {
      kind(word, words);
    }
  }

  private static List<Address> plus(Link link, Address address) {
    var all = new ArrayList<>(link.addresses());
    all.add(address);
    return all;
  }

  /// Lines that say nothing a packet's way depends on.
  private static boolean isPlain(String word) {
    return word.endsWith("_slave") || word.equals("valid_lft") || word.equals("alias")
        || word.equals("RX:") || word.equals("TX:") || Character.isDigit(word.charAt(0)) || word.equals("vf")
        || word.equals("prog/xdp");
  }

  private void kind(String kind, Words words) {
    long table = 0;
    if (kind.equals("vrf") && words.take("table")) table = Long.parseLong(words.next());
    Link l = current.orElseThrow();
    put(new Link(l.index(), l.name(), l.flags(), l.mtu(), l.master(), l.group(), kind, l.parent(), table, l.mac(),
        l.altnames(), l.groups(), l.addresses(), l.origin()));
  }

  private static Address address(Words words, boolean v4, Origin origin) {
    String own = words.next();
    Optional<Ip> peer = Optional.empty();
    Optional<Ip> broadcast = Optional.empty();
    int scope = Scope.UNIVERSE;
    Prefix prefix = Prefix.parse(own);
    int length = prefix.length();
    var flags = new ArrayList<String>();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "peer" -> {
          Prefix other = Prefix.parse(words.next());
          peer = Optional.of(other.ip());
          length = other.length();
        }
        case "brd" -> broadcast = Optional.of(Ip.parse(words.next()));
        case "any", "metric", "proto" -> words.next();
        case "scope" -> scope = scope(words.next());
        default -> {
          boolean label = v4 && !words.hasNext();
          if (!label) flags.add(word);
        }
      }
    }
    return new Address(prefix.ip(), length, peer, broadcast, scope, flags, origin);
  }

  private static int scope(String word) {
    return Scope.number(word).orElseThrow(() -> new IllegalArgumentException("bad scope \"" + word + "\""));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("bad number \"" + text + "\"");
    }
  }

  private void put(Link link) {
    links.put(link.name(), link);
    current = Optional.of(link);
  }
}
