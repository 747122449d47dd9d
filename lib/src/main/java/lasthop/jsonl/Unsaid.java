package lasthop.jsonl;

import java.util.ArrayList;
import java.util.List;
import lasthop.packet.Header;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.Transport;
import lasthop.simulate.Assumption;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.simulate.Simulate;
import lasthop.text.Origin;
import lasthop.traversal.ChainType;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;

/// What the contract cannot say of a packet, and the ways that follow from either answer (docs/decisions/0003).
///
/// Its packets have no DF bit, and it takes an IPv6 segment and its retransmissions for one packet.
final class Unsaid {
  /// Most times that a sender is taken to send an unanswered SYN while a log is kept: after 0, 1, 2, 3 and 4, or 0, 1, 3
  /// and 7 seconds.
  ///
  /// @kernel v6.12 net/ipv4/tcp_timer.c tcp_retransmit_timer
  private static final int MOST_SENT = 5;

  private Unsaid() {}

  /// An outcome with the lines a log shows and all that it takes for granted.
  record Shown(Outcome outcome, List<String> lines, List<Assumption> assumptions) {
    private static Shown of(Outcome outcome) {
      return new Shown(outcome, logged(outcome.traversal()), outcome.assumptions());
    }

    /// Where both back ends have rules, the kernel's log shows those of iptables-legacy; the monitors show the others.
    private static List<String> logged(Traversal way) {
      List<String> legacy = way.hops().stream().filter(h -> !(h instanceof Hop.Nft) && !h.line().isEmpty()).map(Hop::line).toList();
      return legacy.isEmpty() ? way.lines() : legacy;
    }

    private Shown assuming(Assumption.Kind kind, String about, String taken) {
      var all = new ArrayList<>(assumptions);
      all.add(new Assumption(kind, about, taken, -1, Origin.NONE));
      return new Shown(outcome, lines, all);
    }

    private boolean sameAs(Shown other) {
      Disposition a = outcome.traversal().disposition();
      Disposition b = other.outcome.traversal().disposition();
      return lines.equals(other.lines) && a.where().equals(b.where()) && a.cause() == b.cause()
          && outcome.translation().equals(other.outcome.translation());
    }
  }

  /// Every way, with those that follow from what is not said when all are asked for; else the likeliest, and TCP sets DF.
  ///
  /// @param df whether the packet's DF bit was said
  static List<Shown> outcomes(Simulate model, Probe probe, Options options, boolean df) {
    boolean open = !df && probe.packet().src().isV4();
    if (!options.all()) return run(model, open && probe.packet().proto() == Proto.TCP ? withDf(probe) : probe, options);
    List<Shown> shown = new ArrayList<>(run(model, probe, options));
    if (open) shown = withBoth(shown, run(model, withDf(probe), options));
    if (opensTcp6(probe.packet()) && options.start().isEmpty()) shown.addAll(repeated(shown));
    return shown;
  }

  private static List<Shown> run(Simulate model, Probe probe, Options options) {
    return model.run(probe, options).stream().map(Shown::of).toList();
  }

  private static Probe withDf(Probe probe) {
    Packet p = probe.packet();
    Header h = p.header();
    var set = new Header(h.len(), h.tos(), h.ttl(), h.id(), true, h.mf(), h.frag(), h.options(), h.flowLabel());
    return new Probe(p.with(set), probe.ctState(), probe.badChecksum(), probe.connection(), probe.lookup());
  }

  /// The ways without DF, then those that only a set bit leads to.
  private static List<Shown> withBoth(List<Shown> clear, List<Shown> set) {
    boolean same = clear.size() == set.size();
    for (int i = 0; same && i < clear.size(); i++) same = clear.get(i).sameAs(set.get(i));
    if (same) return clear;
    var all = new ArrayList<Shown>();
    for (Shown s : set) all.add(s.assuming(Assumption.Kind.UNKNOWN, "df", "is set"));
    for (Shown s : clear) {
      if (all.stream().noneMatch(s::sameAs)) all.add(s.assuming(Assumption.Kind.UNKNOWN, "df", "is not set"));
    }
    return all;
  }

  private static boolean opensTcp6(Packet p) {
    return !p.src().isV4() && p.proto() == Proto.TCP && p.transport() instanceof Transport.Tcp tcp && tcp.opens();
  }

  private static List<Shown> repeated(List<Shown> once) {
    var all = new ArrayList<Shown>();
    for (Shown first : once) {
      Disposition end = first.outcome.traversal().disposition();
      boolean answered = end instanceof Disposition.Rejected || end instanceof Disposition.Refused;
      if (answered || first.lines.isEmpty()) continue;
      List<String> again = again(first);
      var lines = new ArrayList<>(first.lines);
      for (int sent = 2; sent <= MOST_SENT; sent++) {
        lines.addAll(again);
        all.add(new Shown(first.outcome, List.copyOf(lines), first.assumptions)
            .assuming(Assumption.Kind.HISTORY, "the sender", "repeats it unanswered, " + sent + " times in all"));
      }
    }
    return all;
  }

  /// The lines of a repetition. The connection of a packet that came through POSTROUTING or INPUT is known by then, and
  /// nat is not consulted again.
  private static List<String> again(Shown first) {
    Disposition end = first.outcome.traversal().disposition();
    boolean confirmed = !(end instanceof Disposition.Dropped d) || d.at() == Stage.Step.NEIGHBOUR;
    return first.outcome.traversal().hops().stream().filter(h -> !h.line().isEmpty())
        .filter(h -> !(confirmed && h.stage() instanceof Stage.Chain c && c.type() == ChainType.NAT)).map(Hop::line).toList();
  }
}
