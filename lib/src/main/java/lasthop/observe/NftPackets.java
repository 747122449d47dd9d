package lasthop.observe;

import lasthop.nft.NftStep;
import lasthop.packet.Packet;

/// The packet a step of nftables shows.
final class NftPackets {
  private NftPackets() {}

  static Packet packet(NftStep step) {
    return switch (step) {
      case NftStep.Matched matched -> matched.after();
      case NftStep.Policy policy -> policy.after();
      case NftStep.Missed missed -> throw new IllegalArgumentException("a rule passed over prints no line: " + missed.rule());
    };
  }
}
