package lasthop.simulate;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lasthop.netfilter.Chain;
import lasthop.netfilter.ChainIndex;
import lasthop.netfilter.Rule;
import lasthop.packet.Packet;

/// The rules and the indexes of long chains met so far. KUBE-SERVICES has one rule for each service: walking 5,000
/// of them took 70 ms a packet, with its index less than 1 ms. Safe to share between threads.
final class Indexes {
  /// Shorter chains are walked as fast as an index is asked.
  private static final int LONG = 64;

  private final Map<Chain, ChainIndex> byChain = new ConcurrentHashMap<>();
  private final Set<Chain> walked = ConcurrentHashMap.newKeySet();
  private final Map<Place, Rule> met = new ConcurrentHashMap<>();

  private record Place(Chain chain, int number) {}

  /// A rule of a chain. Making one from its text costs more than all else that is done with it, so those met are kept,
  /// but for those of a long chain that is walked for the first time.
  Rule rule(Chain chain, int number) {
    if (chain.size() >= LONG && !byChain.containsKey(chain)) return chain.rule(number);
    return met.computeIfAbsent(new Place(chain, number), p -> p.chain.rule(p.number));
  }

  /// The first rule, from a number on, that is worth looking at; one more than the chain has if there is none. An index
  /// costs as much as one walk, so the first walk goes without: for a single packet that is the cheaper way.
  int next(Chain chain, Packet packet, int from) {
    if (chain.size() < LONG || from > chain.size()) return from;
    if (from == 1 && !walked.add(chain)) byChain.computeIfAbsent(chain, ChainIndex::of);
    ChainIndex index = byChain.get(chain);
    if (index == null) return from;
    int next = index.next(packet, from);
    return next == 0 ? chain.size() + 1 : next;
  }
}
