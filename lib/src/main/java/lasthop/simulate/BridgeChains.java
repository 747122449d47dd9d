package lasthop.simulate;

import java.util.Optional;
import lasthop.netfilter.Hook;
import lasthop.nft.NftChain;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage.Step;

/// A bridge's own chains, those of nftables' family bridge (ebtables writes such), and its ports.
///
/// @kernel v6.12 net/bridge/br_input.c br_handle_frame, br_pass_frame_up; net/bridge/br_forward.c should_deliver, __br_forward
final class BridgeChains {
  private static final String LISTING = "nft-ruleset.txt";

  private final Machine machine;
  private final Flight flight;

  BridgeChains(Machine machine, Flight flight) {
    this.machine = machine;
    this.flight = flight;
  }

  /// Of a frame that came in by a port.
  ///
  /// @return empty when it goes on
  Optional<Disposition> toHost(Hook hook) {
    return chains(hook, inPort(), Optional.of(""));
  }

  /// Of a packet that leaves by a bridge after it was routed; empty for other devices.
  Optional<Disposition> fromHost() {
    if (!LinkLayer.isBridge(machine, flight.packet.meta().out())) return Optional.empty();
    Optional<String> out = LinkLayer.port(machine, flight.packet.meta().out(), "");
    return chains(Hook.OUTPUT, Optional.of(""), out).or(() -> chains(Hook.POSTROUTING, Optional.of(""), out));
  }

  /// Of a frame from port to port.
  Optional<Disposition> forward() {
    boolean isolated = LinkLayer.areIsolated(machine, flight.packet.meta().physin(), outPort().orElse(""));
    return isolated ? Optional.of(new Disposition.Dropped(Step.BRIDGE, "bridge", Cause.PORT_ISOLATED)) : chains(Hook.FORWARD, inPort(), outPort());
  }

  Optional<Disposition> departure() {
    return chains(Hook.POSTROUTING, inPort(), outPort());
  }

  private Optional<String> inPort() {
    return LinkLayer.port(machine, flight.packet.meta().in(), flight.packet.meta().physin());
  }

  private Optional<String> outPort() {
    return Optional.of(LinkLayer.otherPort(machine, flight.packet.meta().in(), flight.packet.meta().physin())).filter(p -> !p.isEmpty());
  }

  /// @param in the port it came in by, if it is known; empty text for a frame of this host
  /// @param out the port it leaves by, if it is known; empty text on its way to this host
  private Optional<Disposition> chains(Hook hook, Optional<String> in, Optional<String> out) {
    if (!machine.host().has(LISTING) && hook != Hook.PREROUTING) takeAsNone();
    for (NftChain chain : machine.nft().ofBridge(hook)) {
      boolean askedIn = in.isEmpty() && asks(chain, "iif");
      if (askedIn || out.isEmpty() && asks(chain, "oif")) {
        return Optional.of(new Disposition.Undetermined(Step.BRIDGE, "by which port of its bridge it " + (askedIn ? "came in" : "leaves"), "bridge fdb show"));
      }
      Optional<Disposition> end = NftWalk.ofBridge(machine, flight, hook, chain, in.orElse(""), out.orElse(""));
      if (end.isPresent()) return end;
    }
    return Optional.empty();
  }

  private void takeAsNone() {
    var none = new Assumption(Assumption.Kind.UNLISTED, "family bridge of nftables", "has no rule: " + LISTING + " is missing", -1, Origin.NONE);
    if (!flight.assumptions.contains(none)) flight.assume(none);
  }

  /// Whether the chain, or one it may lead to, asks for a port.
  private boolean asks(NftChain chain, String word) {
    return machine.nftTable(chain).chains().values().stream().flatMap(c -> c.rules().stream()).anyMatch(r -> r.shown().contains(word));
  }
}
