package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Random;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.packet.Packet;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import org.junit.jupiter.api.Test;

class ChainIndexTest {
  private static final Surroundings NOTHING_KNOWN = () -> Hook.FORWARD;

  private static String rule(Random random) {
    String dst = random.nextInt(4) == 0 ? "10.0.0.0/24" : "10.0.0." + random.nextInt(6) + "/32";
    String not = random.nextInt(6) == 0 ? "! " : "";
    String proto = random.nextBoolean() ? "tcp" : "udp";
    return switch (random.nextInt(5)) {
      case 0 -> not + "-d " + dst + " -j ACCEPT";
      case 1 -> "-p " + proto + " -m " + proto + " " + not + "--dport " + random.nextInt(1, 4) + " -j ACCEPT";
      case 2 -> "-m conntrack --ctstate NEW -j ACCEPT";
      default -> not + "-d " + dst + " -p " + proto + " -m " + proto + " --dport " + random.nextInt(1, 4) + " -j ACCEPT";
    };
  }

  private static Packet packet(Random random) {
    Ip dst = Ip.parse("10.0.0." + random.nextInt(8));
    int dport = random.nextInt(6) - 1;
    Transport tcp = new Transport.Tcp(999, dport, 0, 0, 0, Set.of(TcpFlag.SYN), "");
    boolean udp = random.nextBoolean();
    return Packet.of(Ip.parse("192.0.2.1"), dst, udp ? 17 : 6, udp ? new Transport.Ports(999, dport, -1) : tcp);
  }

  @Test void theIndexLeavesOutOnlyRulesThatCannotMatch() {
    long seed = System.nanoTime();
    System.out.println("ChainIndexTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      var text = new StringBuilder("*filter\n:FORWARD ACCEPT [0:0]\n");
      for (int i = random.nextInt(40); i >= 0; i--) text.append("-A FORWARD ").append(rule(random)).append('\n');
      Chain chain = IptablesSave.read(text + "COMMIT\n", "rules", Family.IPV4).table(TableKind.FILTER)
          .flatMap(t -> t.chain(Hook.FORWARD)).orElseThrow();
      ChainIndex index = ChainIndex.of(chain);
      for (int i = 0; i < 50; i++) {
        Packet packet = packet(random);
        var linear = new ArrayList<Integer>();
        for (Rule rule : chain.rules()) {
          if (!(rule.matches(packet, NOTHING_KNOWN) instanceof Outcome.No)) linear.add(rule.number());
        }
        var indexed = new ArrayList<Integer>();
        for (int n = index.next(packet, 1); n > 0; n = index.next(packet, n + 1)) {
          if (!(chain.rule(n).matches(packet, NOTHING_KNOWN) instanceof Outcome.No)) indexed.add(n);
        }
        assertEquals(linear, indexed, packet.toString());
      }
    }
  }
}
