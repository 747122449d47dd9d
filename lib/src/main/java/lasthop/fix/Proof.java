package lasthop.fix;

import java.util.List;
import lasthop.ip.Prefix;
import lasthop.traversal.Disposition;

/// What a fix does when it is replayed in the model, before anybody types it.
///
/// @param fix the candidate
/// @param outcome what becomes of the packet with it; [Disposition.Undetermined] when it cannot be replayed
/// @param fixed packets of the log that did not get through before and do with it
/// @param broken packets that got through before and no longer do
/// @param unchanged all others
/// @param admitted sources that the host would newly believe on the device, as prefixes; empty unless source validation
///     was loosened
public record Proof(Fix fix, Disposition outcome, int fixed, int broken, int unchanged, List<Prefix> admitted) {
  public Proof {
    admitted = List.copyOf(admitted);
  }

  /// Whether the packet gets through with it.
  public boolean works() {
    return outcome instanceof Disposition.Delivered || outcome instanceof Disposition.Transmitted;
  }
}
