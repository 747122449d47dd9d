package lasthop.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.ConnectionTable;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.netfilter.Ruleset;
import lasthop.nft.NftRuleset;
import lasthop.text.Origin;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;

/// Sends packets through the model of one host. Immutable: build it once, ask it often.
public final class Simulate {
  /// Most ways explored; rules with more random branches than that are shown in part.
  private static final int MOST = 1024;

  private final Machine machine;
  private final Optional<Disposition.Undetermined> bypass;

  private Simulate(Machine machine) {
    this.machine = machine;
    this.bypass = Bypass.of(machine);
  }

  /// The host as its texts tell it.
  public static Simulate of(Host host, Family family) {
    return of(host, family, host.rules().legacy(family), host.rules().nft());
  }

  /// The host with other rules than its texts tell.
  ///
  /// @param rules the iptables rules of the family
  /// @param nft the nftables rules; those of iptables-nft stand here and not in `rules`
  public static Simulate of(Host host, Family family, Ruleset rules, NftRuleset nft) {
    return new Simulate(Machine.of(host, family, rules, nft));
  }

  /// Every way the packet can go, the likeliest first; exactly one when no rule it meets is random or remembers.
  ///
  /// @throws IllegalArgumentException when the packet's family is not this model's, or the start is not in the rules
  public List<Outcome> run(Probe probe, Options options) {
    if (probe.packet().family() != machine.family()) {
      throw new IllegalArgumentException("the packet is not " + machine.family() + ": " + probe.packet());
    }
    if (bypass.isPresent()) return List.of(unsettled(bypass.get()));
    if (probe.lookup()) return lookedUp(probe, options);
    Optional<Midway> midway = options.start().map(start -> new Midway(machine, probe, start));
    int limit = options.all() ? MOST : 1;
    List<Run> runs = Choices.explore(choices -> run(probe, midway, choices, false), limit);
    if (options.all() && midway.isEmpty() && probe.ctState().isEmpty()) runs = withKnownConnections(probe, runs);
    return distinct(runs);
  }

  private static Outcome unsettled(Disposition.Undetermined why) {
    return new Outcome(new Traversal(List.of(), why), Translation.NONE, 1, List.of());
  }

  private List<Outcome> lookedUp(Probe probe, Options options) {
    Optional<ConnectionTable> listed = machine.host().rules().connections().filter(_ -> !LookUp.isError(probe.packet()));
    if (listed.isEmpty()) {
      return List.of(unsettled(new Disposition.Undetermined(Stage.Step.CONNTRACK, "to which connection it belongs", "conntrack -L")));
    }
    var lookUp = LookUp.in(listed.get(), probe);
    return run(lookUp.probe(), options).stream().map(o -> o.assuming(lookUp.assumed())).toList();
  }

  private record Run(Outcome outcome, boolean rateSpent) {}

  private Run run(Probe probe, Optional<Midway> midway, Choices choices, boolean known) {
    var flight = new Flight(probe.packet(), choices);
    if (known) {
      flight.assume(new Assumption(Assumption.Kind.HISTORY, "earlier packets that used up the rate",
          "were of the same connection", -1, Origin.NONE));
    }
    Disposition end = midway.map(m -> m.run(flight)).orElseGet(() -> new Walk(machine, probe, flight, known).run());
    var traversal = new Traversal(flight.hops, end);
    return new Run(new Outcome(traversal, flight.translation, flight.probability, flight.assumptions), flight.rateSpent);
  }

  /// Where a rate is used up, earlier packets have passed; they may have been of this packet's own connection, and then
  /// nat is not consulted again.
  private List<Run> withKnownConnections(Probe probe, List<Run> runs) {
    if (!machine.tracks() || runs.stream().noneMatch(Run::rateSpent)) return runs;
    var all = new ArrayList<>(runs);
    for (Run run : Choices.explore(choices -> run(probe, Optional.empty(), choices, true), MOST)) {
      if (run.rateSpent) all.add(run);
    }
    return all;
  }

  /// Ways that differ in assumptions alone are one.
  private static List<Outcome> distinct(List<Run> runs) {
    var outcomes = new ArrayList<Outcome>();
    for (Run run : runs) {
      Outcome outcome = run.outcome;
      int same = 0;
      while (same < outcomes.size() && !isSame(outcomes.get(same), outcome)) same++;
      if (same == outcomes.size()) {
        outcomes.add(outcome);
      } else {
        Outcome first = outcomes.get(same);
        outcomes.set(same, new Outcome(first.traversal(), first.translation(),
            Math.min(1, first.probability() + outcome.probability()), first.assumptions()));
      }
    }
    return outcomes;
  }

  private static boolean isSame(Outcome a, Outcome b) {
    Disposition x = a.traversal().disposition();
    Disposition y = b.traversal().disposition();
    return x.verdict().equals(y.verdict()) && x.where().equals(y.where()) && x.cause() == y.cause()
        && a.translation().isSame(b.translation()) && a.traversal().lines().equals(b.traversal().lines());
  }
}
