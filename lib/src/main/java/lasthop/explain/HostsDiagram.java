package lasthop.explain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.Box;
import lasthop.answer.Diagram.Line;
import lasthop.answer.Diagram.State;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Address;
import lasthop.link.Link;

/// The hosts of a case and the subnets they share: host, device, subnet from left to right.
final class HostsDiagram {
  private final List<Box> boxes = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final Set<Prefix> shared;
  private int row;

  private HostsDiagram(Set<Prefix> shared) {
    this.shared = shared;
  }

  /// Empty where no two hosts share a subnet.
  static Optional<Diagram> of(Collection<Host> hosts) {
    var shared = shared(hosts);
    if (shared.isEmpty()) return Optional.empty();
    var drawn = new HostsDiagram(shared);
    for (Host host : hosts) drawn.host(host);
    return Optional.of(new Diagram("Hosts and the subnets they share", drawn.boxes, drawn.lines));
  }

  /// Subnets in which different hosts have different addresses; a bridge that every host numbers alike is not shared.
  private static Set<Prefix> shared(Collection<Host> hosts) {
    Map<Prefix, Set<Ip>> addresses = new LinkedHashMap<>();
    Map<Prefix, Set<String>> owners = new HashMap<>();
    for (Host host : hosts) {
      for (Link link : host.links().all()) {
        if (link.isLoopback()) continue;
        for (Address address : link.addresses(Family.IPV4)) {
          addresses.computeIfAbsent(address.subnet(), _ -> new HashSet<>()).add(address.ip());
          owners.computeIfAbsent(address.subnet(), _ -> new HashSet<>()).add(host.name());
        }
      }
    }
    addresses.keySet().removeIf(subnet -> addresses.get(subnet).size() < 2 || owners.get(subnet).size() < 2);
    return addresses.keySet();
  }

  private void host(Host host) {
    String id = "host " + host.name();
    boolean first = true;
    for (Link link : host.links().all()) {
      for (Address address : link.addresses(Family.IPV4)) {
        if (link.isLoopback() || !shared.contains(address.subnet())) continue;
        if (first) boxes.add(new Box(id, host.name(), 0, row, State.VISITED));
        first = false;
        device(id, link, address);
      }
    }
  }

  private void device(String host, Link link, Address address) {
    String id = "device " + row;
    boxes.add(new Box(id, link.name() + "\n" + address.ip(), 1, row, State.IDLE));
    String subnet = "subnet " + address.subnet();
    if (boxes.stream().noneMatch(b -> b.id().equals(subnet))) boxes.add(new Box(subnet, address.subnet().toString(), 2, row, State.IDLE));
    lines.add(new Line(host, id, "", State.IDLE));
    lines.add(new Line(id, subnet, "", State.IDLE));
    row++;
  }
}
