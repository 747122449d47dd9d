package lasthop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lasthop.answer.Answer;
import lasthop.answer.Why;
import lasthop.diagnose.Diagnoses;
import lasthop.diagnose.Wanted;
import lasthop.explain.DiagnosesAnswer;
import lasthop.explain.DiffAnswer;
import lasthop.explain.HelpAnswer;
import lasthop.explain.RouteLineAnswer;
import lasthop.host.Host;
import lasthop.ip.Ip;
import lasthop.json.AnswerJson;
import lasthop.json.Result;
import lasthop.packet.FlowKey;
import lasthop.packet.Packet;
import lasthop.render.HtmlRenderer;
import lasthop.render.MarkdownRenderer;
import lasthop.render.Screen;
import lasthop.render.SvgRenderer;
import lasthop.render.TextRenderer;
import lasthop.simulate.Probe;
import lasthop.text.Printable;
import lasthop.trace.PacketSelector;

/// The words of the shell, of notebooks and of one-line programs: `import static lasthop.Lasthop.*;`
///
/// It keeps one thing, the case that was opened last; library users call the packages with explicit arguments.
public final class Lasthop {
  private static volatile Case current = Case.NONE;

  private Lasthop() {}

  /// Opens logs and snapshot folders, in any order, in place of the current case.
  ///
  /// @throws UncheckedIOException saying what is wrong with which file
  public static Case open(String... names) {
    try {
      current = Case.open(List.of(names));
      return current;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /// Opens the bundled case: packet 57266 leaves ceph3, packet 28265 is lost on ceph2.
  public static Case example() {
    try {
      current = Case.example();
      return current;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /// The packet with this IP id.
  ///
  /// @throws IllegalArgumentException when there is none, or several: then it lists how to name each
  public static Trace trace(int ipid) {
    return Candidates.one(opened(), PacketSelector.id(ipid), Integer.toString(ipid));
  }

  /// The packet that a selector names: `seq=2213090174`, `tcp 10.0.0.1:80 > 10.0.0.2:4711`.
  ///
  /// @throws IllegalArgumentException when there is none, or several: then it lists how to name each
  public static Trace trace(String selector) {
    return Candidates.one(opened(), PacketSelector.parse(selector), selector);
  }

  /// Every packet of the current case.
  public static Packets packets() {
    return new Packets(opened().packets());
  }

  /// The questions one host answers, where several are open.
  public static On on(String host) {
    return opened().on(host);
  }

  /// A host's snapshot, to hold and pass on.
  public static Host host(String name) {
    return opened().on(name).host();
  }

  /// What `ip route get` would print: from, to, and the device the packet comes in by.
  public static RouteReply route(String src, String dst, String iif) {
    return opened().on(Ip.parse(dst), Ip.tryParse(src)).route(src, dst, iif);
  }

  /// The same in its own words: `from 192.168.235.13 to 10.0.1.12 iif enp5s0 tos 0x00`.
  public static RouteReply route(String words) {
    FlowKey flow = On.query(words, opened().devices()).flow();
    return opened().on(flow.dst(), flow.src()).route(words);
  }

  /// Reverse-path filtering of every open host, device by device.
  public static List<Answer> rpfilter() {
    return opened().hosts().keySet().stream().map(name -> on(name).rpfilter()).toList();
  }

  /// What a kernel parameter does, and its value on the open host.
  public static Answer sysctl(String name) {
    return sysctl().named(name);
  }

  /// The kernel parameters: `sysctl().about("martian")` finds them by symptom.
  public static Parameters sysctl() {
    return new Parameters(current.hosts().values().stream().reduce((_, last) -> last));
  }

  /// Sends a packet through the model of a host: `tcp 192.168.235.13:18130 > 10.43.206.251:8081`.
  public static Simulation simulate(String packet) {
    Packet p = Probe.parse(packet).packet();
    return opened().on(p.dst(), Optional.of(p.src())).simulate(packet);
  }

  /// Where a packet stopped, why, and what would help.
  public static Diagnosed diagnose(Trace packet) {
    return packet.diagnose();
  }

  /// The same for a packet that a selector names: `28265`, `seq=1726587944`. Hosts that logged one packet speak as one.
  public static Diagnosed diagnose(String selector) {
    return Candidates.onAnyHost(opened(), PacketSelector.parse(selector), selector).diagnose();
  }

  /// The packet that fared worst.
  public static Diagnosed diagnose() {
    return Diagnosed.of(Witnesses.of(opened()), Wanted.ANY);
  }

  /// Every packet of the case, those that met the same fate together: losses first.
  public static Answer diagnoses() {
    return DiagnosesAnswer.of(Diagnoses.of(Witnesses.of(opened()), 2000));
  }

  /// The same questions on a host as a command would leave it: the only host that is open, or of several the last.
  public static WhatIf whatIf(String command) {
    return on(opened().hosts().keySet().stream().reduce((_, last) -> last).orElseThrow(
        () -> new IllegalStateException("no snapshot is open: open(\"snapshots/ceph2\") opens one"))).whatIf(command);
  }

  /// The first hop, field or rule where two packets part.
  public static Answer diff(Trace a, Trace b) {
    return DiffAnswer.of(a.side(), b.side());
  }

  /// A line of `ip route`, word by word.
  public static Answer explain(String routeLine) {
    return RouteLineAnswer.of(routeLine);
  }

  /// The questions there are, and where to begin.
  public static Answer help() {
    return HelpAnswer.all();
  }

  /// Where to begin with a symptom such as `vanished`, or what a verb is for.
  public static Answer help(String symptom) {
    return HelpAnswer.about(symptom);
  }

  /// The answer that any result stands for; empty for other values.
  public static Optional<Answer> answer(Object result) {
    return Answers.of(result);
  }

  /// A result as plain text.
  public static String text(Object result) {
    return rendered(result, new TextRenderer(Screen.PIPE)::render, words -> Printable.text(words) + "\n");
  }

  /// A result as Markdown, to paste into a runbook.
  public static String markdown(Object result) {
    return rendered(result, new MarkdownRenderer()::render);
  }

  /// A result as one line of JSON: its data and its answer in words.
  public static String json(Object result) {
    Optional<Result> data = Answers.result(result);
    return rendered(result, a -> data.isPresent() ? AnswerJson.line(data.get(), a) : AnswerJson.line(a));
  }

  /// A result as one HTML page that needs nothing else.
  public static String html(Object result) {
    return rendered(result, a -> new HtmlRenderer().page("lasthop", List.of(a)));
  }

  /// The picture of a result; empty when it has none.
  public static String svg(Object result) {
    return Answers.picture(result).map(new SvgRenderer()::render).orElse("");
  }

  /// Prints a result.
  public static void show(Object result) {
    System.out.print(text(result));
  }

  /// A value that speaks for itself may hold what a log said, and is escaped as an answer is.
  private static String rendered(Object result, Function<Answer, String> renderer) {
    return rendered(result, renderer, words -> renderer.apply(Answer.of(words, Why.NONE)));
  }

  private static String rendered(Object result, Function<Answer, String> renderer, Function<String, String> words) {
    if (result instanceof List<?> all && Answers.of(all).isEmpty()) {
      return String.join("\n", all.stream().map(each -> rendered(each, renderer, words)).toList());
    }
    return Answers.of(result).map(renderer).orElseGet(() -> words.apply(String.valueOf(result)));
  }

  /// What is open now; empty at first.
  public static Case current() {
    return current;
  }

  static Case opened() {
    if (current.logs().isEmpty() && current.hosts().isEmpty()) {
      throw new IllegalStateException("nothing is open: open(\"kern.log\") opens a log, example() the bundled case");
    }
    return current;
  }
}
