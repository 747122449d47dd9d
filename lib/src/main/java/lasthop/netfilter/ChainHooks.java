package lasthop.netfilter;

import java.util.ArrayDeque;
import java.util.HashSet;
import lasthop.netfilter.TableBuilder.ChainBuilder;
import lasthop.netfilter.TableBuilder.Restriction;

/// Finds rules that can be reached from a hook they are not made for. A chain that no built-in chain leads to is
/// reached from no hook, and so are rules behind a verdict on every packet.
///
/// @kernel v6.12 net/ipv4/netfilter/ip_tables.c mark_source_chains (comefrom)
final class ChainHooks {
  private ChainHooks() {}

  static void check(TableBuilder table, ChainLoops.Found found) {
    var reported = new HashSet<Restriction>();
    for (Hook hook : table.kind().hooks()) {
      if (!table.has(hook.name())) continue;
      boolean[] seen = new boolean[table.size()];
      var open = new ArrayDeque<ChainBuilder>();
      table.chain(hook.name()).ifPresent(open::push);
      while (!open.isEmpty()) {
        ChainBuilder chain = open.pop();
        if (seen[chain.index]) continue;
        seen[chain.index] = true;
        for (Restriction restriction : chain.restrictions()) {
          boolean wrong = !restriction.hooks().contains(hook) && chain.isReached(restriction.line());
          if (wrong && reported.add(restriction)) {
            found.loop(restriction.line(), "-A " + chain.name, "this rule cannot be used on " + hook);
          }
        }
        for (int i = 0; i < chain.jumps(); i++) {
          if (!seen[chain.jump(i).index] && chain.isReached(chain.jumpLine(i))) open.push(chain.jump(i));
        }
      }
    }
  }
}
