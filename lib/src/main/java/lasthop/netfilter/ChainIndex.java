package lasthop.netfilter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lasthop.ip.Ip;
import lasthop.netfilter.HeaderTest.End;
import lasthop.packet.Packet;

/// Skips the rules of a long chain that cannot match: those that ask for one destination address, one protocol and
/// one destination port are found by these three; all others are looked at one by one. Built once for a chain.
public final class ChainIndex {
  private static final int[] NONE = {};

  private final int size;
  private final Map<Key, int[]> keyed = new HashMap<>();
  private final int[] others;

  private record Key(Ip dst, int proto, int dport) {}

  private ChainIndex(int size, int[] others) {
    this.size = size;
    this.others = others;
  }

  public static ChainIndex of(Chain chain) {
    var positions = new HashMap<Key, List<Integer>>();
    int[] others = new int[chain.size()];
    int count = 0;
    for (int number = 1; number <= chain.size(); number++) {
      Key key = key(chain.rule(number));
      if (key.proto() < 0) others[count++] = number;
      else positions.computeIfAbsent(key, k -> new ArrayList<>(1)).add(number);
    }
    var index = new ChainIndex(chain.size(), Arrays.copyOf(others, count));
    positions.forEach((key, numbers) -> index.keyed.put(key, numbers.stream().mapToInt(Integer::intValue).toArray()));
    return index;
  }

  /// The first rule, from a number on, that this packet could match; 0 if there is none. Every rule left out fails
  /// for certain. Where the packet's port is not known, no rule is left out.
  ///
  /// @param from a rule's number, from 1
  public int next(Packet packet, int from) {
    if (from > size) return 0;
    if (packet.dport() < 0) return from;
    int[] same = keyed.getOrDefault(new Key(packet.dst(), packet.proto(), packet.dport()), NONE);
    int first = atOrAfter(same, from);
    int other = atOrAfter(others, from);
    return first == 0 || other != 0 && other < first ? other : first;
  }

  private static int atOrAfter(int[] numbers, int from) {
    int at = Arrays.binarySearch(numbers, from);
    if (at < 0) at = -at - 1;
    return at < numbers.length ? numbers[at] : 0;
  }

  /// What a rule asks for; protocol -1 unless it is one address, one protocol and one port.
  private static Key key(Rule rule) {
    Ip dst = Ip.any(lasthop.ip.Family.IPV4);
    boolean host = false;
    int proto = -1;
    int dport = -1;
    for (Match match : rule.matches()) {
      for (Condition condition : match.conditions()) {
        if (condition.negated()) continue;
        switch (condition.test()) {
          case HeaderTest.Address a when a.end() == End.DST && isHost(a) -> {
            dst = a.network();
            host = true;
          }
          case HeaderTest.Protocol p -> proto = p.number();
          case HeaderTest.Ports p when p.end() == End.DST && isOne(p) -> dport = p.ranges().get(0)[0];
          default -> { }
        }
      }
    }
    return host && dport >= 0 ? new Key(dst, proto, dport) : new Key(dst, -1, -1);
  }

  private static boolean isHost(HeaderTest.Address address) {
    return address.mask().equals(Addresses.ones(address.mask().family().bits(), address.mask().family()));
  }

  private static boolean isOne(HeaderTest.Ports ports) {
    return ports.ranges().size() == 1 && ports.ranges().get(0)[0] == ports.ranges().get(0)[1];
  }
}
