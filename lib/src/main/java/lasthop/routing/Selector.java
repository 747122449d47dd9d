package lasthop.routing;

import java.util.Optional;
import lasthop.ip.Prefix;

/// What a flow must look like for a policy rule to apply. All parts must hold; `not` inverts their conjunction.
///
/// @param from source prefix; empty for `all`
/// @param to destination prefix; empty for `all`
/// @param tos must equal the flow's, 0 for any
/// @param dscp the flow's first six bits of the traffic class; empty for any
/// @param mark compared with the flow's mark under the mask
/// @param mask 0 when the rule has no `fwmark`
/// @param iif device the flow came in by, `lo` for output lookups; empty for any
/// @param oif device asked for; empty for any
/// @param tunId id of the tunnel that a packet came through, 0 for any; those that came through none have none
/// @param ipproto protocol number, 0 for any
/// @param l3mdev the rule of `[l3mdev-table]`: matches flows of VRF devices
public record Selector(boolean not, Optional<Prefix> from, Optional<Prefix> to, int tos, Optional<Span> dscp, long mark, long mask,
    String iif, boolean iifDetached, String oif, boolean oifDetached, long tunId, Optional<Span> uids, int ipproto,
    Optional<Span> sport, Optional<Span> dport, boolean l3mdev) {
  public static final Selector ALL = new Selector(false, Optional.empty(), Optional.empty(), 0, Optional.empty(), 0, 0, "", false, "",
      false, 0, Optional.empty(), 0, Optional.empty(), Optional.empty(), false);

  /// The part of a selector a flow failed, in the order the kernel tests them; NONE when it passed them all.
  /// NOT: it passed, and the rule says `not`.
  public enum Part { NONE, IIF, OIF, FWMARK, TUN_ID, UIDRANGE, L3MDEV, FROM, TO, TOS, DSCP, IPPROTO, SPORT, DPORT, NOT }
}
