package lasthop.traversal;

import java.util.ArrayList;
import java.util.List;
import lasthop.netfilter.TableKind;

/// What should come after a chain, and what comes not and why.
///
/// @param between what the kernel does before the next chain, in order; here a packet can end without a line
/// @param next the chains that may print the next line: one, or one for each way the routing decision can go; empty when
///     no chain is left
/// @param absent the iptables chains one might have expected in between, in order
public record Expectation(List<Stage.Step> between, List<Stage.Chain> next, List<Absent> absent) {
  public Expectation {
    between = List.copyOf(between);
    next = List.copyOf(next);
    absent = List.copyOf(absent);
  }

  /// A chain that will print nothing.
  public record Absent(Stage.Chain chain, Reason why) {}

  /// Why a chain prints nothing.
  public enum Reason {
    /// The table is not loaded.
    NOT_LOADED,
    /// nat is consulted for the first packet of a connection only.
    NOT_FIRST,
    /// nat is not consulted for packets that belong to no connection.
    NOT_TRACKED,
    /// No rule of this host needs connections tracked, so nat is never consulted.
    NO_TRACKING
  }

  static Expectation after(Pipeline pipeline, Stage.Chain from, PacketFacts facts) {
    var found = new Search(pipeline, facts);
    if (facts.switched()) {
      found.walk(found.stages(Leg.SWITCHING), from);
    } else {
      switch (from.hook()) {
        case PREROUTING -> found.arrived(from);
        case INPUT -> found.walk(found.stages(Leg.DELIVERY), from);
        case FORWARD -> found.leaving(Leg.FORWARDING, from);
        case OUTPUT -> found.leaving(Leg.SENDING, from);
        case POSTROUTING -> found.walk(found.stages(Leg.DEPARTURE), from);
      }
    }
    return new Expectation(found.between, found.next, found.absent);
  }

  /// One walk along the complete pipeline, sorting chains into those that print and those that do not.
  private static final class Search {
    private final Pipeline pipeline;
    private final Pipeline complete;
    private final PacketFacts facts;
    private final List<Stage.Step> between = new ArrayList<>();
    private final List<Stage.Chain> next = new ArrayList<>();
    private final List<Absent> absent = new ArrayList<>();

    Search(Pipeline pipeline, PacketFacts facts) {
      this.pipeline = pipeline;
      this.facts = facts;
      var all = new ArrayList<>(pipeline.chains());
      for (Stage.Chain chain : Pipeline.of(List.of(TableKind.values()), true).chains()) {
        if (!standsInFor(chain)) all.add(chain);
      }
      this.complete = new Pipeline(all, pipeline.tracking());
    }

    /// Whether the host has the chain, be it in the nft back end.
    private boolean standsInFor(Stage.Chain chain) {
      return pipeline.chains().stream().anyMatch(c -> c.hook() == chain.hook() && c.toString().equals(chain.toString()));
    }

    List<Stage> stages(Leg leg) {
      return complete.leg(leg);
    }

    /// After PREROUTING both ways are open until the routing decision is known.
    void arrived(Stage.Chain from) {
      if (walk(stages(Leg.ARRIVAL), from)) return;
      walk(stages(Leg.DELIVERY));
      if (!walk(stages(Leg.FORWARDING))) walk(stages(Leg.DEPARTURE));
    }

    void leaving(Leg leg, Stage.Chain from) {
      if (!walk(stages(leg), from)) walk(stages(Leg.DEPARTURE));
    }

    boolean walk(List<Stage> stages, Stage.Chain from) {
      int at = stages.indexOf(from);
      if (at < 0) throw new IllegalArgumentException("chain " + from + " is not on this way");
      return walk(stages.subList(at + 1, stages.size()));
    }

    /// Whether a chain was found that prints.
    boolean walk(List<Stage> stages) {
      for (Stage stage : stages) {
        if (stage instanceof Stage.Chain chain) {
          Reason why = silence(chain);
          if (why == null) return next.add(chain);
          absent.add(new Absent(chain, why));
        } else if (stage instanceof Stage.Step step && !between.contains(step)) {
          between.add(step);
        }
      }
      return false;
    }

    private Reason silence(Stage.Chain chain) {
      if (!pipeline.chains().contains(chain)) return Reason.NOT_LOADED;
      if (chain.type() != ChainType.NAT || facts.meetsNat() && pipeline.tracking().connections()) return null;
      if (!pipeline.tracking().connections()) return Reason.NO_TRACKING;
      return facts.tracked() ? Reason.NOT_FIRST : Reason.NOT_TRACKED;
    }
  }
}
