package lasthop.trace;

import java.util.ArrayList;
import java.util.List;

/// Which losses of a log can have hit a packet.
final class Gaps {
  private static final long WITHIN = 1_000_000;
  private static final int LINES = 16;

  private Gaps() {}

  /// The packet with those gaps that lie among its events or so near that a record of it can be among the lost.
  static TracedPacket of(TracedPacket p, List<Gap> gaps) {
    if (gaps.isEmpty()) return p;
    var near = new ArrayList<Gap>(0);
    for (Gap g : gaps) {
      if (isNear(p, g)) near.add(g);
    }
    return near.isEmpty() ? p : new TracedPacket(p.events(), p.repeats(), p.martians(), near);
  }

  private static boolean isNear(TracedPacket p, Gap g) {
    Event first = p.first();
    Event last = p.last();
    if (!g.host().isEmpty() && !p.host().isEmpty() && !g.host().equalsIgnoreCase(p.host())) return false;
    if (!g.origin().file().equals(first.origin().file()) && !g.origin().file().equals(last.origin().file())) return false;
    int line = g.origin().line();
    if (line >= first.origin().line() - LINES && line <= last.origin().line() + LINES) return true;
    long after = g.stamp().since(last.stamp());
    return line > last.origin().line() && after >= 0 && after <= WITHIN;
  }
}
