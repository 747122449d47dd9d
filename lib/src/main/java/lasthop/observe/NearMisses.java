package lasthop.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Condition;
import lasthop.netfilter.Doubt;
import lasthop.netfilter.Outcome;
import lasthop.netfilter.Rule;
import lasthop.packet.Packet;
import lasthop.traversal.Hop;

/// The rules of a chain that a packet was held against since the hop before, and why the nearest of them did not match.
///
/// @param size how many there are
/// @param nearest those nearest to the hop, in the order of the chain; not more than were asked for
public record NearMisses(Chain chain, int size, List<Missed> nearest) {
  public NearMisses {
    nearest = List.copyOf(nearest);
  }

  /// A rule passed over.
  ///
  /// @param failed the condition that does not hold; of several it is one of these, where the packet alone does not tell.
  ///     A rule that matched would have had a hop of its own
  public record Missed(Rule rule, List<Condition> failed) {
    public Missed {
      failed = List.copyOf(failed);
    }
  }

  /// @param most how many are to be told in full
  /// @return empty for hops that name no rule of iptables, and for those that follow the hop before at once
  public static Optional<NearMisses> before(Hop hop, Host host, int most) {
    return switch (hop) {
      case Hop.Matched m -> host.rules().legacy(m.before().family()).table(m.rule().table())
          .flatMap(t -> t.chain(m.rule().chain()))
          .flatMap(c -> between(c, m.from(), m.rule().number() - 1, m.before(), new LoggedSurroundings(host, m.stage().hook()), most));
      case Hop.Ended e ->
          between(e.chain(), e.from(), e.chain().size(), e.packet(), new LoggedSurroundings(host, e.stage().hook()), most);
      case Hop.Named _, Hop.Nft _, Hop.Routing _ -> Optional.empty();
    };
  }

  private static Optional<NearMisses> between(Chain chain, int from, int to, Packet packet, LoggedSurroundings at, int most) {
    int matched = 0;
    var nearest = new ArrayList<Missed>();
    for (int number = Math.max(from, to - most + 1); number <= to; number++) {
      Rule rule = chain.rule(number);
      switch (rule.matches(packet, at)) {
        case Outcome.Yes _ -> matched++; // it began the trace, or went on with no line while there was none
        case Outcome.No no -> nearest.add(new Missed(rule, List.of(no.failed())));
        case Outcome.Maybe maybe -> nearest.add(new Missed(rule, maybe.doubts().stream().map(Doubt::condition).toList()));
      }
    }
    int size = to - from + 1 - matched;
    return size <= 0 ? Optional.empty() : Optional.of(new NearMisses(chain, size, nearest));
  }
}
