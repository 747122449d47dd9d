package lasthop.routing;

import java.util.List;
import lasthop.text.Origin;

/// A nexthop object, a line of `ip nexthop`.
///
/// @param group ids of the members, in order; empty for a single nexthop
/// @param blackhole whether packets sent to it are discarded
/// @param nexthop device and gateway; [Nexthop#NONE] for a group or blackhole
/// @param unknown words that are not understood
public record NexthopObject(long id, Nexthop nexthop, boolean blackhole, List<Member> group, int scope, String proto,
    List<String> unknown, Origin origin) {
  public NexthopObject {
    group = List.copyOf(group);
    unknown = List.copyOf(unknown);
  }

  /// @param weight 1 to 256, or to 65536 since Linux 6.12
  public record Member(long id, int weight) {}
}
