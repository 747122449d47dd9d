package lasthop.nft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.netfilter.Doubt;

/// One way of one packet through one base chain, as the kernel walks it. Mutable and used once.
///
/// @kernel v6.12 net/netfilter/nf_tables_core.c nft_do_chain
final class Walk {
  /// The kernel drops a packet that jumps deeper.
  /// @kernel v6.12 include/net/netfilter/nf_tables.h NFT_JUMP_STACK_SIZE
  private static final int JUMP_STACK_SIZE = 16;
  /// More chains than any ruleset the kernel takes can make a packet enter by gotos alone; only a damaged listing loops.
  private static final int TOO_MANY_CHAINS = 100_000;

  private final NftTable table;
  private final Choices choices;
  private final State state;
  private final Effects effects;
  private final Map<String, Boolean> settled = new HashMap<>();
  private final List<NftStep> steps = new ArrayList<>();
  private final List<NftAssumption> assumptions = new ArrayList<>();
  private double probability = 1;
  private NftRule rule;

  private record Place(NftChain chain, int index) {}

  Walk(NftTable table, Choices choices, State state, List<NftAssumption> settled) {
    this.table = table;
    this.choices = choices;
    this.state = state;
    this.effects = new Effects(table, state, this);
    for (NftAssumption earlier : settled) {
      if (lasts(earlier.kind())) this.settled.put(earlier.what(), earlier.taken().equals(MATCHES));
    }
  }

  static final String MATCHES = "matches";
  static final String NOT = "does not match";

  /// Whether the same question has the same answer when it is asked again about the packet.
  private static boolean lasts(Doubt.Kind kind) {
    return kind == Doubt.Kind.UNKNOWN || kind == Doubt.Kind.UNMODELLED;
  }

  NftOutcome through(NftChain base) {
    NftVerdict verdict = rules(base);
    return new NftOutcome(steps, verdict, effects.rejectWith, state.packet, state.trace, effects.nat, state.ctMark,
        state.notrack, state.tproxy, assumptions, probability);
  }

  private NftVerdict rules(NftChain base) {
    var callers = new ArrayDeque<Place>();
    Place here = new Place(base, 0);
    for (int entered = 0; entered < TOO_MANY_CHAINS;) {
      if (here.index() == here.chain().rules().size()) {
        if (callers.isEmpty()) break;
        here = callers.pop();
        continue;
      }
      Place next = new Place(here.chain(), here.index() + 1);
      NftVerdict verdict = apply(here.chain(), here.chain().rules().get(here.index()));
      if (verdict.ends()) return verdict;
      switch (verdict.kind()) {
        case JUMP, GOTO -> {
          Optional<NftChain> target = table.chain(verdict.chain());
          if (verdict.kind() == NftVerdict.Kind.JUMP) {
            if (callers.size() == JUMP_STACK_SIZE) return NftVerdict.DROP;
            callers.push(next);
          }
          here = target.isPresent() ? new Place(target.get(), 0) : afterMissing(verdict, callers, base);
          entered++;
        }
        case RETURN -> here = callers.isEmpty() ? new Place(base, base.rules().size()) : callers.pop();
        default -> here = next;
      }
    }
    if (!callers.isEmpty() || here.index() < here.chain().rules().size()) looped(here.chain());
    NftVerdict policy = base.base().map(NftBase::policy).orElse(NftVerdict.ACCEPT);
    steps.add(new NftStep.Policy(base, policy, state.packet, state.trace));
    return policy;
  }

  /// The kernel takes no ruleset whose chains lead back to themselves: what a packet does in one is not known.
  private void looped(NftChain chain) {
    assumptions.add(new NftAssumption(rule, Doubt.Kind.UNMODELLED, rule.text(), "reaches the end of the base chain",
        "chain " + chain.name() + " leads back to itself, which the kernel refuses", -1));
  }

  /// A chain that is not listed is taken as empty, and said so.
  private Place afterMissing(NftVerdict verdict, ArrayDeque<Place> callers, NftChain base) {
    assumptions.add(new NftAssumption(rule, Doubt.Kind.UNMODELLED, verdict.toString(), "returns",
        "chain " + verdict.chain() + " is not listed", -1));
    return callers.isEmpty() ? new Place(base, base.rules().size()) : callers.pop();
  }

  /// What the rule decides: CONTINUE also when it does not match.
  private NftVerdict apply(NftChain chain, NftRule current) {
    rule = current;
    NftVerdict verdict = NftVerdict.CONTINUE;
    for (Statement statement : current.statements()) {
      Optional<NftVerdict> result = effects.run(statement);
      if (result.isEmpty()) {
        steps.add(new NftStep.Missed(chain, current, effects.failed.isEmpty() ? statement.text() : effects.failed));
        effects.failed = "";
        return NftVerdict.CONTINUE;
      }
      verdict = result.get();
      if (verdict.kind() != NftVerdict.Kind.CONTINUE) break;
    }
    steps.add(new NftStep.Matched(chain, current, verdict, state.packet, state.trace));
    return verdict;
  }

  /// Settles a condition, by choice where it is open.
  boolean holds(Truth truth, String what) {
    if (truth.isYes() || truth.isNo()) return truth.isYes();
    Boolean before = lasts(truth.kind()) ? settled.get(what) : null;
    if (before != null) return before;
    boolean holds = choices.pick(2) == 0 == truth.likely();
    if (lasts(truth.kind())) settled.put(what, holds);
    double share = truth.probability() < 0 ? -1 : holds ? truth.probability() : 1 - truth.probability();
    assume(truth, what, holds ? MATCHES : NOT, share);
    return holds;
  }

  private void assume(Truth truth, String what, String taken, double share) {
    assumptions.add(new NftAssumption(rule, truth.kind(), what, taken, truth.why(), share));
    if (share >= 0) probability *= share;
  }

  /// What was settled about a field says nothing once it is set.
  void forget(String field) {
    settled.keySet().removeIf(what -> what.contains(field));
  }

  /// Notes that a field was set to something not known; the packet shows its old value.
  void blurred(String what, String why) {
    assumptions.add(new NftAssumption(rule, Doubt.Kind.UNKNOWN, what, "leaves the value as it was", why, -1));
  }

  /// The element of a map that a value hits, by choice where that is open; empty for none.
  Optional<Element> lookup(Comparison comparison, Datum key, List<Element> elements, String what) {
    var open = new ArrayList<Element>();
    var truths = new ArrayList<Truth>();
    Truth none = Truth.YES;
    for (Element element : elements) {
      Truth hit = comparison.hit(key, element);
      if (hit.isYes()) return Optional.of(element);
      if (hit.isNo()) continue;
      open.add(element);
      truths.add(hit);
      none = none.isYes() ? hit.not() : none.probability() < 0 || hit.probability() < 0 ? Truth.open(hit.kind(), hit.why(), false)
          : new Truth(Math.max(0, none.probability() - hit.probability()), hit.kind(), hit.why(), false);
    }
    if (open.isEmpty()) return Optional.empty();
    boolean missPossible = none.probability() < 0 || none.probability() > 1e-9;
    int taken = choices.pick(open.size() + (missPossible ? 1 : 0));
    if (taken == open.size()) {
      assume(none, what, NOT, none.probability());
      return Optional.empty();
    }
    assume(truths.get(taken), what, "element " + (elements.indexOf(open.get(taken)) + 1), truths.get(taken).probability());
    return Optional.of(open.get(taken));
  }
}
