package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.text.Origin;

/// One rule of a chain.
///
/// @param chain the chain it stands in
/// @param number its place there, counted from 1; a file line with several addresses makes several rules
/// @param matches what it demands: the address, device and protocol words first, then each `-m`
/// @param counters absent where the listing has none
/// @param text the rule as `iptables-save` prints it, from `-A`
public record Rule(TableKind table, String chain, int number, List<Match> matches, Target target,
    Optional<Counters> counters, String text, Origin origin) {
  public Rule {
    matches = List.copyOf(matches);
  }

  /// Whether the rule matches the packet, and if not, which condition fails first.
  public Outcome matches(Packet packet, Surroundings at) {
    List<Doubt> doubts = List.of();
    for (Match match : matches) {
      for (Condition condition : match.conditions()) {
        switch (condition.outcome(packet, at)) {
          case Outcome.Yes _ -> { }
          case Outcome.No no -> {
            return no;
          }
          case Outcome.Maybe maybe -> {
            if (doubts.isEmpty()) doubts = new ArrayList<>();
            doubts.addAll(maybe.doubts());
          }
        }
      }
    }
    return doubts.isEmpty() ? Outcome.YES : new Outcome.Maybe(doubts);
  }

  /// Whether it demands nothing at all, so that TRACE takes it for the end of the chain when it decides.
  /// A comment is a match: such a rule is not unconditional.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/ip_tables.c unconditional
  public boolean isUnconditional() {
    return matches.isEmpty();
  }

  /// Whether TRACE prints `policy:N` or `return:N` when it matches.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/ip_tables.c get_chainname_rulenum
  public boolean tracesAsEnd() {
    return isUnconditional()
        && (target instanceof Target.Accept || target instanceof Target.Drop || target instanceof Target.Return);
  }

  /// The comments of the rule, in order; data, to be shown through `Printable`.
  public List<String> comments() {
    return matches.stream().filter(m -> m.name().equals("comment")).map(m -> m.value("comment")).toList();
  }

  /// As `iptables-save` prints it, without counters.
  @Override public String toString() {
    return text;
  }
}
