package lasthop.traversal;

import java.util.Optional;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Rule;
import lasthop.nft.NftStep;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision;

/// One thing that happened to a packet on its way, observed or predicted.
public sealed interface Hop {
  Stage stage();

  /// The line a TRACE log shows for it, `filter:FORWARD:rule:3`; for nft tools `filter:FORWARD:rule:drop`. Empty where
  /// no line is printed: routing, and rules met before the packet was traced.
  String line();

  /// The packet as it was there, before a target ran; empty where a rule of nftables was passed over. What nftables shows of
  /// a rule is the packet behind it.
  default Optional<Packet> entering() {
    return this instanceof Matched m ? Optional.of(m.before) : leaving();
  }

  /// The packet as it went on.
  default Optional<Packet> leaving() {
    return switch (this) {
      case Named n -> Optional.of(n.packet);
      case Matched m -> Optional.of(m.after);
      case Ended e -> Optional.of(e.packet);
      case Routing r -> Optional.of(r.packet);
      case Nft(_, NftStep.Matched m) -> Optional.of(m.after());
      case Nft(_, NftStep.Policy p) -> Optional.of(p.after());
      case Nft(_, NftStep.Missed _) -> Optional.empty();
    };
  }

  /// All that a log alone can say.
  ///
  /// @param packet as the line shows it, before the rule's target ran
  record Named(Stage stage, String line, Packet packet) implements Hop {}

  /// A rule of iptables matched.
  ///
  /// @param from number of the first rule looked at since the hop before; those from here to the rule were passed over
  /// @param before the packet as the rule saw it
  /// @param after the packet once the rule's target had run
  record Matched(Stage.Chain stage, String line, Rule rule, int from, Packet before, Packet after) implements Hop {}

  /// A chain of iptables came to its end: a user chain returns, of a built-in chain the policy decides.
  ///
  /// @param from number of the first rule looked at since the hop before; all from here on were passed over
  record Ended(Stage.Chain stage, String line, Chain chain, int from, Packet packet) implements Hop {
    public boolean isPolicy() {
      return chain.policy().isPresent();
    }
  }

  /// A rule of nftables matched or was passed over, or a base chain came to its end.
  record Nft(Stage.Chain stage, NftStep step) implements Hop {
    @Override public String line() {
      return step.hop();
    }
  }

  /// A route was looked up.
  ///
  /// @param packet as the lookup saw it
  record Routing(Stage stage, RouteDecision decision, Packet packet) implements Hop {
    @Override public String line() {
      return "";
    }
  }
}
