package lasthop.diagnose;

import java.util.List;

/// One thing worth telling, under a stable code.
///
/// @param code a cause, or one of [Code]
/// @param evidence what it rests on, weightiest first
public record Finding(String code, List<Evidence> evidence) {
  public static final String SENT = "sent";
  public static final String FORWARDED = "forwarded";
  public static final String DELIVERED = "delivered";
  public static final String LEGACY_NFT_MIX = "legacy-nft-mix";
  public static final String NO_SNAT = "no-snat";
  public static final String NAT_ACCEPTED_EARLY = "nat-accepted-early";
  public static final String OTHER_WAY_BACK = "other-way-back";
  public static final String ROUTING_LOOP = "routing-loop";
  public static final String TRACE_INCOMPLETE = "trace-incomplete";
  public static final String UNKNOWN = "unknown";

  public Finding {
    evidence = List.copyOf(evidence);
  }
}
