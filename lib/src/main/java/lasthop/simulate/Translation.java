package lasthop.simulate;

import java.util.Optional;
import lasthop.ip.Ip;

/// What network address translation did to the packet.
///
/// @param dst the new destination; empty when it was not changed
/// @param dport the new destination port; -1 where it has none
/// @param src the new source; empty when it was not changed
/// @param redirect whether the destination came from REDIRECT
/// @param masquerade whether the source came from MASQUERADE
public record Translation(Optional<Ip> dst, int dport, Optional<Ip> src, boolean redirect, boolean masquerade) {
  public static final Translation NONE = new Translation(Optional.empty(), -1, Optional.empty(), false, false);

  /// As equals; a record's own is linked at its first use, which costs a short run as much as all else here.
  boolean isSame(Translation other) {
    return dst.equals(other.dst) && dport == other.dport && src.equals(other.src) && redirect == other.redirect
        && masquerade == other.masquerade;
  }

  Translation to(Ip ip, int port, boolean redirected) {
    return new Translation(Optional.of(ip), port, src, redirected, masquerade);
  }

  Translation from(Ip ip, boolean masqueraded) {
    return new Translation(dst, dport, Optional.of(ip), redirect, masqueraded);
  }
}
