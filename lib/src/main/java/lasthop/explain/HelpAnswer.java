package lasthop.explain;

import java.util.List;
import java.util.Locale;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Why;

/// Help for someone who does not know the words yet: the questions there are, and where to begin with a symptom.
public final class HelpAnswer {
  /// @param verb the facade's method
  /// @param type what to type
  /// @param says what it answers
  /// @param more what else it does, for `help("verb")`; may be empty
  private record Verb(String verb, String type, String says, String more) {}

  /// @param words each of them finds it
  /// @param first where to look first, and why
  /// @param type what to type, in order
  private record Symptom(List<String> words, String says, String first, List<String> type) {}

  private static final List<Verb> VERBS = List.of(
      new Verb("open", "open(\"kern.log\", \"snapshots/ceph2\")", "reads logs and snapshots, in any order",
          "A folder may hold a snapshot, or a folder with snapshot and log for each host."),
      new Verb("example", "example()", "opens the bundled case instead", ""),
      new Verb("packets", "packets()", "every packet of the logs, lost ones first",
          "packets().lost() and packets().filter(p -> p.dport() == 8081) choose among them."),
      new Verb("trace", "trace(57266)", "one packet: its hops, and what is missing",
          "Where several have that id it lists how to name each: trace(\"seq=2213090174\")."),
      new Verb("diagnose", "trace(57266).diagnose()", "where and why it stopped, and the fix",
          "diagnose() alone takes the packet that fared worst, diagnoses() takes all of them."),
      new Verb("diff", "diff(trace(57266), trace(28265))", "where two packets part", ""),
      new Verb("route", "route(\"192.168.235.13\", \"10.0.1.12\", \"enp5s0\")", "what ip route get prints on the host",
          "from, to, and the device it comes in by; .why() shows each policy rule and table that was asked."),
      new Verb("rpfilter", "rpfilter()", "reverse-path filtering, device by device", ""),
      new Verb("simulate", "simulate(\"tcp 192.0.2.1:9 > 10.0.1.12:8081 iif enp5s0\")", "a packet through the model of the host", ""),
      new Verb("whatIf", "whatIf(\"ip route del default\").over(packets())", "what a change would fix or break",
          "On the model only, never on the host. Also .rpfilter(), .route(…) and .diagnose(…)."),
      new Verb("sysctl", "sysctl(\"rp_filter\")", "a kernel parameter, and its value here", ""),
      new Verb("explain", "explain(\"default via 10.0.0.1 dev eth0\")", "a line of ip route, word by word", ""),
      new Verb("on", "on(\"ceph2\").route(\"to 10.0.1.12\")", "the questions to one of several hosts", ""),
      new Verb("markdown", "markdown(packets())", "any result, to paste elsewhere", "Also text, json, html and svg."),
      new Verb("help", "help(\"vanished\")", "where to begin with a symptom", ""));

  private static final List<Symptom> SYMPTOMS = List.of(
      new Symptom(List.of("vanished", "lost", "disappeared", "dropped", "timeout", "hangs", "blackhole"), "a packet is gone and nothing says why",
          "the stage after the last hop that was logged is where it stopped; what the host would do there tells why",
          List.of("packets().lost()", "diagnose()")),
      new Symptom(List.of("refused", "reset", "rejected", "unreachable"), "the sender gets an answer, but a refusal",
          "a rule with REJECT, a route of type unreachable, or a port without a socket answered", List.of("packets()", "diagnose()")),
      new Symptom(List.of("rpfilter", "rp_filter", "martian", "asymmetric", "policy"), "the answer would leave by another device",
          "strict reverse-path filtering refuses a packet whose source is routed back by another device",
          List.of("rpfilter()", "diagnose()", "sysctl(\"rp_filter\")")),
      new Symptom(List.of("kubernetes", "service", "nodeport", "docker", "published", "dnat", "nat"), "a service address or published port does not answer",
          "the packet is renamed in nat PREROUTING and routed afterwards, by the new address", List.of("packets()", "diagnose()")),
      new Symptom(List.of("mtu", "big", "large", "fragment"), "small packets pass, large ones do not",
          "look at LEN and DF of those that stop, and at the MTU of the device they would leave by", List.of("packets()", "diagnose()")));

  private HelpAnswer() {}

  /// The verbs that `help()` lists.
  public static List<String> verbs() {
    return VERBS.stream().map(Verb::verb).toList();
  }

  /// All questions by verb, and the symptoms that `help` knows.
  public static Answer all() {
    var rows = VERBS.stream().map(v -> row(v.type(), v.says())).toList();
    var symptoms = SYMPTOMS.stream().map(s -> row("help(\"" + s.words().getFirst() + "\")", s.says())).toList();
    return Answer.of("Type one of these; Tab completes names, devices, chains and addresses that are loaded.", Why.NONE)
        .withGrids(List.of(new Grid("questions", heads("type"), rows), new Grid("symptoms", heads("type"), symptoms)))
        .withNext("help(\"vanished\")");
  }

  /// Where to begin with a symptom, or what a verb is for.
  public static Answer about(String word) {
    String asked = word.strip().toLowerCase(Locale.ROOT);
    for (Verb v : VERBS) {
      if (v.verb().equalsIgnoreCase(asked)) return Answer.of(v.verb() + ": " + v.says() + ". " + v.more(), Why.NONE).withNext(v.type());
    }
    for (Symptom s : SYMPTOMS) {
      if (s.words().stream().anyMatch(w -> isMeant(w, asked))) return about(s);
    }
    var known = SYMPTOMS.stream().map(s -> row("help(\"" + s.words().getFirst() + "\")", s.says())).toList();
    return Answer.of("There is no help about \"" + word.strip() + "\"; these are the symptoms it knows.", Why.NONE)
        .withGrids(List.of(new Grid("", heads("type"), known))).withNext("help()");
  }

  /// One holds the other, or they begin alike: at three in the morning words are typed as they come.
  private static boolean isMeant(String word, String asked) {
    boolean alike = word.length() > 5 && asked.length() > 4 && word.startsWith(asked.substring(0, 5));
    return alike || asked.contains(word) || word.contains(asked) && asked.length() > 2;
  }

  private static Answer about(Symptom s) {
    var steps = s.type().stream().map(t -> Why.says(Phrase.code(t))).toList();
    String says = Character.toUpperCase(s.says().charAt(0)) + s.says().substring(1) + ".";
    return Answer.of(says, Why.plain(s.first()).because(steps)).withNext(s.type().getFirst());
  }

  private static List<Head> heads(String first) {
    return List.of(Head.of(first), Head.elastic("what it tells"));
  }

  private static Row row(String type, String says) {
    return new Row(List.of(List.of(Phrase.code(type)), List.of(Phrase.plain(says))), false);
  }
}
