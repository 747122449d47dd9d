package lasthop.explain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.Box;
import lasthop.answer.Diagram.Line;
import lasthop.answer.Diagram.State;
import lasthop.netfilter.Hook;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;

/// A packet's way drawn on the flow of netfilter: what it passed, where it was last, and what it never reached.
final class FlowDiagram {
  private final Traversal way;
  private final Map<Hook, Boolean> visited = new EnumMap<>(Hook.class);
  private boolean routedIn;
  private boolean routedOut;

  private FlowDiagram(Traversal way) {
    this.way = way;
    for (Hop hop : way.hops()) {
      switch (hop.stage()) {
        case Stage.Chain chain -> visited.put(chain.hook(), true);
        case Stage.Step step -> {
          routedIn |= step == Stage.Step.ROUTING_INPUT;
          routedOut |= step == Stage.Step.ROUTING_OUTPUT;
        }
      }
    }
  }

  static Diagram of(Traversal way) {
    return new FlowDiagram(way).drawn();
  }

  private Diagram drawn() {
    State in = hook(Hook.PREROUTING);
    State decided = routedIn ? end(Stage.Step.ROUTING_INPUT) : in == State.IDLE ? State.IDLE : State.MISSING;
    var boxes = List.of(box("device in", "device in", 0, 0, in), box("PREROUTING", "PREROUTING", 1, 0, in),
        box("routing in", "routing\ninput", 2, 0, decided), box("FORWARD", "FORWARD", 3, 0, hook(Hook.FORWARD)),
        box("POSTROUTING", "POSTROUTING", 5, 0, hook(Hook.POSTROUTING)), box("device out", "device out", 6, 0, out()),
        box("INPUT", "INPUT", 2, 1, hook(Hook.INPUT)), box("socket", "socket", 3, 1, socket()),
        box("routing out", "routing\noutput", 4, 1, routedOut ? end(Stage.Step.ROUTING_OUTPUT) : State.IDLE),
        box("OUTPUT", "OUTPUT", 5, 1, hook(Hook.OUTPUT)));
    var lines = new ArrayList<Line>();
    line(lines, boxes, "device in", "PREROUTING");
    line(lines, boxes, "PREROUTING", "routing in");
    line(lines, boxes, "routing in", "FORWARD");
    line(lines, boxes, "routing in", "INPUT");
    line(lines, boxes, "FORWARD", "POSTROUTING");
    line(lines, boxes, "INPUT", "socket");
    line(lines, boxes, "socket", "routing out");
    line(lines, boxes, "routing out", "OUTPUT");
    line(lines, boxes, "OUTPUT", "POSTROUTING");
    line(lines, boxes, "POSTROUTING", "device out");
    return new Diagram("", boxes, lines);
  }

  private static Box box(String id, String label, int column, int row, State state) {
    return new Box(id, label, column, row, state);
  }

  /// A line is walked when both its ends are.
  private static void line(List<Line> lines, List<Box> boxes, String from, String to) {
    boolean walked = isWalked(boxes, from) && isWalked(boxes, to);
    lines.add(new Line(from, to, "", walked ? State.VISITED : State.IDLE));
  }

  private static boolean isWalked(List<Box> boxes, String id) {
    return boxes.stream().anyMatch(b -> b.id().equals(id) && b.state() != State.IDLE && b.state() != State.MISSING);
  }

  private State hook(Hook hook) {
    if (!visited.getOrDefault(hook, false)) return expects(hook) ? State.MISSING : State.IDLE;
    return way.disposition() instanceof Disposition.Dropped d && d.at() instanceof Stage.Chain c && c.hook() == hook
        || way.disposition() instanceof Disposition.Rejected r && r.at() instanceof Stage.Chain q && q.hook() == hook ? State.FAILED : State.VISITED;
  }

  private boolean expects(Hook hook) {
    return way.disposition() instanceof Disposition.Lost lost && lost.expected().next().stream().anyMatch(c -> c.hook() == hook);
  }

  private State end(Stage.Step step) {
    return way.disposition() instanceof Disposition.Dropped d && d.at() == step ? State.FAILED : State.VISITED;
  }

  private State out() {
    if (way.disposition() instanceof Disposition.Transmitted) return State.LAST;
    return way.disposition() instanceof Disposition.Dropped d && d.at() == Stage.Step.NEIGHBOUR ? State.FAILED : State.IDLE;
  }

  private State socket() {
    return switch (way.disposition()) {
      case Disposition.Delivered _ -> State.LAST;
      case Disposition.Refused _ -> State.FAILED;
      default -> routedOut || visited.getOrDefault(Hook.OUTPUT, false) ? State.VISITED : State.IDLE;
    };
  }
}
