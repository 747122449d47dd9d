package lasthop;

import java.util.List;
import lasthop.diagnose.Diagnose;
import lasthop.trace.PacketSelector;
import lasthop.trace.TracedPacket;

/// The one packet that is meant, or the list of those that could be: never a silent choice.
final class Candidates {
  private static final int SHOWN = 10;

  private Candidates() {}

  static Trace one(Case files, PacketSelector selector, String asked) {
    List<Trace> found = files.packets(selector);
    if (found.size() == 1) return found.getFirst();
    if (found.isEmpty()) throw new IllegalArgumentException("no packet \"" + asked + "\" in the log: packets() lists those there are");
    throw new IllegalArgumentException(several(found, asked));
  }

  /// The packet that is meant, where several hosts of the case may have logged it: any one of those stands for all.
  static Trace onAnyHost(Case files, PacketSelector selector, String asked) {
    List<Trace> found = files.packets(selector);
    boolean same = found.size() > 1 && found.stream().allMatch(t -> t == found.getFirst()
        || !file(t).equals(file(found.getFirst())) && Diagnose.isSame(t.packet(), found.getFirst().packet()));
    return same ? found.getFirst() : one(files, selector, asked);
  }

  private static String file(Trace trace) {
    return trace.packet().first().origin().file();
  }

  /// One line for each candidate, with a selector that names it alone.
  static String several(List<Trace> found, String asked) {
    var text = new StringBuilder("\"" + asked + "\" means " + found.size() + " packets; name one:");
    for (int i = 0; i < found.size() && i < SHOWN; i++) {
      TracedPacket packet = found.get(i).packet();
      text.append("\n  trace(\"").append(PacketSelector.naming(packet, packets(found))).append("\")   ").append(found.get(i));
    }
    if (found.size() > SHOWN) text.append("\n  and ").append(found.size() - SHOWN).append(" more");
    return text.toString();
  }

  private static List<TracedPacket> packets(List<Trace> traces) {
    return traces.stream().map(Trace::packet).toList();
  }
}
