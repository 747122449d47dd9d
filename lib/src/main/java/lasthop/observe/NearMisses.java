package lasthop.observe;

import java.util.ArrayList;
import java.util.List;
import lasthop.host.Host;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Outcome;
import lasthop.netfilter.Rule;
import lasthop.packet.Packet;
import lasthop.traversal.Hop;

/// The rules a packet was held against between two hops, and why each did not match.
public final class NearMisses {
  private NearMisses() {}

  /// A rule passed over.
  ///
  /// @param why [Outcome.No] with the one condition that failed, or [Outcome.Maybe] with what is open: one of those failed
  public record Missed(Rule rule, Outcome why) {}

  /// The last rules passed over before a hop, first to last.
  ///
  /// @param most how many at most; those nearest to the hop are taken
  /// @return empty for hops that name no rule of iptables
  public static List<Missed> before(Hop hop, Host host, int most) {
    return switch (hop) {
      case Hop.Matched m -> host.rules().legacy(m.before().family()).table(m.rule().table())
          .flatMap(t -> t.chain(m.rule().chain()))
          .map(c -> missed(c, m.from(), m.rule().number(), m.before(), new LoggedSurroundings(host, m.stage().hook()), most))
          .orElse(List.of());
      case Hop.Ended e -> missed(e.chain(), e.from(), e.chain().size() + 1, e.packet(),
          new LoggedSurroundings(host, e.stage().hook()), most);
      case Hop.Named _, Hop.Nft _, Hop.Routing _ -> List.of();
    };
  }

  private static List<Missed> missed(Chain chain, int from, int to, Packet packet, LoggedSurroundings at, int most) {
    var list = new ArrayList<Missed>();
    for (int number = Math.max(from, to - most); number < to; number++) {
      Rule rule = chain.rule(number);
      Outcome why = rule.matches(packet, at);
      if (!(why instanceof Outcome.Yes)) list.add(new Missed(rule, why));
    }
    return list;
  }
}
