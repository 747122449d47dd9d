package lasthop.nft;

import java.util.Optional;
import lasthop.ip.Ip;

/// The translation a rule asked for. The kernel applies it to the packet when the nat hook is done.
///
/// @param destination true for dnat and redirect, false for snat and masquerade
/// @param kind `dnat`, `snat`, `redirect`, `masquerade`
/// @param from first address of the range; empty: the packet keeps its address (or, for `masquerade` and
///     `redirect`, gets that of the device)
/// @param to last address of the range; equal to `from` for a single one
/// @param fromPort first port, -1 for none
/// @param toPort last port, -1 for none
/// @param known false when the target could not be told; then the rest says nothing
public record NftNat(boolean destination, String kind, Optional<Ip> from, Optional<Ip> to, int fromPort, int toPort,
    boolean known) {}
