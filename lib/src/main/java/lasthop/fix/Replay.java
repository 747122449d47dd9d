package lasthop.fix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lasthop.diagnose.Calibration;
import lasthop.diagnose.Model;
import lasthop.host.Host;
import lasthop.ip.Prefix;
import lasthop.link.Link;
import lasthop.routing.ReversePath;
import lasthop.sysctl.Sysctls;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;

/// Every packet that a host logged, sent once more through the host as changes would leave it.
///
/// @param sent those that the model reproduces, in the order of the log
/// @param unjudged those it does not: nothing is claimed of them
/// @param admitted by device, the sources that it would newly believe
/// @param refused by device, the sources that it would no longer believe
public record Replay(List<Sent> sent, List<TracedPacket> unjudged, Map<String, List<Prefix>> admitted, Map<String, List<Prefix>> refused) {
  public Replay {
    sent = List.copyOf(sent);
    unjudged = List.copyOf(unjudged);
    admitted = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(admitted));
    refused = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(refused));
  }

  public static final Replay NONE = new Replay(List.of(), List.of(), Map.of(), Map.of());

  public enum Effect { FIXED, BROKEN, ELSEWHERE, OPEN, UNCHANGED }

  /// One packet before and after.
  public record Sent(TracedPacket packet, Disposition was, Disposition is) {
    /// ELSEWHERE: it got through or was lost as before, but by another way. OPEN: the model cannot say what becomes of it.
    public Effect effect() {
      if (was.verdict().isEmpty() || is.verdict().isEmpty()) return was.equals(is) ? Effect.UNCHANGED : Effect.OPEN;
      if (was.gotThrough() != is.gotThrough()) return is.gotThrough() ? Effect.FIXED : Effect.BROKEN;
      boolean same = was.verdict().equals(is.verdict()) && was.where().equals(is.where()) && was.cause() == is.cause();
      return same ? Effect.UNCHANGED : Effect.ELSEWHERE;
    }
  }

  /// @param packets of one host, judged against it as it is
  public static Replay of(List<Calibration> packets, Host before, Model changed) {
    Host after = changed.host();
    var sent = new ArrayList<Sent>();
    var unjudged = new ArrayList<TracedPacket>();
    for (Calibration c : packets) {
      if (c.holds()) sent.add(new Sent(c.packet(), c.end(), c.on(changed).disposition()));
      else unjudged.add(c.packet());
    }
    var admitted = new LinkedHashMap<String, List<Prefix>>();
    var refused = new LinkedHashMap<String, List<Prefix>>();
    for (Link link : before.routing() == after.routing() ? List.<Link>of() : before.links().all()) {
      if (!filters(before, link) && !filters(after, link)) continue;
      List<Prefix> was = ReversePath.refused(before.routing(), link.name());
      List<Prefix> is = ReversePath.refused(after.routing(), link.name());
      if (was.equals(is)) continue;
      put(admitted, link, ReversePath.beyond(is, was));
      put(refused, link, ReversePath.beyond(was, is));
    }
    return new Replay(sent, unjudged, admitted, refused);
  }

  private static boolean filters(Host host, Link link) {
    return Stream.of("all", link.name()).anyMatch(dev -> host.sysctls().number(Sysctls.conf("ipv4", dev, "rp_filter"), 0) > 0);
  }

  private static void put(Map<String, List<Prefix>> by, Link link, List<Prefix> prefixes) {
    if (!prefixes.isEmpty()) by.put(link.name(), prefixes);
  }

  public List<Sent> with(Effect effect) {
    return sent.stream().filter(s -> s.effect() == effect).toList();
  }
}
