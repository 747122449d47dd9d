package lasthop.fix;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lasthop.diagnose.Answered;
import lasthop.diagnose.Diagnosis;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.routing.LookupStep;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.sysctl.Sysctls;
import lasthop.text.Printable;
import lasthop.text.Quoted;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// What would let a packet through, narrowest first. Source validation is loosened, never switched off.
public final class Fixes {
  private final Diagnosis diagnosis;
  private final Host host;
  private final Packet packet;
  private final boolean v4;

  private final Optional<Tuple> opened;

  /// @param opened the connection that the packet answers; empty for a packet that is none
  private Fixes(Diagnosis diagnosis, Host host, Packet packet, Optional<Tuple> opened) {
    this.opened = opened;
    this.diagnosis = diagnosis;
    this.host = host;
    this.packet = packet;
    this.v4 = packet.family() == Family.IPV4;
  }

  /// Candidates for a packet that did not get through; empty when it did, or when the files do not say what stopped it.
  public static List<Fix> candidates(Diagnosis diagnosis, Host host) {
    Optional<Packet> packet = stopped(diagnosis);
    if (packet.isEmpty() || diagnosis.gotThrough()) return List.of();
    return new Fixes(diagnosis, host, packet.get(), Optional.empty()).all();
  }

  /// Candidates for the answer to a packet, where it is lost.
  public static List<Fix> candidates(Answered lost, Host host) {
    return stopped(lost.diagnosis()).map(packet -> new Fixes(lost.diagnosis(), host, packet, lost.opened()).all()).orElse(List.of());
  }

  /// A candidate that lets answers pass as well, for a packet that rules stopped.
  static Optional<Fix> bothWays(Diagnosis diagnosis, Host host) {
    Optional<Tuple> opens = diagnosis.seen().map(p -> Tuple.of(p.packet()));
    return stopped(diagnosis).flatMap(packet -> new RuleFixes(diagnosis, host, packet, opens).bothWays());
  }

  /// The narrowest candidate.
  public static Optional<Fix> narrowest(Diagnosis diagnosis, Host host) {
    return candidates(diagnosis, host).stream().findFirst();
  }

  /// The packet as it was where it stopped.
  static Optional<Packet> stopped(Diagnosis diagnosis) {
    return diagnosis.predicted().flatMap(way -> way.hops().reversed().stream().flatMap(h -> h.entering().stream()).findFirst())
        .or(() -> diagnosis.seen().map(p -> p.last().packet()));
  }

  /// @param port empty where the log does not show it, as nft's monitor does not
  private static Fix hairpin(String port) {
    String dev = port.isEmpty() ? "PORT" : Quoted.word(port);
    return new Fix(Fix.Kind.DEVICE_SETTING, "bridge link set dev " + dev + " hairpin on", "bridge link set dev " + dev + " hairpin off", "", "bridge -d link show dev " + dev);
  }

