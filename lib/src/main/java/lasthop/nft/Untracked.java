package lasthop.nft;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings;
import lasthop.packet.Packet;

/// What rules see behind one that kept the packet from being tracked.
///
/// @kernel v6.12 net/netfilter/nft_ct.c nft_notrack_eval; net/netfilter/xt_CT.c notrack_tg
record Untracked(Surroundings at) implements Surroundings {
  @Override public Optional<CtState> ctState() {
    return Optional.of(CtState.UNTRACKED);
  }

  @Override public Hook hook() {
    return at.hook();
  }

  @Override public Optional<AddrType> addrType(Ip ip, String device) {
    return at.addrType(ip, device);
  }

  @Override public Optional<Boolean> inSet(String set, List<String> places, Packet packet) {
    return at.inSet(set, places, packet);
  }

  @Override public Optional<Boolean> hasSocket(Packet packet) {
    return at.hasSocket(packet);
  }

  @Override public Optional<Boolean> reversePathOk(Packet packet, boolean loose, boolean validMark, boolean acceptLocal) {
    return at.reversePathOk(packet, loose, validMark, acceptLocal);
  }

  @Override public Optional<String> pkttype() {
    return at.pkttype();
  }

  @Override public Optional<Boolean> isBridged() {
    return at.isBridged();
  }
}
