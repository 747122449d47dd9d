package lasthop.simulate;

import java.util.Optional;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// A packet's way through one base chain of nftables.
final class NftWalk {
  private final Stage.Chain stage;

  NftWalk(Machine machine, Flight flight, Stage.Chain stage) {
    this.stage = stage;
  }

  Optional<Disposition> run() {
    return Optional.of(new Disposition.Undetermined(stage, "the verdict of nftables chain " + stage, "nft list ruleset"));
  }
}