  private List<Fix> all() {
    String in = packet.meta().in();
    return switch (diagnosis.disposition().cause()) {
      case RP_FILTER_STRICT -> Stream.of(validMark(in), Optional.of(setting(device(in, "rp_filter"), "2", Fix.Kind.DEVICE_SETTING, routeThere())),
          Optional.of(setting(device("all", "rp_filter"), "2", Fix.Kind.HOST_SETTING, routeThere())),
          Optional.of(route("add " + packet.src() + (v4 ? "/32" : "/128") + " dev " + Quoted.word(in)))).flatMap(Optional::stream).toList();
      case RP_FILTER_LOOSE -> List.of(route("add " + packet.src() + (v4 ? "/32" : "/128") + " dev " + Quoted.word(in)));
      case NO_ROUTE -> List.of(route("add " + packet.dst() + (v4 ? "/32" : "/128") + " via GATEWAY"));
      case BLACKHOLE_ROUTE, UNREACHABLE_ROUTE, PROHIBIT_ROUTE -> rejecting().map(r -> List.of(deleted(r))).or(() -> refusing().map(List::of)).orElse(List.of());
      case PROHIBIT_RULE -> refusing().map(List::of).orElse(List.of());
      case IP_FORWARD_OFF -> forwarding(in);
      case ROUTE_LOCALNET_OFF -> List.of(setting(device(in.isEmpty() ? oif() : in, "route_localnet"), "1", Fix.Kind.DEVICE_SETTING, routeThere()));
      case CONNTRACK_INVALID -> rules().passing(); // of no connection: a rule for answers would not match it
      case RULE_DROP, RULE_REJECT, POLICY_DROP -> opened.isEmpty() && !isAnswer() ? rules().passing() : rules().answering();
      case HAIRPIN_MODE_OFF -> List.of(hairpin(packet.meta().physin()));
      case MARTIAN_SOURCE -> List.of(elsewhere("correct the sender: " + packet.src() + " can be no source here", v4 ? "sysctl net.ipv4.conf.all.log_martians; dmesg | grep martian" : "nstat -az Ip6InAddrErrors Ip6InHdrErrors"));
      case TTL_EXCEEDED -> rules().keepingTtl().isEmpty() ? List.of(elsewhere("send with a larger TTL, or find the routing loop", "traceroute -n " + packet.dst())) : rules().keepingTtl();
      case MTU_EXCEEDED -> List.of(elsewhere("send smaller packets, or let the ICMP \"fragmentation needed\" reach the sender",
          "ip link show dev " + Quoted.word(oif())));
      case ARP_FAILED -> List.of(elsewhere("bring the next hop up on the segment of " + Quoted.word(oif()), "ip neigh show dev " + Quoted.word(oif())));
      case NO_LISTENER -> List.of(listensElsewhere() ? elsewhere("let the service on " + port() + " listen on " + packet.dst() + " too", "ss -ln" + (packet.proto() == Proto.UDP ? "u" : "t") + " sport = :" + packet.dport())
          : listener(packet.proto(), packet.dport()));
      case NO_PROTOCOL -> List.of(elsewhere("load the protocol's module", "cat /proc/net/protocols"));
      case BAD_CHECKSUM -> List.of(elsewhere("correct the sender, or its checksum offload", "nstat -az TcpInCsumErrors UdpInCsumErrors"));
      case MALFORMED -> List.of(elsewhere("correct the sender, or what changes its packets on the way", "nstat -az TcpInErrs UdpInErrors"));
      case TCP_DISCARDED -> List.of(elsewhere("correct the sender: no connection is opened this way", "nstat -az TcpExtListenDrops"));
      case SOURCE_ROUTE_OFF -> List.of(elsewhere("send without the source-route option", "sysctl net.ipv4.conf.all.accept_source_route"));
      case FRAGMENT_MISSING -> List.of(elsewhere("find what drops the other fragments on the way, or send smaller packets", "nstat -az IpReasmFails"));
      case OTHER_HOST_MAC -> List.of(elsewhere("correct the sender's neighbour entry for this host", "tcpdump -nn -e -i " + (in.isEmpty() ? "any" : Quoted.word(in))));
      case GROUP_FRAME -> List.of(elsewhere("correct the sender: it must send to this host's own link address", "tcpdump -nn -e -i " + (in.isEmpty() ? "any" : Quoted.word(in))));
      case NO_CARRIER -> List.of(elsewhere("bring up what is at the other end of " + Quoted.word(oif()), "ip link show dev " + Quoted.word(oif())));
      case PORT_ISOLATED -> List.of(new Fix(Fix.Kind.DEVICE_SETTING, "bridge link set dev " + Quoted.word(packet.meta().physin()) + " isolated off",
          "bridge link set dev " + Quoted.word(packet.meta().physin()) + " isolated on", "", "bridge -d link show dev " + Quoted.word(packet.meta().physin())));
      case NAT_SKIPPED_UNTRACKED -> rules().tracking();
      case NONE, DNAT, SNAT, DNAT_MASQUERADE, REDIRECT, POLICY_ROUTE, ICMP_ECHO -> List.of();
    };
  }

  private RuleFixes rules() {
    return new RuleFixes(diagnosis, host, packet, opened);
  }

  /// Whether its own header says that another packet came before it.
  private boolean isAnswer() {
    return packet.transport() instanceof Transport.Tcp tcp && tcp.flags().contains(TcpFlag.ACK);
  }

  /// For a marked packet: the way back is then looked up by its mark too.
  private Optional<Fix> validMark(String in) {
    boolean off = Stream.of("all", in).allMatch(dev -> host.sysctls().number(Sysctls.conf("ipv4", dev, "src_valid_mark"), 0) == 0);
    return packet.meta().mark() > 0 && off ? Optional.of(setting(device(in, "src_valid_mark"), "1", Fix.Kind.DEVICE_SETTING, routeThere())) : Optional.empty();
  }

