package lasthop.explain;

import java.util.ArrayList;
import java.util.Map;
import lasthop.answer.Answer;
import lasthop.answer.Why;
import lasthop.ip.Family;
import lasthop.routing.Encap;
import lasthop.routing.Route;
import lasthop.routing.RouteType;
import lasthop.routing.Tables;
import lasthop.text.Origin;
import lasthop.text.Words;

/// A line of `ip route`, word by word.
public final class RouteLineAnswer {
  /// What a word with a value says of the value.
  private static final Map<String, String> VALUES = Map.ofEntries(
      Map.entry("via", "the next hop: packets are handed to this gateway"),
      Map.entry("dev", "the device packets leave by"),
      Map.entry("proto", "who added the route: kernel, boot, static, or a routing daemon"),
      Map.entry("scope", "how far the destination is: host (this machine), link (directly attached) or global"),
      Map.entry("src", "the source address for packets that have none yet"),
      Map.entry("realm", "the realm traffic control may class the packets by"),
      Map.entry("realms", "the realms traffic control may class the packets by: where they come from, and where they go"),
      Map.entry("metric", "the preference among routes to one destination: the smaller wins"),
      Map.entry("table", "the routing table it stands in"),
      Map.entry("tos", "serves only packets with this type of service"),
      Map.entry("mtu", "the largest packet, in bytes, for this destination"),
      Map.entry("advmss", "the segment size announced to the peer, in bytes"),
      Map.entry("weight", "its share among several next hops"),
      Map.entry("nhid", "the nexthop object it takes its next hops from"),
      Map.entry("pref", "the router preference of IPv6: low, medium or high"),
      Map.entry("from", "serves only packets with these sources"),
      Map.entry("error", "the error handed to a sender on this host"),
      Map.entry("expires", "when it goes away"));

  private static final Map<String, String> FLAGS = Map.of(
      "onlink", "pretend that the gateway is on this link, whatever the routes say",
      "linkdown", "the device has no carrier now",
      "dead", "the device is down, the next hop is not used",
      "offload", "the hardware forwards for it",
      "trap", "the hardware hands such packets to the kernel",
      "nexthop", "one of several next hops");

  private RouteLineAnswer() {}

  /// @throws IllegalArgumentException when it is not a line of `ip route`
  public static Answer of(String line) {
    Family family = line.indexOf(':') >= 0 && line.indexOf('.') < 0 ? Family.IPV6 : Family.IPV4;
    Route route = Route.parse(family, Tables.MAIN, line.strip(), Origin.NONE);
    var words = new Words(line.strip().replace('\n', ' '));
    var says = new ArrayList<Why>();
    String first = words.next();
    boolean typed = RouteType.parse(first).isPresent();
    says.add(Say.code(typed ? first : "unicast").then(typed ? ": " : " (not printed): ").then(type(route.type())).why());
    String dst = typed ? words.next() : first;
    says.add(Say.code(dst).then(dst.equals("default") ? ": every destination no longer prefix serves" : ": the destinations it serves").why());
    while (words.hasNext()) says.add(word(words));
    return Answer.of("Packets to " + dst + " " + does(route) + ".", Why.NONE.because(says));
  }

  private static Why word(Words words) {
    String word = words.next();
    if (word.equals("encap")) return Say.code(Encap.read(words)).then(": packets are wrapped so before they are sent").why();
    String value = VALUES.get(word);
    if (value != null) return Say.code(word + " " + words.next()).then(": " + value).why();
    return Say.code(word).then(": " + FLAGS.getOrDefault(word, "a word that is not known here")).why();
  }

  private static String does(Route route) {
    if (route.type() == RouteType.LOCAL) return "are delivered on this host";
    if (route.type().isReject()) return "are not let through: " + route.type();
    String dev = route.nexthop().dev();
    return route.nexthop().via().map(via -> "go to " + via + " by " + dev).orElse("are on the link of " + dev);
  }

  private static String type(RouteType type) {
    return switch (type) {
      case UNICAST -> "an ordinary route";
      case LOCAL -> "an address of this host: packets are delivered here";
      case BROADCAST -> "packets are sent as broadcast on the link";
      case ANYCAST -> "an anycast address of this host";
      case MULTICAST -> "a group of receivers";
      case BLACKHOLE -> "packets are dropped in silence";
      case UNREACHABLE -> "packets are dropped and the sender is told \"host unreachable\"";
      case PROHIBIT -> "packets are dropped and the sender is told \"prohibited\"";
      case THROW -> "the search goes on with the next policy rule";
      case NAT, XRESOLVE -> "a type the kernel no longer acts on";
    };
  }
}
