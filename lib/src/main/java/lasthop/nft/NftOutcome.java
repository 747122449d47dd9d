package lasthop.nft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lasthop.packet.Packet;

/// One way a packet can go through one base chain.
///
/// @param verdict ACCEPT, DROP, QUEUE or STOLEN
/// @param rejectWith what is answered when a `reject` rule dropped it: `icmp port-unreachable`, `tcp reset`; else empty
/// @param after the packet at the end, mark and header changes included, addresses not: see `nat`
/// @param trace whether the packet carries the trace flag from here on
/// @param nat the translation asked for, of a nat chain
/// @param ctMark the connection's mark when a rule set it
/// @param notrack whether a rule exempted it from connection tracking
/// @param tproxy whether a rule gave it to a local socket
/// @param assumptions what this way takes for granted, in order
/// @param probability of this way among all, 0 to 1; -1 where nobody can say
public record NftOutcome(List<NftStep> steps, NftVerdict verdict, String rejectWith, Packet after, boolean trace,
    Optional<NftNat> nat, OptionalLong ctMark, boolean notrack, boolean tproxy, List<NftAssumption> assumptions,
    double probability) {
  public NftOutcome {
    steps = List.copyOf(steps);
    assumptions = List.copyOf(assumptions);
  }

  /// The lines a trace shows, in order.
  public List<String> hops() {
    return steps.stream().map(NftStep::hop).filter(h -> !h.isEmpty()).toList();
  }
}
