package lasthop.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.Hook;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Surroundings;
import lasthop.packet.Packet;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Recorded kernels: each visit of a packet to a base chain must come out as the kernel printed it.
class NftTraceTest {
  private static Map<String, Map<String, String>> hosts() throws IOException {
    var hosts = new TreeMap<String, Map<String, String>>();
    try (var zip = new ZipInputStream(NftTraceTest.class.getResourceAsStream("/nft/trace.zip"))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        int slash = entry.getName().lastIndexOf('/');
        hosts.computeIfAbsent(entry.getName().substring(0, slash), _ -> new HashMap<>())
            .put(entry.getName().substring(slash + 1), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return hosts;
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedVisitComesOutAsTheKernelPrintedIt() throws IOException {
    return hosts().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> replay(e.getValue(), false)));
  }

  @TestFactory
  Stream<DynamicTest> theIptablesListingOfTheSameRulesGivesTheSame() throws IOException {
    return hosts().entrySet().stream().filter(e -> e.getValue().containsKey("iptables-save.txt"))
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> replay(e.getValue(), true)));
  }

  @Test
  void everyRecordedListingIsReadToTheLastWord() throws IOException {
    for (var host : hosts().entrySet()) {
      NftRuleset ruleset = NftRuleset.parse("nft-ruleset.txt", host.getValue().get("nft-ruleset.txt"));
      assertEquals(List.of(), ruleset.report().unread(), host.getKey());
    }
  }

  @Test
  void oneRuleOfEveryKindIsRead() throws IOException {
    String text = new String(NftTraceTest.class.getResourceAsStream("/nft/kinds.txt").readAllBytes(), StandardCharsets.UTF_8);
    NftRuleset ruleset = NftRuleset.parse("kinds.txt", text);
    assertEquals(List.of(), ruleset.report().unread());
    int rules = ruleset.tables().stream().flatMap(t -> t.chains().values().stream()).mapToInt(c -> c.rules().size()).sum();
    assertEquals(text.lines().filter(l -> l.startsWith("\t\t") && l.contains("# handle")).count(), rules);
  }

  private static void replay(Map<String, String> files, boolean join) {
    NftRuleset ruleset = NftRuleset.parse("nft-ruleset.txt", files.get("nft-ruleset.txt"));
    if (join) {
      ruleset = ruleset.with(IptablesSave.read(files.get("iptables-save.txt"), "iptables-save.txt", Family.IPV4));
      assertTrue(ruleset.tables().stream().flatMap(t -> t.chains().values().stream()).flatMap(c -> c.rules().stream())
          .allMatch(r -> r.statements().getFirst() instanceof Statement.Iptables), "every rule is read from iptables-save");
    }
    Set<String> local = new HashSet<>();
    for (String line : files.get("ip-addr.txt").split("\n")) {
      String[] w = line.strip().split(" ");
      if (w[0].startsWith("inet")) local.add(w[1].substring(0, w[1].indexOf('/')));
    }
    var marks = new HashMap<String, Long>();
    var flows = new HashSet<Integer>();
    List<MonitorTrace.Visit> visits = MonitorTrace.parse(files.get("nft-a-monitor-trace.txt"));
    assertTrue(visits.size() > 1, "the recording is not empty");
    for (MonitorTrace.Visit visit : visits) {
      NftTable table = ruleset.table(visit.family(), visit.table()).orElseThrow();
      NftChain chain = table.chain(visit.chain()).orElseThrow();
      Packet packet = visit.packet().with(visit.packet().meta().withMark(marks.getOrDefault(visit.id(), 0L)));
      List<NftOutcome> ways = NftWalker.walk(table, chain, packet, marks.containsKey(visit.id()),
          surroundings(chain, packet, local, flows), List.of());
      assertEquals(1, ways.size(), () -> "one way through " + chain + ": " + ways);
      assertEquals(visit.hops(), ways.getFirst().hops(), () -> chain + " for " + packet);
      assertEquals(visit.handles(), handles(ways.getFirst()), () -> chain + " for " + packet);
      marks.put(visit.id(), ways.getFirst().after().meta().mark());
    }
  }

  static List<Long> handles(NftOutcome way) {
    var handles = new ArrayList<Long>();
    for (NftStep step : way.steps()) {
      if (step.hop().isEmpty()) continue;
      handles.add(step instanceof NftStep.Matched m ? m.rule().handle() : -1L);
    }
    return handles;
  }

  /// A TCP connection is new with its SYN, known after it, and invalid when no SYN was seen.
  private static Surroundings surroundings(NftChain chain, Packet packet, Set<String> local, Set<Integer> flows) {
    boolean syn = packet.transport() instanceof Transport.Tcp tcp && tcp.flags().equals(Set.of(TcpFlag.SYN));
    if (syn) flows.add(packet.sport());
    var state = syn ? Surroundings.CtState.NEW : flows.contains(packet.sport()) ? Surroundings.CtState.ESTABLISHED
        : Surroundings.CtState.INVALID;
    return new Surroundings() {
      @Override public Hook hook() {
        return chain.base().orElseThrow().hook().hook().orElseThrow();
      }

      @Override public Optional<CtState> ctState() {
        return Optional.of(state);
      }

      @Override public Optional<AddrType> addrType(Ip ip, String device) {
        return Optional.of(ip.isLoopback() || local.contains(ip.toString()) ? AddrType.LOCAL : AddrType.UNICAST);
      }
    };
  }
}
