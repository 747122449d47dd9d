package lasthop.nft;

import java.util.ArrayList;
import java.util.List;
import lasthop.netfilter.Surroundings;
import lasthop.packet.Packet;

/// Sends a packet through one base chain: every way it can go, each with what it takes for granted.
///
/// Whoever drives the hooks asks [NftRuleset#on] for the base chains of a hook in their order and, for each, calls
/// [#walk] with the packet as the chain before left it, `trace` from the outcome before (false for a packet that
/// comes into the host), and a [Surroundings] that knows the hook and the conntrack state of that moment: INVALID
/// before connection tracking has seen it, at priority -200. Then:
///
/// - DROP ends the packet (`rejectWith` says what is answered), QUEUE and STOLEN hand it over, ACCEPT goes on to the next chain;
/// - a nat chain is asked for the first packet of a connection only, and after one that gives a [NftNat] the other nat
///   chains of the hook are left out; the driver applies the translation, since it knows the connection;
/// - behind a chain of type `route` the driver routes again if the mark, the TOS or an address changed;
/// - `notrack` makes the packet UNTRACKED for what follows, `ctMark` is the connection's mark from there on.
///
/// The outcome's [NftOutcome#hops] are the lines of the verdict list.
public final class NftWalker {
  /// No answer needs more; a ruleset of a hundred random rules would have more ways than can be walked.
  private static final int MOST_WAYS = 1024;

  private NftWalker() {}

  /// Every way the packet can go, the likeliest answer to each open question first; never empty. At most 1,024 ways.
  ///
  /// @param table the table of the chain
  /// @param trace whether the packet carries the trace flag already
  /// @param earlier assumptions of the chains before: what they settled about packet and host stays settled
  public static List<NftOutcome> walk(NftTable table, NftChain base, Packet packet, boolean trace, Surroundings at,
      List<NftAssumption> earlier) {
    var outcomes = new ArrayList<NftOutcome>();
    var choices = new Choices();
    do {
      outcomes.add(new Walk(table, choices, new State(packet, trace, at, base.family() == NftFamily.BRIDGE), earlier).through(base));
    } while (outcomes.size() < MOST_WAYS && choices.advance());
    return outcomes;
  }
}
