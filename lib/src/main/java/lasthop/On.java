package lasthop;

import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.explain.RpFilterAnswer;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Link;
import lasthop.link.Links;
import lasthop.packet.FlowKey;
import lasthop.packet.Packet;
import lasthop.routing.RouteWords;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.simulate.Simulate;
import lasthop.whatif.Change;

/// The questions that one host answers.
public record On(Case files, Host host) {

  /// @param iif device the packet comes in by; empty for one this host sends
  public RouteReply route(String src, String dst, String iif) {
    FlowKey flow = FlowKey.to(Ip.parse(dst));
    if (!src.isEmpty()) flow = flow.from(Ip.parse(src));
    if (!iif.isEmpty()) flow = flow.iif(device(iif));
    return RouteReply.of(host, flow);
  }

  /// A question in the words of `ip route get`.
  ///
  /// @throws IllegalArgumentException with the error `ip` prints for words it does not take
  public RouteReply route(String words) {
    return RouteReply.of(host, query(words, host.routing().links().orElse(Links.NONE)));
  }

  static RouteWords.Query query(String words, Links links) {
    try {
      String args = words.startsWith("ip route get ") ? words.substring("ip route get ".length()) : words;
      boolean v6 = args.indexOf(':') >= 0 && args.indexOf('.') < 0;
      return RouteWords.parse(args, v6 ? Optional.of(Family.IPV6) : Optional.empty(), links);
    } catch (RouteWords.Refused e) {
      boolean named = e.getMessage().startsWith("Cannot find device") && !links.isEmpty();
      String known = named ? ": the devices are " + String.join(" ", links.all().stream().map(Link::name).toList()) : "";
      throw new IllegalArgumentException(e.getMessage().strip() + known, e);
    }
  }

  private String device(String name) {
    Links links = host.routing().links().orElse(Links.NONE);
    if (!links.isEmpty() && !links.has(name)) {
      String known = String.join(" ", links.all().stream().map(l -> l.name()).toList());
      throw new IllegalArgumentException("Cannot find device \"" + name + "\": " + host.name() + " has " + known);
    }
    return name;
  }

  /// Sends a packet through the host: `tcp 192.0.2.1:4711 > 10.0.1.12:8081 iif eth0`.
  public Simulation simulate(String packet) {
    return simulate(Probe.parse(packet));
  }

  public Simulation simulate(Probe probe) {
    List<Outcome> outcomes = Simulate.of(host, probe.packet().family()).run(probe, Options.ALL);
    return new Simulation(this, probe, outcomes);
  }

  /// Reverse-path filtering, device by device.
  public Answer rpfilter() {
    return RpFilterAnswer.of(host);
  }

  /// The same questions on the host as a command would leave it.
  ///
  /// @throws IllegalArgumentException with the error the tool would print
  public WhatIf whatIf(String command) {
    return WhatIf.of(this, Change.parse(command));
  }

  On with(Host changed) {
    var hosts = new java.util.LinkedHashMap<>(files.hosts());
    hosts.put(host.name(), changed);
    return new On(new Case(files.logs(), hosts, files.beside()), changed);
  }

  static Packet entering(Packet packet) {
    return packet.meta().in().isEmpty() ? packet.with(packet.meta().withOut("")) : packet;
  }

  @Override public String toString() {
    return host.name();
  }
}
