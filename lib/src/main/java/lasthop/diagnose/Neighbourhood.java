package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.link.Link;

/// Which host of a case owns which address.
record Neighbourhood(List<Witness> witnesses) {

  /// A host's device.
  record Door(Witness host, String dev) {}

  /// The host and device that own an address; empty when none or several do.
  Optional<Door> owner(Ip ip) {
    var doors = new ArrayList<Door>();
    for (Witness witness : witnesses) {
      Optional<Link> link = witness.host().flatMap(h -> h.links().owner(ip)).filter(l -> !l.isLoopback());
      link.ifPresent(l -> doors.add(new Door(witness, l.name())));
    }
    return doors.size() == 1 ? Optional.of(doors.getFirst()) : Optional.empty();
  }
}
