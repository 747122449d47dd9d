package lasthop.nft;

import java.util.Locale;
import java.util.Optional;
import lasthop.netfilter.Hook;

/// Where a base chain is attached. INGRESS and EGRESS belong to a device and come before and after all others.
public enum NftHook {
  INGRESS, PREROUTING, INPUT, FORWARD, OUTPUT, POSTROUTING, EGRESS;

  /// The hook of the IP layer; empty for the hooks of a device.
  public Optional<Hook> hook() {
    return this == INGRESS || this == EGRESS ? Optional.empty() : Optional.of(Hook.valueOf(name()));
  }

  public static NftHook of(Hook hook) {
    return valueOf(hook.name());
  }

  /// As `nft` prints it: `prerouting`, …
  @Override public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
