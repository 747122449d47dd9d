package lasthop.jsonl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.json.OutcomeJson;
import lasthop.simulate.Assumption;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.simulate.Simulate;
import lasthop.simulate.Start;
import lasthop.simulate.Translation;
import lasthop.text.Printable;
import lasthop.traversal.Disposition;

/// `simulate`: every way a packet can go through a host.
final class SimulateOp implements Op {
  private final Snapshots snapshots;
  /// The model of the host asked last: questions about one host come one after the other.
  private Host host;
  private Family family;
  private Simulate model;

  SimulateOp(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    Host asked = snapshots.host(request, "snapshot");
    Probe probe = new PacketFields(new Request(request.object("packet")), request.family()).probe();
    if (!request.has("start")) enters(asked, probe.packet().meta().in());
    Options options = new Options(request.flag("all_outcomes"), start(request));
    List<Unsaid.Shown> outcomes;
    try {
      outcomes = Unsaid.outcomes(model(asked, request.family()), probe, options, request.object("packet").has("df"));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(e.getMessage(), "start");
    }
    ArrayNode list = answer.putArray("outcomes");
    for (Unsaid.Shown outcome : outcomes) write(list.addObject(), outcome);
  }

  private static void enters(Host asked, String dev) throws Refusal {
    boolean lacking = !dev.isEmpty() && asked.routing().links().filter(l -> !l.has(dev)).isPresent();
    if (lacking) throw Refusal.badRequest("this host has no device \"" + dev + "\"", "packet.iif");
  }

  private Simulate model(Host asked, Family of) {
    if (asked != host || of != family) {
      host = asked;
      family = of;
      model = Simulate.of(asked, of);
    }
    return model;
  }

  private static Optional<Start> start(Request request) throws Refusal {
    if (!request.has("start")) return Optional.empty();
    var start = new Request(request.object("start"));
    return Optional.of(new Start(start.text("table"), start.text("chain"), start.flag("only")));
  }

  private static void write(ObjectNode to, Unsaid.Shown shown) {
    Outcome outcome = shown.outcome();
    Disposition end = outcome.traversal().disposition();
    put(to, "verdict", verdict(end));
    Translation nat = outcome.translation();
    put(to, "dnat", OutcomeJson.destination(nat));
    to.put("masquerade", nat.masquerade());
    put(to, "snat", nat.src().map(Object::toString).orElse(""));
    put(to, "where", end.where());
    put(to, "cause", CauseWord.of(end.cause()));
    if (end instanceof Disposition.Undetermined u) {
      to.putObject("undetermined").put("missing", Printable.text(u.missing())).put("collect", u.collect());
    }
    ArrayNode hops = to.putArray("hops");
    shown.lines().forEach(hops::add);
    to.put("probability", outcome.probability());
    ArrayNode assumptions = to.putArray("assumptions");
    for (Assumption a : shown.assumptions()) OutcomeJson.assumption(a, assumptions.addObject());
  }

  /// What the rules decide; a loss outside them is a DROP. A packet nobody listens for has been accepted.
  private static String verdict(Disposition end) {
    return switch (end) {
      case Disposition.Delivered _, Disposition.Transmitted _, Disposition.Refused _, Disposition.Passed _ -> "ACCEPT";
      case Disposition.Dropped _, Disposition.NeverArrived _, Disposition.Lost _ -> "DROP";
      case Disposition.Rejected _ -> "REJECT";
      case Disposition.Undetermined u -> u.at() == lasthop.traversal.Stage.Step.SOCKET ? "ACCEPT" : "";
      case Disposition.Queued _ -> "";
    };
  }

  private static void put(ObjectNode to, String field, String value) {
    if (value.isEmpty()) to.putNull(field);
    else to.put(field, value);
  }
}
