package lasthop.traversal;

import java.util.Set;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Match;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.Target;
import lasthop.nft.NftRuleset;

/// What the rules of one family switch on in a network namespace. A namespace neither tracks connections nor joins
/// fragments until the first rule is made that needs it.
///
/// @param connections whether connections are tracked; joins fragments as well
/// @param fragments whether fragments are joined before any rule sees them
/// @kernel v6.12 net/netfilter/nf_conntrack_proto.c nf_ct_netns_get
public record Tracking(boolean connections, boolean fragments) {
  private static final Set<String> TRACKING = Set.of("conntrack", "state", "connmark", "connbytes", "connlimit",
      "connlabel", "helper", "cluster");
  private static final int LONG = 64;
  /// @kernel v6.12 net/netfilter/xt_socket.c socket_mt_enable_defrag
  private static final String SOCKET = "socket";

  /// What all rules of a family together switch on.
  public static Tracking of(Ruleset rules, NftRuleset nft) {
    return NftTracking.isNeeded(nft, rules.family()) ? new Tracking(true, true) : of(rules);
  }

  /// Short chains are asked first: where there are many rules, the long chains tell least.
  private static Tracking of(Ruleset rules) {
    boolean fragments = false;
    for (boolean big : new boolean[] {false, true}) {
      for (Table table : rules.tables()) {
        for (Chain chain : table.chains()) {
          if (chain.size() > LONG != big) continue;
          for (Rule rule : chain.rules()) {
            if (needsConnections(rule)) return new Tracking(true, true);
            fragments = fragments || needsFragments(rule);
          }
        }
      }
    }
    return new Tracking(false, fragments);
  }

  static boolean needsConnections(Rule rule) {
    for (Match match : rule.matches()) {
      if (TRACKING.contains(match.name())) return true;
    }
    return switch (rule.target()) {
      case Target.Nat _, Target.Netmap _, Target.SetConnmark _, Target.SaveConnmark _, Target.RestoreConnmark _ -> true;
      case Target.Continue c -> c.name().equals("CT") || c.name().equals("CONNSECMARK");
      case Target.Unmodelled u -> u.name().equals("SYNPROXY") || u.name().equals("CLUSTERIP");
      default -> false;
    };
  }

  private static boolean needsFragments(Rule rule) {
    for (Match match : rule.matches()) {
      if (match.name().equals(SOCKET)) return true;
    }
    return rule.target() instanceof Target.Tproxy;
  }
}
