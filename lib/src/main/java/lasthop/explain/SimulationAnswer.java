package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.host.Host;
import lasthop.packet.Packet;
import lasthop.simulate.Assumption;
import lasthop.simulate.Outcome;
import lasthop.traversal.Hop;

/// A predicted way, or all of them, as an answer: each hop with its rule, what it changed, and the end.
public final class SimulationAnswer {
  private SimulationAnswer() {}

  /// @param outcomes every way through the host, the likeliest first; at least one
  public static Answer of(Packet packet, List<Outcome> outcomes, Host host) {
    var reasons = new ArrayList<Why>();
    var grids = new ArrayList<Grid>();
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      String title = outcomes.size() == 1 ? "" : "way " + (i + 1) + " of " + outcomes.size() + share(outcome);
      reasons.add(end(outcome, title));
      grids.add(grid(packet, outcome, title));
      if (i == 0) grids.addAll(PassedOver.grids(outcome.traversal(), Optional.of(host)));
    }
    String more = outcomes.size() == 1 ? "" : " (" + outcomes.size() + " ways, the likeliest of them)";
    String headline = DispositionText.sentence(outcomes.getFirst().traversal().disposition()) + more;
    return Answer.of(headline, Why.NONE.because(reasons)).withGrids(grids);
  }

  private static String share(Outcome outcome) {
    return outcome.probability() >= 1 ? "" : ", " + Math.round(outcome.probability() * 1000) / 10.0 + " %";
  }

  private static Why end(Outcome outcome, String title) {
    Say says = DispositionText.verdict(outcome.traversal().disposition());
    if (!title.isEmpty()) says.then("  (" + title + ")");
    var assumed = new ArrayList<Why>();
    for (Assumption a : outcome.assumptions()) {
      assumed.add(Say.mark("assumed ", Tone.QUIET).token(a.about()).then(" " + a.taken()).cite(a.origin(), a.about()).why());
    }
    return says.because(assumed);
  }

  private static Grid grid(Packet packet, Outcome outcome, String title) {
    boolean owned = outcome.traversal().hops().stream().anyMatch(h -> HopText.owner(h).isPresent());
    var rows = new ArrayList<Row>();
    Packet before = packet;
    int n = 0;
    for (Hop hop : outcome.traversal().hops()) {
      Packet after = after(hop, before);
      boolean silent = hop.line().isEmpty();
      boolean routing = hop instanceof Hop.Routing;
      var changed = routing ? List.<Phrase>of() : Changes.between(before, after);
      var name = silent ? Phrase.mark(hop.stage().toString(), Tone.INFERRED) : Phrase.code(hop.line());
      var cells = new ArrayList<>(List.of(List.of(Phrase.plain(silent ? "" : Integer.toString(++n))), List.of(name), changed,
          routing ? HopText.inferred(hop) : HopText.rule(hop).map(r -> List.of(Phrase.code(r))).orElse(List.of())));
      if (owned) cells.add(HopText.ownerCell(hop));
      rows.add(new Row(cells, silent));
      before = after;
    }
    var heads = new ArrayList<>(List.of(Head.right("#"), Head.of("hop"), Head.of("changes"), Head.elastic("rule")));
    if (owned) heads.add(Head.aside("owner"));
    return new Grid(title, heads, rows);
  }

  private static Packet after(Hop hop, Packet before) {
    return switch (hop) {
      case Hop.Named h -> h.packet();
      case Hop.Matched h -> h.after();
      case Hop.Ended h -> h.packet();
      case Hop.Routing h -> h.packet();
      case Hop.Nft h -> switch (h.step()) {
        case lasthop.nft.NftStep.Matched m -> m.after();
        case lasthop.nft.NftStep.Policy p -> p.after();
        case lasthop.nft.NftStep.Missed _ -> before;
      };
    };
  }
}
