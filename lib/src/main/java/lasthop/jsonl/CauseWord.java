package lasthop.jsonl;

import java.util.EnumSet;
import java.util.Set;
import lasthop.traversal.Cause;

/// How the machine interface names a cause: it knows fewer than people are told.
final class CauseWord {
  private static final Set<Cause> UNSPOKEN = EnumSet.of(Cause.MALFORMED, Cause.TCP_DISCARDED, Cause.SOURCE_ROUTE_OFF, Cause.NO_CARRIER, Cause.PORT_ISOLATED, Cause.GROUP_FRAME);

  private CauseWord() {}

  /// Empty for a cause that the interface has no word for.
  static String of(Cause cause) {
    return UNSPOKEN.contains(cause) ? "" : cause.toString();
  }
}
