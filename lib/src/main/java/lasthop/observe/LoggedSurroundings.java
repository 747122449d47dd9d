package lasthop.observe;

import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Ip;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings;
import lasthop.packet.Packet;
import lasthop.traversal.AddrTypes;

/// What is known around a logged packet: the host's routes, and the devices the line shows. Its connection is not.
public record LoggedSurroundings(Host host, Hook hook) implements Surroundings {
  @Override public Optional<AddrType> addrType(Ip ip, String device) {
    return AddrTypes.of(host.routing(), ip, device);
  }

  @Override public Optional<Boolean> hasSocket(Packet packet) {
    return Optional.empty();
  }
}
