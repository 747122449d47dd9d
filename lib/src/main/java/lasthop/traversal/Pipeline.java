package lasthop.traversal;

import static lasthop.traversal.Stage.Step.BEFORE_NETFILTER;
import static lasthop.traversal.Stage.Step.BRIDGE;
import static lasthop.traversal.Stage.Step.CONNTRACK;
import static lasthop.traversal.Stage.Step.DEVICE;
import static lasthop.traversal.Stage.Step.FORWARD_PATH;
import static lasthop.traversal.Stage.Step.NEIGHBOUR;
import static lasthop.traversal.Stage.Step.REASSEMBLY;
import static lasthop.traversal.Stage.Step.ROUTING_INPUT;
import static lasthop.traversal.Stage.Step.ROUTING_OUTPUT;
import static lasthop.traversal.Stage.Step.SOCKET;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.TableKind;
import lasthop.nft.NftChain;
import lasthop.nft.NftRuleset;

/// The one list of stages in true order, for the chains one host has loaded. Immutable.
///
/// `simulate` walks it, `diagnose` asks it what should have come next, `explain` draws it.
///
/// @param chains every base chain, in the order the kernel runs those of one hook
/// @param tracking what the rules switch on: tracking adds [Stage.Step#CONNTRACK], and without it nat chains are never
///     consulted; joining fragments adds [Stage.Step#REASSEMBLY]
public record Pipeline(List<Stage.Chain> chains, Tracking tracking) {
  /// @kernel v6.12 include/uapi/linux/netfilter_ipv4.h NF_IP_PRI_CONNTRACK_DEFRAG
  private static final int DEFRAGMENT = -400;
  /// @kernel v6.12 include/uapi/linux/netfilter_ipv4.h NF_IP_PRI_CONNTRACK
  private static final int TRACK = -200;

  public Pipeline {
    var sorted = new ArrayList<>(chains);
    sorted.sort((a, b) -> a.priority() != b.priority() ? Integer.compare(a.priority(), b.priority()) : Integer.compare(a.own(), b.own()));
    chains = List.copyOf(sorted);
  }

  /// The pipeline of the iptables tables a host has loaded; tables it has not are left out.
  public static Pipeline of(Collection<TableKind> tables, boolean tracking) {
    var loaded = new ArrayList<Stage.Chain>();
    for (TableKind table : tables) {
      for (Hook hook : table.hooks()) loaded.add(Stage.Chain.of(table, hook));
    }
    return new Pipeline(loaded, new Tracking(tracking, tracking));
  }

  /// The pipeline of all rules of one family: the tables of iptables and the base chains of nftables together.
  public static Pipeline of(Ruleset rules, NftRuleset nft) {
    var chains = new ArrayList<>(of(rules.tables().stream().map(Table::kind).toList(), false).chains());
    for (Hook hook : Hook.values()) {
      for (NftChain chain : nft.on(rules.family(), hook)) chains.add(Stage.Chain.of(chain, hook));
    }
    return new Pipeline(chains, Tracking.of(rules, nft));
  }

  /// The stages of one stretch, in order.
  public List<Stage> leg(Leg leg) {
    var stages = new ArrayList<Stage>();
    switch (leg) {
      case ARRIVAL -> {
        stages.add(BEFORE_NETFILTER);
        stages.addAll(hook(Hook.PREROUTING));
        stages.add(ROUTING_INPUT);
      }
      case DELIVERY -> {
        stages.addAll(hook(Hook.INPUT));
        stages.add(SOCKET);
      }
      case FORWARDING -> {
        stages.add(FORWARD_PATH);
        stages.addAll(hook(Hook.FORWARD));
      }
      case SENDING -> {
        stages.add(ROUTING_OUTPUT);
        stages.addAll(hook(Hook.OUTPUT));
      }
      case DEPARTURE -> {
        stages.addAll(hook(Hook.POSTROUTING));
        stages.add(NEIGHBOUR);
        stages.add(DEVICE);
      }
      case SWITCHING -> {
        stages.addAll(hook(Hook.PREROUTING));
        stages.add(BRIDGE);
        stages.addAll(hook(Hook.FORWARD));
        stages.addAll(hook(Hook.POSTROUTING));
        stages.add(DEVICE);
      }
    }
    return List.copyOf(stages);
  }

  /// The chains of one hook by priority, with reassembly and tracking where they belong.
  private List<Stage> hook(Hook hook) {
    var stages = new ArrayList<Stage>();
    for (Stage.Chain chain : chains) {
      if (chain.hook() == hook) stages.add(chain);
    }
    if (hook == Hook.PREROUTING || hook == Hook.OUTPUT) {
      if (tracking.fragments()) insert(stages, REASSEMBLY, DEFRAGMENT);
      if (tracking.connections()) insert(stages, CONNTRACK, TRACK);
    }
    return stages;
  }

  private static void insert(List<Stage> stages, Stage.Step step, int priority) {
    int at = 0;
    while (at < stages.size() && !(stages.get(at) instanceof Stage.Chain c && c.priority() >= priority)) at++;
    stages.add(at, step);
  }

  /// What should come after a chain's last line, for a packet of which this much is known.
  ///
  /// @throws IllegalArgumentException if the chain is none of this pipeline
  public Expectation expectedAfter(Stage.Chain from, PacketFacts facts) {
    return Expectation.after(this, from, facts);
  }
}
