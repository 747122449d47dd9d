package lasthop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.link.Link;
import lasthop.packet.Packet;

/// The names of the things in a case, as they can be typed.
final class Names {
  private final Map<String, Set<String>> byKind = new LinkedHashMap<>();

  private Names() {}

  /// In order of appearance; the kinds are packet, address, host, device, chain and sysctl.
  static Map<String, Set<String>> of(Case open) {
    var names = new Names();
    for (Trace trace : open.packets()) names.packet(trace.first());
    for (Host host : open.hosts().values()) names.host(host);
    return names.byKind;
  }

  private void add(String kind, String name) {
    if (!name.isEmpty()) byKind.computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(name);
  }

  private void packet(Packet packet) {
    if (packet.header().id() > 0) add("packet", Integer.toString(packet.header().id()));
    add("address", packet.src().toString());
    add("address", packet.dst().toString());
  }

  private void host(Host host) {
    add("host", host.name());
    for (Link link : host.links().all()) {
      add("device", link.name());
      for (Family family : Family.values()) link.addresses(family).forEach(a -> add("address", a.ip().toString()));
    }
    for (Family family : Family.values()) {
      for (var table : host.rules().listed(family).tables()) table.chains().forEach(c -> add("chain", c.name()));
    }
    sysctls(host.sysctls().entries().keySet());
  }

  private void sysctls(Collection<String> names) {
    names.stream().sorted().forEach(n -> add("sysctl", n));
  }
}
