package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lasthop.host.Host;
import lasthop.host.Socket;
import lasthop.ip.Family;
import lasthop.link.Link;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Target;
import lasthop.nft.NftBase;
import lasthop.nft.NftRule;
import lasthop.nft.NftStep;
import lasthop.nft.Statement;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.routing.RpFilter;
import lasthop.simulate.Assumption;
import lasthop.simulate.Outcome;
import lasthop.simulate.RouteMtu;
import lasthop.sysctl.Sysctls;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// What the end of a way rests on, beside the lines of the log and the routing decision: the rules that changed the packet,
/// the rule or policy that stopped it, and the one fact that makes a cause the cause, each with its line.
final class Grounds {
  private final Host host;
  private final Evidence line;
  private final List<Evidence> found = new ArrayList<>();

  private Grounds(Host host, Evidence line) {
    this.host = host;
    this.line = line;
  }

  /// @param line the last the log has for the packet
  static List<Evidence> of(Outcome outcome, Disposition end, Host host, Evidence line) {
    var grounds = new Grounds(host, line);
    List<Hop> hops = outcome.traversal().hops();
    grounds.changes(hops);
    if (endsInChain(end) && !hops.isEmpty()) grounds.stopped(hops.getLast());
    lastRouting(hops).ifPresent(r -> grounds.because(end.cause(), r));
    for (Assumption a : outcome.assumptions()) {
      grounds.found.add(Evidence.assumed(new Fact.Taken(a.about() + " " + a.taken()), a.origin()));
    }
    return grounds.found;
  }

  private static boolean endsInChain(Disposition end) {
    return switch (end) {
      case Disposition.Dropped d -> d.at() instanceof Stage.Chain;
      case Disposition.Rejected r -> r.at() instanceof Stage.Chain;
      default -> false;
    };
  }

  private static Optional<Hop.Routing> lastRouting(List<Hop> hops) {
    return hops.reversed().stream().filter(Hop.Routing.class::isInstance).map(Hop.Routing.class::cast).findFirst();
  }

  /// The rules that gave the packet other addresses, ports or another mark.
  private void changes(List<Hop> hops) {
    Optional<Packet> before = Optional.empty();
    for (Hop hop : hops) {
      changedBy(hop, before).ifPresent(found::add);
      Optional<Packet> after = hop.leaving();
      if (after.isPresent()) before = after;
    }
  }

  private static Optional<Evidence> changedBy(Hop hop, Optional<Packet> before) {
    return switch (hop) {
      case Hop.Matched m when differ(m.before(), m.after()) || m.before().header().ttl() != m.after().header().ttl() -> Optional.of(changedBy(m.rule().text(), m.rule().origin()));
      case Hop.Nft n when n.step() instanceof NftStep.Matched m && (before.isPresent() && differ(before.get(), m.after()) || translates(m.rule())) ->
          Optional.of(changedBy(m.rule().text(), m.rule().origin()));
      default -> Optional.empty();
    };
  }

  /// What nat of nftables decides shows in the packet at its next hop only.
  static boolean translates(NftRule rule) {
    return rule.statements().stream().anyMatch(s -> switch (s) {
      case Statement.Nat _ -> true;
      case Statement.Iptables i -> i.rule().target() instanceof Target.Nat || i.rule().target() instanceof Target.Netmap;
      default -> false;
    });
  }

  private static Evidence changedBy(String rule, Origin origin) {
    return Evidence.derived(new Fact.ChangedBy(rule), origin, rule);
  }

  private static boolean differ(Packet before, Packet after) {
    return !before.src().equals(after.src()) || !before.dst().equals(after.dst()) || before.sport() != after.sport()
        || before.dport() != after.dport() || before.meta().mark() != after.meta().mark();
  }

  private void stopped(Hop last) {
    switch (last) {
      case Hop.Matched m -> {
        found.add(Evidence.rule(m.rule().text(), m.rule().origin()));
        if (m.rule().target() instanceof Target.Tproxy proxy) notListening(m.before(), proxy.port() == 0 ? m.before().dport() : proxy.port());
      }
      case Hop.Ended e when e.isPolicy() -> found.add(policy(e.chain()));
      case Hop.Nft n -> {
        switch (n.step()) {
          case NftStep.Matched m -> found.add(Evidence.rule(m.rule().text(), m.rule().origin()));
          case NftStep.Policy p -> p.chain().base().map(NftBase::policy).ifPresent(policy ->
              found.add(Evidence.derived(new Fact.PolicyIs(p.chain().toString(), policy.toString()), p.chain().origin(), policy)));
          case NftStep.Missed _ -> { }
        }
      }
      default -> { }
    }
  }

