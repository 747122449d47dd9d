package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.link.Scope;
import lasthop.text.Origin;
import lasthop.text.Words;

/// A nexthop object, a line of `ip nexthop`.
///
/// @param nexthop device and gateway; [Nexthop#NONE] for a group or blackhole
/// @param scope of what it leads to: `link` behind a gateway, `host` on the link itself; -1 when not told
/// @param blackhole whether packets sent to it are discarded
/// @param group ids and weights of the members, in order; empty for a single nexthop
/// @param resilient whether the group keeps flows where they are, so that its choice hangs on what came before
/// @param unknown words that are not understood
public record NexthopObject(long id, Nexthop nexthop, int scope, boolean blackhole, List<Member> group, boolean resilient,
    List<String> unknown, Origin origin) {
  public NexthopObject {
    group = List.copyOf(group);
    unknown = List.copyOf(unknown);
  }

  /// @param weight 1 to 256, or to 65536 since Linux 6.12
  public record Member(long id, int weight) {}

  /// Reads a line of `ip nexthop`. Words that are not understood are kept in [#unknown].
  ///
  /// @throws IllegalArgumentException when it does not begin with an id or a value cannot be read
  public static NexthopObject parse(String line, Origin origin) {
    var words = new Words(line);
    if (!words.take("id")) throw new IllegalArgumentException("a nexthop begins with its id");
    long id = number(words.next());
    Optional<Ip> via = Optional.empty();
    String dev = "";
    String encap = "";
    int scope = -1;
    boolean blackhole = false;
    boolean resilient = false;
    var flags = new ArrayList<String>();
    var group = new ArrayList<Member>();
    var unknown = new ArrayList<String>();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "encap" -> encap = Encap.read(words);
        case "via" -> via = Optional.of(Ip.parse(words.next()));
        case "dev" -> dev = words.next();
        case "blackhole" -> blackhole = true;
        case "group" -> group.addAll(members(words.next()));
        case "type" -> resilient = words.next().equals("resilient");
        case "dead", "onlink", "pervasive", "offload", "trap", "linkdown", "unresolved" -> flags.add(word);
        case "scope" -> scope = Scope.number(words.next()).orElse(-1);
        case "proto", "protocol", "buckets", "idle_timer", "unbalanced_timer", "unbalanced_time" -> words.next();
        default -> unknown.add(word);
      }
    }
    return new NexthopObject(id, new Nexthop(via, dev, 1, flags, "", encap), scope, blackhole, group, resilient, unknown, origin);
  }

  /// `1,3/2`: two members, of which the first has weight 3.
  private static List<Member> members(String words) {
    var members = new ArrayList<Member>();
    for (String member : words.split("/")) {
      int comma = member.indexOf(',');
      int weight = comma < 0 ? 1 : (int) number(member.substring(comma + 1));
      members.add(new Member(number(comma < 0 ? member : member.substring(0, comma)), weight));
    }
    return members;
  }

  private static long number(String word) {
    return RouteWord.unsigned(word, 0xffffffffL).orElseThrow(() -> new IllegalArgumentException("bad number \"" + word + "\""));
  }

  /// What a route by this object leads to; empty when a member is not known.
  List<Nexthop> nexthops(Map<Long, NexthopObject> all) {
    if (group.isEmpty()) return List.of(nexthop);
    var hops = new ArrayList<Nexthop>();
    for (Member member : group) {
      NexthopObject object = all.get(member.id());
      if (object == null) return List.of();
      Nexthop hop = object.nexthop;
      hops.add(new Nexthop(hop.via(), hop.dev(), member.weight(), hop.flags(), "", hop.encap()));
    }
    return hops;
  }
}