  private List<Fix> forwarding(String in) {
    if (!v4) return List.of(setting(device("all", "forwarding"), "1", Fix.Kind.HOST_SETTING, routeThere()));
    boolean hostForwards = host.sysctls().number("net.ipv4.ip_forward", 0) != 0;
    Fix device = setting(device(in, "forwarding"), "1", Fix.Kind.DEVICE_SETTING, routeThere());
    return hostForwards ? List.of(device) : List.of(setting("net.ipv4.ip_forward", "1", Fix.Kind.HOST_SETTING, routeThere()), device);
  }

  private Fix setting(String name, String value, Fix.Kind kind, String confirm) {
    String now = host.sysctls().entry(name).map(Sysctls.Entry::value).orElse("0");
    return new Fix(kind, "sysctl -w " + Quoted.word(name + "=" + value), "sysctl -w " + Quoted.word(name + "=" + now), "/etc/sysctl.d/90-lasthop.conf: " + Printable.text(name + " = " + value), confirm);
  }

  /// As sysctl(8) takes it: a dot in a device's name is a slash there.
  private String device(String name, String key) {
    return Sysctls.conf(v4 ? "ipv4" : "ipv6", name.replace('.', '/'), key);
  }

  private Fix route(String words) {
    return new Fix(Fix.Kind.ROUTE, ip("route " + words), ip("route del " + words.substring(words.indexOf(' ') + 1)), "", routeThere());
  }

  private Optional<Route> rejecting() {
    return steps().stream().filter(LookupStep.TableSearched.class::isInstance).map(s -> ((LookupStep.TableSearched) s).answering())
        .flatMap(Optional::stream).filter(r -> r.type().isReject()).findFirst();
  }

  private Fix deleted(Route route) {
    boolean byObject = route.nhid() != 0;
    String words = Quoted.spec(byObject ? route.dst() + " table " + route.table() + (route.metric() == 0 ? "" : " metric " + route.metric()) : route.toString().strip());
    String again = byObject ? words + " nhid " + route.nhid() : words;
    return new Fix(Fix.Kind.ROUTE, ip("route del " + words), ip("route add " + again), "", routeThere());
  }

  private Optional<Fix> refusing() {
    return steps().stream().filter(LookupStep.RuleRefused.class::isInstance).map(s -> ((LookupStep.RuleRefused) s).rule()).findFirst()
        .map(rule -> {
          String words = rule.toString();
          String spec = "pref " + rule.priority() + " " + Quoted.spec(words.substring(words.indexOf(':') + 1).strip());
          return new Fix(Fix.Kind.POLICY_RULE, ip("rule del " + spec), ip("rule add " + spec), "", routeThere());
        });
  }

  private List<LookupStep> steps() {
    return diagnosis.predicted().stream().flatMap(way -> way.hops().reversed().stream()).filter(Hop.Routing.class::isInstance)
        .map(h -> ((Hop.Routing) h).decision()).map(RouteDecision::steps).findFirst().orElse(List.of());
  }

  private boolean listensElsewhere() {
    return host.sockets().stream().flatMap(List::stream).anyMatch(s -> s.proto().equals(Proto.name(packet.proto())) && s.port() == packet.dport());
  }

  private String port() {
    return Proto.name(packet.proto()) + " port " + packet.dport();
  }

  static Fix listener(int proto, int port) {
    return elsewhere("start the service on " + Proto.name(proto) + " port " + port, "ss -ln" + (proto == Proto.UDP ? "u" : "t") + " sport = :" + port);
  }

  private static Fix elsewhere(String words, String confirm) {
    return new Fix(Fix.Kind.ELSEWHERE, words, "", "", confirm);
  }

  private String ip(String words) {
    return (v4 ? "ip " : "ip -6 ") + words;
  }

  /// The question that was refused, as the kernel is asked it.
  private String routeThere() {
    String from = packet.meta().in().isEmpty() ? "" : " from " + packet.src() + " iif " + Quoted.word(packet.meta().in());
    return ip("route get " + packet.dst() + from);
  }

  private String oif() {
    return diagnosis.disposition() instanceof Disposition.Dropped d && d.at() == Stage.Step.NEIGHBOUR || packet.meta().out().isEmpty()
        ? decided().orElse(packet.meta().out()) : packet.meta().out();
  }

  private Optional<String> decided() {
    return diagnosis.predicted().stream().flatMap(way -> way.hops().reversed().stream()).filter(Hop.Routing.class::isInstance)
        .map(h -> ((Hop.Routing) h).decision()).filter(RouteDecision.Routed.class::isInstance)
        .map(d -> ((RouteDecision.Routed) d).nexthop().dev()).findFirst();
  }
}
