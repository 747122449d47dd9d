package lasthop.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.netfilter.Hook;
import lasthop.packet.FlowKey;
import lasthop.packet.Packet;
import lasthop.routing.Routing;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// The routing decisions that lie between the lines of a log, worked out from the host's routes.
final class RoutesBetween {
  private final TracedPacket packet;
  private final Host host;

  RoutesBetween(TracedPacket packet, Host host) {
    this.packet = packet;
    this.host = host;
  }

  /// The hops with each decision where the kernel made it: before OUTPUT, and behind PREROUTING even if nothing follows.
  List<Hop> added(List<Hop> hops) {
    var all = new ArrayList<Hop>();
    for (int i = 0; i < hops.size(); i++) {
      Optional<Hook> here = hook(hops.get(i));
      Optional<Hook> before = i == 0 ? Optional.empty() : hook(hops.get(i - 1));
      if (here.equals(Optional.of(Hook.OUTPUT)) && !before.equals(here)) all.add(output(hops.get(i)));
      all.add(hops.get(i));
      boolean last = i + 1 == hops.size();
      boolean leaves = here.equals(Optional.of(Hook.PREROUTING)) && (last || !hook(hops.get(i + 1)).equals(here));
      if (leaves && packet.isComplete()) all.add(input(last ? after(hops.get(i)) : before(hops.get(i + 1)), before(hops.get(i))));
    }
    return all;
  }

  private static Optional<Hook> hook(Hop hop) {
    return hop.stage() instanceof Stage.Chain chain ? Optional.of(chain.hook()) : Optional.empty();
  }

  /// @param now the packet as translated
  /// @param line the last line before the decision, which shows the device
  private Hop input(Packet now, Packet line) {
    Packet p = now.with(line.meta().withMark(now.meta().mark()));
    return new Hop.Routing(Stage.Step.ROUTING_INPUT, Routing.explain(host.routing(), new FlowKey(p.dst(), Optional.of(p.src()),
        p.meta().in(), "", p.meta().mark(), Math.max(0, p.header().tos()), 0, p.proto(), p.sport(), p.dport())), p);
  }

  private Hop output(Hop first) {
    Packet p = before(first);
    return new Hop.Routing(Stage.Step.ROUTING_OUTPUT, Routing.explain(host.routing(), new FlowKey(p.dst(), Optional.of(p.src()),
        "", "", p.meta().mark(), Math.max(0, p.header().tos()), Math.max(0, p.meta().uid()), p.proto(), p.sport(), p.dport())), p);
  }

  private static Packet before(Hop hop) {
    return switch (hop) {
      case Hop.Named named -> named.packet();
      case Hop.Matched matched -> matched.before();
      case Hop.Ended ended -> ended.packet();
      case Hop.Routing routing -> routing.packet();
      case Hop.Nft nft -> NftPackets.packet(nft.step());
    };
  }

  private static Packet after(Hop hop) {
    return hop instanceof Hop.Matched matched ? matched.after() : before(hop);
  }
}
