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
    if (!g.host().isEmpty() && !p.host().isEmpty() && !g.host().equalsIgnoreCase(p.host())) return false;
    if (!p.isIn(g.origin().file())) return false;
    int[] lines = p.lines();
    int line = g.origin().line();
    if (line >= lines[0] - LINES && line <= lines[1] + LINES) return true;
    long after = g.stamp().since(p.lastStamp());
    return line > lines[1] && after >= 0 && after <= WITHIN;
  }
}
