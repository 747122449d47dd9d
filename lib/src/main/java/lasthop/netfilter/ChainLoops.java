package lasthop.netfilter;

import java.util.ArrayDeque;
import java.util.List;
import lasthop.netfilter.TableBuilder.ChainBuilder;

/// Finds chains that lead back to themselves. The kernel refuses a table in which a packet could get there; loops
/// that no built-in chain leads to, or that stand behind a verdict on every packet, pass unnoticed.
///
/// @kernel v6.12 net/ipv4/netfilter/ip_tables.c mark_source_chains
final class ChainLoops {
  /// Takes the line of the jump that closes a loop.
  interface Found {
    void loop(int line, String words, String reason);
  }

  private enum Seen { NEVER, ON_THE_WAY, LEFT }

  private final Seen[] seen;
  private final int[] next;
  private final Found found;

  private ChainLoops(int chains, Found found) {
    this.seen = new Seen[chains];
    java.util.Arrays.fill(seen, Seen.NEVER);
    this.next = new int[chains];
    this.found = found;
  }

  static void check(TableBuilder table, Found found) {
    List<ChainBuilder> chains = table.all();
    var loops = new ChainLoops(chains.size(), found);
    for (ChainBuilder chain : chains) {
      if (chain.isBuiltin()) loops.walk(chain);
    }
  }

  private void walk(ChainBuilder from) {
    var way = new ArrayDeque<ChainBuilder>();
    way.push(from);
    seen[from.index] = Seen.ON_THE_WAY;
    while (!way.isEmpty()) {
      ChainBuilder chain = way.peek();
      int jump = next[chain.index]++;
      if (jump == chain.jumps()) {
        seen[chain.index] = Seen.LEFT;
        way.pop();
        continue;
      }
      if (!chain.isReached(chain.jumpLine(jump))) continue;
      ChainBuilder to = chain.jump(jump);
      if (seen[to.index] == Seen.ON_THE_WAY) {
        found.loop(chain.jumpLine(jump), "-A " + chain.name + " -j " + to.name,
            "a loop of chains: \"" + to.name + "\" is on the way already");
      } else if (seen[to.index] == Seen.NEVER) {
        seen[to.index] = Seen.ON_THE_WAY;
        way.push(to);
      }
    }
  }
}
