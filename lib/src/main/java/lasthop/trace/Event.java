package lasthop.trace;

import java.util.Optional;
import lasthop.netfilter.Hook;
import lasthop.packet.Packet;
import lasthop.text.Origin;

/// One line of a trace: a packet was seen at one place of one chain.
///
/// @param origin file and line; for a record spread over several lines, the line it begins on
/// @param offset where the record begins, in bytes from the start of the (decompressed) file
/// @param host the host's name as the log gives it; empty where the log names none
/// @param table `raw`, `mangle`, `nat`, `filter`, `security`; for nft tools any table name
/// @param number position of the rule in its chain, from 1; -1 for nft tools, which print a handle
/// @param nft what nft tools print instead of the number; [NftStep#NONE] for kernel log lines
/// @param packet the packet as it was before the rule's target ran
public record Event(Origin origin, long offset, Stamp stamp, String host, String table, String chain, Kind kind, int number,
    NftStep nft, Packet packet, Reading reading) {

  /// Whether an nft tool printed this and not the kernel's log.
  public boolean isNft() {
    return nft.isNft();
  }

  /// The hook this event shows by the name of its chain: empty for a user chain.
  public Optional<Hook> hook() {
    return hook(chain);
  }

  static Optional<Hook> hook(String chain) {
    return switch (chain) {
      case "PREROUTING" -> Optional.of(Hook.PREROUTING);
      case "INPUT" -> Optional.of(Hook.INPUT);
      case "FORWARD" -> Optional.of(Hook.FORWARD);
      case "OUTPUT" -> Optional.of(Hook.OUTPUT);
      case "POSTROUTING" -> Optional.of(Hook.POSTROUTING);
      default -> Optional.empty();
    };
  }

  /// `table:chain:kind:number` as the kernel prints it; for nft tools the verdict stands in the number's place.
  public String hop() {
    return hop(table, chain, kind, isNft() ? nft.verdict() : Integer.toString(number));
  }

  static String hop(String table, String chain, Kind kind, String last) {
    return table + ":" + chain + ":" + kind.word() + ":" + last;
  }

  @Override public String toString() {
    return hop() + " " + packet;
  }
}
