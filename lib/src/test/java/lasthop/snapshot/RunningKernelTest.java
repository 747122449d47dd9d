package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import lasthop.ip.Family;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteWords;
import lasthop.routing.Routing;
import lasthop.routing.RoutingState;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Builds random hosts in network namespaces and asks the running kernel and the model the same questions.
///
/// A fresh seed each run, printed; `-Dlasthop.seed=N` repeats one.
class RunningKernelTest {
  private static final int HOSTS = 16;
  private static final int QUESTIONS = 140;

  private int undetermined;

  @Test void theModelAnswersAsTheRunningKernelDoes() throws Exception {
    long seed = Long.getLong("lasthop.seed", System.nanoTime());
    System.out.println("RunningKernelTest: seed " + seed);
    var random = new Random(seed);
    var wrong = new ArrayList<String>();
    int asked = 0;
    for (int i = 0; i < HOSTS; i++) {
      boolean v6 = i % 3 == 2;
      asked += ask(new RandomHost(random, v6), v6, i, wrong);
    }
    System.out.println("RunningKernelTest: " + asked + " questions, " + wrong.size() + " differences, " + undetermined
        + " that no text settles");
    assertTrue(undetermined * 50 < asked, undetermined + " of " + asked + " undetermined, seed " + seed);
    assertEquals("", String.join("\n", wrong), "seed " + seed);
  }

  private int ask(RandomHost host, boolean v6, int number, List<String> wrong) throws Exception {
    try (Namespace ns = namespace("lasthop-test-" + ProcessHandle.current().pid() + "-" + number)) {
      setSysctls(ns, RandomHost.QUIET);
      ns.batch(false, host.links);
      setSysctls(ns, host.sysctls);
      ns.batch(v6, host.commands);
      setSysctls(ns, host.lateSysctls);
      if (!host.lateLinks.isEmpty()) {
        ns.batch(false, host.lateLinks);
        // The kernel tells of a lost carrier up to a second later.
        Thread.sleep(1100);
      }
      Map<String, String> texts = ns.texts();
      List<String> questions = host.questions(QUESTIONS);
      List<String> plain = answers(ns, v6, questions, "");
      List<String> matched = answers(ns, v6, questions, "fibmatch ");
      RoutingState state = Snapshot.read("running", texts).routing();
      Routing routing = Routing.of(state);
      for (int i = 0; i < questions.size(); i++) {
        compare(routing, state, questions.get(i), v6, plain.get(i), matched.get(i), "host " + number, wrong);
      }
      if (!wrong.isEmpty() && wrong.getLast().startsWith("host " + number)) describe(texts, v6, number);
      return questions.size();
    }
  }

  private static void describe(Map<String, String> texts, boolean v6, int number) {
    System.out.println("host " + number + ":\n" + texts.get(v6 ? "ip6-rule.txt" : "ip-rule.txt")
        + texts.get(v6 ? "ip6-route.txt" : "ip-route.txt") + texts.get("ip-nexthop.txt") + texts.get("ip-addr.txt") + texts.get("ip-neigh.txt")
        + texts.get("sysctl.txt").lines().filter(l -> l.contains("multipath") || l.contains("linkdown")).collect(java.util.stream.Collectors.joining("\n")));
  }

  private static Namespace namespace(String name) {
    try {
      return Namespace.create(name);
    } catch (IOException e) {
      return Assumptions.abort("skipped: no network namespace can be made here: " + e.getMessage());
    }
  }

  private static void setSysctls(Namespace ns, List<String> values) throws IOException {
    var command = new ArrayList<>(List.of("sysctl", "-q", "-e", "-w"));
    command.addAll(values);
    ns.inside(command);
  }

  /// A success prints lines that begin a record or, indented, go on with it; a failure names its line on stderr.
  private static List<String> answers(Namespace ns, boolean v6, List<String> questions, String extra) throws IOException {
    var lines = new ArrayList<String>();
    for (String question : questions) {
      lines.add("route flush cache");
      lines.add("route get " + extra + question);
    }
    Namespace.Output output = ns.batch(v6, lines);
    var failed = new TreeMap<Integer, String>();
    String message = "";
    for (String line : output.stderr().split("(?<=\n)")) {
      if (line.startsWith("Command failed -:")) {
        failed.put(Integer.parseInt(line.strip().substring(17)), message);
        message = "";
      } else {
        message += line;
      }
    }
    var records = new ArrayList<String>();
    for (String line : output.stdout().split("(?<=\n)")) {
      if (line.startsWith(" ") || line.startsWith("\t")) records.add(records.removeLast() + line);
      else if (!line.isEmpty()) records.add(line);
    }
    var next = records.iterator();
    var answers = new ArrayList<String>();
    for (int i = 0; i < questions.size(); i++) {
      String error = failed.get(2 * i + 2);
      answers.add(error != null ? error : next.next());
    }
    return answers;
  }

  private void compare(Routing routing, RoutingState state, String question, boolean v6, String plain,
      String matched, String where, List<String> wrong) throws RouteWords.Refused {
    var family = v6 ? Optional.of(Family.IPV6) : Optional.<Family>empty();
    RouteDecision decision = routing.explain(RouteWords.parse(question, family, state.links().orElseThrow()).flow());
    if (decision instanceof RouteDecision.Undetermined(_, String missing, _, _)) {
      // These hosts set route_localnet last, so many sources of one of them may hang on it.
      if (!missing.contains("route_localnet")) undetermined++;
      return;
    }
    boolean free = decision instanceof Routed r && r.alternatives().stream().anyMatch(a -> a.toString().equals(plain));
    if (!decision.toString().equals(plain) && !free) {
      wrong.add(where + ": " + question + "\n  kernel " + plain + "  model  " + decision);
    } else if (!free && !decision.fibmatch().equals(matched)) {
      wrong.add(where + ": fibmatch " + question + "\n  kernel " + matched + "  model  " + decision.fibmatch());
    }
  }
}
