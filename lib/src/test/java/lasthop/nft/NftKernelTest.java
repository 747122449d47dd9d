package lasthop.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lasthop.ip.Ip;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings;
import lasthop.packet.Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel as judge: random rulesets are loaded into a fresh network namespace, real packets are sent over `lo`, and
/// every visit that `nft monitor trace` shows must be the one predicted. Needs root, `unshare`, `nft`, `ping`, `bash`.
class NftKernelTest {
  private static final int ROUNDS = Integer.getInteger("lasthop.nft.rounds", 4);
  /// Lists, traces and sends; rules that this kernel or nft refuses are left out one by one.
  private static final String SCRIPT = """
      ip link set lo up
      nft -f rules.nft || exit 3
      nft -a list ruleset > listed.txt
      nft -a -nn monitor trace > trace.txt & monitor=$!
      for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.05; [ -e /proc/$monitor/fd/3 ] && break; done
      sleep 0.1
      for to in 127.0.0.1/53 127.0.0.2/53 127.0.0.1/54 127.0.0.3/1500 ::1/53; do echo x > /dev/udp/${to%/*}/${to#*/}; done 2>/dev/null
      for to in 127.0.0.1/81 127.0.0.2/85 ::1/81; do
        timeout 0.1 bash -c "echo x > /dev/tcp/${to%/*}/${to#*/}"
      done 2>/dev/null
      ping -n -c1 -W0.1 127.0.0.2 >/dev/null 2>&1
      ping -n -c1 -W0.1 ::1 >/dev/null 2>&1
      sleep 0.2
      kill $monitor
      wait $monitor 2>/dev/null
      exit 0
      """;

  @Test
  void predictedVisitsAreThoseTheKernelTraces(@TempDir Path dir) throws Exception {
    assumeTrue(canUnshare(dir), "skipped: needs root, unshare -n and nft");
    long seed = Long.getLong("lasthop.nft.seed", System.nanoTime());
    System.out.println("NftKernelTest seed " + seed + ", rounds " + ROUNDS);
    var random = new Random(seed);
    int visits = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String rules = loadable(dir, new RandomRules(random).ruleset());
      Files.writeString(dir.resolve("rules.nft"), rules);
      assertEquals(0, run(dir, SCRIPT), () -> "loading " + rules);
      visits += compare(Files.readString(dir.resolve("listed.txt")), Files.readString(dir.resolve("trace.txt")));
    }
    assertTrue(visits > 3 * ROUNDS, "the kernel traced " + visits + " visits");
  }

  /// The ruleset without the lines nft refuses (dependencies that contradict each other, say).
  private static String loadable(Path dir, String rules) throws Exception {
    String left = rules;
    for (int attempt = 0; attempt < 40; attempt++) {
      Files.writeString(dir.resolve("rules.nft"), left);
      if (run(dir, "nft -c -f rules.nft 2> errors.txt") == 0) return left;
      var bad = new java.util.HashSet<Integer>();
      for (String line : Files.readAllLines(dir.resolve("errors.txt"))) {
        if (line.startsWith("rules.nft:")) bad.add(Integer.parseInt(line.split(":")[1]));
      }
      assertTrue(!bad.isEmpty(), "nft refuses: " + Files.readString(dir.resolve("errors.txt")));
      String[] lines = left.split("\n");
      var kept = new StringBuilder();
      for (int i = 0; i < lines.length; i++) {
        if (!bad.contains(i + 1)) kept.append(lines[i]).append('\n');
        else kept.append('\n');
      }
      left = kept.toString();
    }
    throw new AssertionError("nft refuses too much");
  }

  private static int compare(String listing, String trace) {
    NftRuleset ruleset = NftRuleset.parse("listed.txt", listing);
    assertEquals(List.of(), ruleset.report().unread());
    var states = new HashMap<String, Surroundings.CtState>();
    var marks = new HashMap<String, Long>();
    int compared = 0;
    for (MonitorTrace.Visit visit : MonitorTrace.parse(trace)) {
      NftTable table = ruleset.table(visit.family(), visit.table()).orElseThrow();
      NftChain chain = table.chain(visit.chain()).orElseThrow();
      if (visit.table().equals("reveal")) {
        NftRule shown = chain.byHandle(visit.handles().getFirst()).orElseThrow();
        marks.put(visit.id(), visit.marks().getFirst());
        states.put(visit.id(), Surroundings.CtState.valueOf(shown.comment().toUpperCase(java.util.Locale.ROOT)));
        continue;
      }
      if (!marks.containsKey(visit.id())) continue;
      compared += compareVisit(table, chain, visit, states.get(visit.id()), marks) ? 1 : 0;
    }
    return compared;
  }

  /// Whether a prediction without open questions was compared; with some, one of its ways must be the kernel's.
  private static boolean compareVisit(NftTable table, NftChain chain, MonitorTrace.Visit visit,
      Surroundings.CtState state, java.util.Map<String, Long> marks) {
    Packet packet = visit.packet().with(visit.packet().meta().withMark(marks.get(visit.id())));
    List<NftOutcome> ways = NftWalker.walk(table, chain, packet, true, surroundings(chain, state), List.of());
    Optional<NftOutcome> same = ways.stream().filter(w -> w.hops().equals(visit.hops())
        && NftTraceTest.handles(w).equals(visit.handles())).findFirst();
    assertTrue(same.isPresent(), () -> chain + " for " + packet + " " + packet.meta() + " " + state + "\nkernel " + visit.hops() + " "
        + visit.handles() + "\nours   " + ways.stream().map(w -> w.hops() + " " + NftTraceTest.handles(w) + " " + w.assumptions()).toList() + "\n"
        + table.chains().values().stream().flatMap(c -> c.rules().stream()).map(r -> r.handle() + " " + r).toList());
    if (same.get().assumptions().isEmpty()) marks.put(visit.id(), same.get().after().meta().mark());
    else marks.remove(visit.id());
    return ways.size() == 1;
  }

  private static Surroundings surroundings(NftChain chain, Surroundings.CtState state) {
    return new Surroundings() {
      @Override public Hook hook() {
        return chain.base().orElseThrow().hook().hook().orElseThrow();
      }

      @Override public Optional<CtState> ctState() {
        return Optional.of(state);
      }

      @Override public Optional<AddrType> addrType(Ip ip, String device) {
        return Optional.of(AddrType.LOCAL);
      }
    };
  }

  private static boolean canUnshare(Path dir) {
    try {
      return run(dir, "nft list ruleset >/dev/null") == 0;
    } catch (IOException | InterruptedException _) {
      return false;
    }
  }

  /// Runs a script in a network namespace of its own, which ends with it.
  private static int run(Path dir, String script) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("unshare", "-n", "bash", "-c", script));
    Process process = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true)
        .redirectOutput(dir.resolve("out.txt").toFile()).start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the script did not end");
    }
    return process.exitValue();
  }
}
