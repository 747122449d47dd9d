package lasthop.netfilter;

import java.util.ArrayDeque;
import java.util.HashSet;
import lasthop.netfilter.TableBuilder.ChainBuilder;
import lasthop.netfilter.TableBuilder.Restriction;

/// Finds rules that can be reached from a hook they are not made for. A chain nothing leads to is checked as the
/// kernel does: for no hook at all.
///
/// @kernel v6.12 net/ipv4/netfilter/ip_tables.c mark_source_chains (comefrom)
final class ChainHooks {
  private ChainHooks() {}

  static void check(TableBuilder table, ChainLoops.Found found) {
    var reported = new HashSet<Restriction>();
    for (Hook hook : table.kind().hooks()) {
      if (!table.has(hook.name())) continue;
      var seen = new HashSet<String>();
      var open = new ArrayDeque<ChainBuilder>();
      table.chain(hook.name()).ifPresent(open::push);
      while (!open.isEmpty()) {
        ChainBuilder chain = open.pop();
        if (!seen.add(chain.name)) continue;
        for (Restriction restriction : chain.restrictions()) {
          boolean wrong = !restriction.hooks().contains(hook);
          if (wrong && reported.add(restriction)) {
            found.loop(restriction.line(), restriction.words(), "this rule cannot be used on " + hook);
          }
        }
        for (String next : chain.jumps().keySet()) table.chain(next).ifPresent(open::push);
      }
    }
  }
}
