package lasthop.simulate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
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
  private final Map<Chain, AtomicInteger> read = new ConcurrentHashMap<>();
  private final Map<Chain, AtomicReferenceArray<Rule>> met = new ConcurrentHashMap<>();

  private final Map<String, Boolean> changing = new ConcurrentHashMap<>();

  /// Whether rules change a set of ipset: asked once for each.
  boolean changing(String set, BooleanSupplier looked) {
    return changing.computeIfAbsent(set, _ -> looked.getAsBoolean());
  }

  /// A rule of a chain. Making one from its text costs more than all else that is done with it, so those met are kept,
  /// but for those of a long chain that has no index.
  Rule rule(Chain chain, int number) {
    if (chain.size() >= LONG && !byChain.containsKey(chain)) {
      read.computeIfAbsent(chain, _ -> new AtomicInteger()).incrementAndGet();
      return chain.rule(number);
    }
    AtomicReferenceArray<Rule> rules = met.computeIfAbsent(chain, c -> new AtomicReferenceArray<>(c.size() + 1));
    Rule rule = rules.get(number);
    if (rule == null) rules.set(number, rule = chain.rule(number));
    return rule;
  }

  /// The first rule, from a number on, that is worth looking at; one more than the chain has if there is none. An index
  /// reads every rule once, so it is made when as many have been read without it: for a few packets that is never.
  int next(Chain chain, Packet packet, int from) {
    if (chain.size() < LONG || from > chain.size()) return from;
    AtomicInteger before = read.get(chain);
    if (from == 1 && before != null && before.get() >= chain.size()) byChain.computeIfAbsent(chain, ChainIndex::of);
    ChainIndex index = byChain.get(chain);
    if (index == null) return looked(chain, packet, from);
    int next = index.next(packet, from);
    return next == 0 ? chain.size() + 1 : next;
  }

  /// Without an index; to look at the first words of a rule costs a small part of reading it.
  private int looked(Chain chain, Packet packet, int from) {
    int next = chain.next(packet, from);
    read.computeIfAbsent(chain, _ -> new AtomicInteger()).addAndGet((next - from) / 32);
    return next;
  }
}
