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
import lasthop.netfilter.Condition;
import lasthop.observe.NearMisses;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

/// The rules between one hop and the next: which were passed over, and the condition each of them failed.
public final class PassedOver {
  private static final int FEW = 4;
  private static final int MANY = 40;

  private PassedOver() {}

  /// One row for each hop that has rules before it; empty when none has.
  ///
  /// @param host without its rules nothing is known of this
  static List<Grid> grids(Traversal way, Optional<Host> host) {
    if (host.isEmpty()) return List.of();
    var rows = new ArrayList<Row>();
    int n = 0;
    for (Hop hop : way.hops()) {
      String number = hop.line().isEmpty() ? "" : Integer.toString(++n);
      NearMisses.before(hop, host.get(), FEW).ifPresent(missed -> rows.add(row(number, missed)));
    }
    if (rows.isEmpty()) return List.of();
    return List.of(new Grid("passed over", List.of(Head.right("#"), Head.of("chain"), Head.right("rules"),
        Head.elastic("the condition each failed")), rows));
  }

  private static Row row(String number, NearMisses missed) {
    var cell = new ArrayList<Phrase>();
    if (missed.size() > missed.nearest().size()) cell.add(Phrase.mark("…,  ", Tone.QUIET));
    for (NearMisses.Missed one : missed.nearest()) {
      if (one != missed.nearest().getFirst()) cell.add(Phrase.plain(",  "));
      cell.add(Phrase.mark(one.rule().number() + ": ", Tone.QUIET));
      cell.addAll(failed(one.failed()));
    }
    return new Row(List.of(List.of(Phrase.plain(number)), List.of(Phrase.code(missed.chain().toString())),
        List.of(Phrase.plain(Integer.toString(missed.size()))), cell), false);
  }

  private static List<Phrase> failed(List<Condition> conditions) {
    var out = new ArrayList<Phrase>();
    for (Condition condition : conditions) {
      if (!out.isEmpty()) out.add(Phrase.plain(" or "));
      out.add(Phrase.code(condition.text()));
    }
    return out;
  }

  /// Each hop with the rules before it in full.
  public static Answer answer(Traversal way, Host host) {
    var hops = new ArrayList<Why>();
    int rules = 0;
    for (Hop hop : way.hops()) {
      Optional<NearMisses> missed = NearMisses.before(hop, host, MANY);
      if (missed.isEmpty()) continue;
      rules += missed.get().size();
      hops.add(Say.words("before ").token(hop.line().isEmpty() ? hop.stage().toString() : hop.line()).because(tree(missed.get())));
    }
    return Answer.of(rules == 0 ? "No rule was passed over." : Say.count(rules, "rule") + " passed over on the way, each for one condition.",
        Why.NONE.because(hops));
  }

  private static List<Why> tree(NearMisses missed) {
    var out = new ArrayList<Why>();
    int untold = missed.size() - missed.nearest().size();
    if (untold > 0) out.add(Say.mark(untold + " more before these", Tone.QUIET).why());
    for (NearMisses.Missed one : missed.nearest()) {
      Say says = Say.words("rule " + one.rule().number() + " failed ");
      failed(one.failed()).forEach(p -> says.then(p));
      out.add(says.then("  ").marked(one.rule().text(), Tone.QUIET).cite(one.rule().origin(), one.rule()).why());
    }
    return out;
  }
}
