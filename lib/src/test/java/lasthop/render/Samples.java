package lasthop.render;

import static lasthop.answer.Phrase.code;
import static lasthop.answer.Phrase.mark;
import static lasthop.answer.Phrase.plain;

import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.answer.Cite;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.Box;
import lasthop.answer.Diagram.Line;
import lasthop.answer.Diagram.State;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;

/// Answers of the usual shape, for the tests of all renderers.
final class Samples {
  private Samples() {}

  static Answer refused() {
    var why = Why.plain("the source did not pass reverse-path validation").because(
        Why.says(code("enp5s0"), plain(" has "), code("rp_filter 1"), plain(": the larger of "), code("conf/all"),
            plain(" and "), code("conf/enp5s0")).citing(new Cite("sysctl.txt", 212, "net.ipv4.conf.all.rp_filter = 1")),
        Why.says(plain("to "), code("192.168.235.13"), plain(" the host would send by "), code("enp3s0"))
            .citing(new Cite("ip-route.txt", 9, "default via 192.168.1.1 dev enp3s0")),
        Why.says(plain("the packet came in by "), code("enp5s0"), plain(", so mode 1 "),
            mark("refuses it", Tone.BAD)));
    return new Answer("Dropped at the input routing decision, after nat PREROUTING.", why, List.of(hops()),
        Optional.of(flow()), "whatIf(\"sysctl -w net.ipv4.conf.all.rp_filter=2\")");
  }

  static Grid hops() {
    return new Grid("", List.of(Head.right("#"), Head.right("Δµs"), Head.of("hook"), Head.of("where"),
        Head.elastic("rule")), List.of(
            row(false, plain("1"), plain("0"), plain("PREROUTING"), code("raw:PREROUTING:policy:2"), plain("ACCEPT")),
            row(false, plain("2"), plain("18"), plain("PREROUTING"), code("nat:KUBE-SVC-X:rule:1"),
                code("-A KUBE-SVC-X -m comment --comment \"default/web:http\" -j DNAT --to-destination 10.0.1.12:8081")),
            row(true, plain(""), plain(""), plain("routing"), plain("input decision"), plain("IP_RPFILTER"))));
  }

  static Row row(boolean inferred, Phrase... cells) {
    return new Row(List.of(cells).stream().map(List::of).toList(), inferred);
  }

  static Diagram flow() {
    return new Diagram("Packet 57266 on host node1", List.of(
        new Box("in", "enp5s0", 0, 1, State.VISITED),
        new Box("pre", "PREROUTING\nraw  mangle  nat", 1, 1, State.LAST),
        new Box("route", "routing\ninput decision", 2, 1, State.FAILED),
        new Box("fwd", "FORWARD\nmangle  filter", 3, 1, State.MISSING),
        new Box("post", "POSTROUTING\nmangle  nat", 4, 1, State.IDLE),
        new Box("input", "INPUT\nmangle  filter", 3, 0, State.IDLE),
        new Box("local", "local process", 4, 0, State.IDLE)),
        List.of(new Line("in", "pre", "", State.VISITED), new Line("pre", "route", "", State.FAILED),
            new Line("route", "fwd", "", State.MISSING), new Line("route", "input", "", State.IDLE),
            new Line("fwd", "post", "", State.IDLE), new Line("input", "local", "", State.IDLE)));
  }

  /// Text as a hostile log could hold it.
  static final String HOSTILE = "a]\033[31mred\007</code><script>alert(1)</script> `` ``` | **b** [x](http://e.vil) &amp; \u202etxt";
}
