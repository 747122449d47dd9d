package lasthop.collect;

import java.io.IOException;
import java.util.List;

/// The parts of the kernel that can trace a packet; which is right depends on where the rules are.
public enum Tracer {
  /// iptables-legacy: target TRACE, lines in the kernel log.
  LEGACY,
  /// iptables-nft: target TRACE, shown by xtables-monitor.
  IPTABLES_NFT,
  /// nftables: `meta nftrace set 1`, shown by `nft monitor trace`.
  NFT;

  /// The one that fits a namespace: legacy where legacy tables hold rules, else what `iptables` is, else nft.
  ///
  /// @param inside words that run a command in that namespace; empty for this one
  public static Tracer here(List<String> inside) {
    try {
      List<String> legacy = Shell.lines(Command.of(inside, "iptables-legacy-save"));
      if (legacy.stream().anyMatch(l -> l.startsWith("-A "))) return LEGACY;
      List<String> version = Shell.lines(Command.of(inside, "iptables", "-V"));
      if (version.isEmpty()) return NFT;
      return version.getFirst().contains("nf_tables") ? IPTABLES_NFT : LEGACY;
    } catch (IOException e) {
      return NFT;
    }
  }
}
