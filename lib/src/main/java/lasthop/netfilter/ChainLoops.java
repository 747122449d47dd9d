package lasthop.netfilter;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import lasthop.netfilter.TableBuilder.ChainBuilder;

/// Finds chains that lead back to themselves. The kernel refuses a table in which a packet could get there; loops
/// that no built-in chain leads to pass unnoticed.
///
/// @kernel v6.12 net/ipv4/netfilter/ip_tables.c mark_source_chains
final class ChainLoops {
  /// Takes the line of the jump that closes a loop.
  interface Found {
    void loop(int line, String words, String reason);
  }

  private ChainLoops() {}

  private record Step(ChainBuilder chain, Iterator<Map.Entry<String, Integer>> jumps) {}

  static void check(TableBuilder table, Found found) {
    var done = new HashMap<String, Boolean>();
    for (ChainBuilder chain : table.all()) {
      if (table.kind().isBuiltin(chain.name)) walk(table, chain, done, found);
    }
  }

  /// @param done chains seen: false while on the way, true when left
  private static void walk(TableBuilder table, ChainBuilder from, Map<String, Boolean> done, Found found) {
    var way = new ArrayDeque<Step>();
    way.push(new Step(from, from.jumps().entrySet().iterator()));
    done.put(from.name, false);
    while (!way.isEmpty()) {
      Step step = way.peek();
      if (!step.jumps().hasNext()) {
        done.put(step.chain().name, true);
        way.pop();
        continue;
      }
      var jump = step.jumps().next();
      Boolean seen = done.get(jump.getKey());
      if (Boolean.FALSE.equals(seen)) {
        found.loop(jump.getValue(), "-A " + step.chain().name + " -j " + jump.getKey(),
            "a loop of chains: \"" + jump.getKey() + "\" is on the way already");
      } else if (seen == null) {
        ChainBuilder next = table.chain(jump.getKey()).orElseThrow();
        done.put(next.name, false);
        way.push(new Step(next, next.jumps().entrySet().iterator()));
      }
    }
  }
}