  private static Evidence policy(Chain chain) {
    String policy = chain.policy().orElseThrow().toString();
    return Evidence.derived(new Fact.PolicyIs(chain.toString(), policy), chain.origin(), policy);
  }

  private void because(Cause cause, Hop.Routing last) {
    Packet packet = last.packet();
    String in = packet.meta().in();
    switch (cause) {
      case RP_FILTER_STRICT, RP_FILTER_LOOSE -> mode(in);
      case IP_FORWARD_OFF -> setting(packet, packet.family() == Family.IPV4 ? in : "all", "forwarding");
      case ROUTE_LOCALNET_OFF -> {
        setting(packet, "all", "route_localnet");
        setting(packet, in, "route_localnet");
      }
      case SOURCE_ROUTE_OFF -> setting(packet, host.sysctls().number(Sysctls.conf("ipv4", in, "accept_source_route"), 1) == 0 ? in : "all", "accept_source_route");
      case TTL_EXCEEDED -> found.add(Evidence.observed(new Fact.HeaderIs("ttl", packet.header().ttl()), line.origin(), line.quoted()));
      case MTU_EXCEEDED -> mtu(packet, last.decision());
      case NO_CARRIER -> {
        if (last.decision() instanceof RouteDecision.Routed routed) host.links().link(routed.nexthop().dev())
            .ifPresent(l -> found.add(Evidence.derived(new Fact.NoCarrier(l.name()), l.origin(), l.name() + " NO-CARRIER")));
      }
      case NO_LISTENER -> notListening(packet, packet.dport());
      default -> { }
    }
  }

  /// That no socket takes it, and the one on its port that listens elsewhere.
  private void notListening(Packet packet, int wanted) {
    if (host.sockets().isEmpty()) return;
    String port = Proto.name(packet.proto()) + " port " + wanted;
    Optional<Socket> other = host.sockets().get().stream().filter(s -> s.proto().equals(Proto.name(packet.proto())) && s.port() == wanted).findFirst();
    found.add(other.map(s -> Evidence.derived(new Fact.Listening(false, port + " of " + packet.dst() + ", only of " + s.place()), s.origin(), s.place()))
        .orElseGet(() -> Evidence.derived(new Fact.Listening(false, port), new Origin("ss.txt", 0), "")));
  }

  /// The parameter that puts the mode in force: the larger of two.
  private void mode(String dev) {
    List<Sysctls.Entry> entries = Stream.of("all", dev).flatMap(d -> host.sysctls().entry(Sysctls.conf("ipv4", d, "rp_filter")).stream()).toList();
    entries.stream().max((a, b) -> a.value().strip().compareTo(b.value().strip())).filter(e -> e.value().strip().matches("[0-9]"))
        .ifPresent(e -> found.add(Evidence.derived(new Fact.ModeIs(dev, RpFilter.of(Long.parseLong(e.value().strip()))), e.origin(), e.value())));
  }

  private void setting(Packet packet, String dev, String key) {
    String name = Sysctls.conf(packet.family() == Family.IPV4 ? "ipv4" : "ipv6", dev, key);
    host.sysctls().entry(name).ifPresent(e -> found.add(Evidence.derived(new Fact.Setting(name, e.value().strip()), e.origin(), e.value())));
  }

  private void mtu(Packet packet, RouteDecision decision) {
    if (!(decision instanceof RouteDecision.Routed routed)) return;
    int own = RouteMtu.of(routed);
    if (own > 0) {
      Route route = routed.route().orElseThrow();
      found.add(Evidence.derived(new Fact.MtuIs("its route", own, packet.header().len()), route.origin(), route));
      return;
    }
    Optional<Link> link = host.links().link(routed.nexthop().dev());
    link.ifPresent(l -> found.add(Evidence.derived(new Fact.MtuIs(l.name(), l.mtu(), packet.header().len()), l.origin(), l.name() + " mtu " + l.mtu())));
  }
}
