package lasthop;

import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.answer.Diagram;
import lasthop.explain.CaseAnswer;
import lasthop.explain.HostAnswer;
import lasthop.explain.RouteAnswer;
import lasthop.explain.TraceAnswer;
import lasthop.host.Host;
import lasthop.json.Result;
import lasthop.routing.RouteDecision;

/// The answer that any result stands for.
final class Answers {
  private Answers() {}

  /// Empty for values of other kinds: they speak for themselves.
  static Optional<Answer> of(Object value) {
    return switch (value) {
      case Answer answer -> Optional.of(answer);
      case Trace trace -> Optional.of(trace.answer());
      case Case files -> Optional.of(CaseAnswer.of(files.packets().stream().map(Trace::packet).toList(), files.hosts().values(), files.report()));
      case Packets packets -> Optional.of(packets.answer());
      case RouteReply reply -> Optional.of(reply.answer());
      case Simulation simulation -> Optional.of(simulation.answer());
      case Diagnosed diagnosed -> Optional.of(diagnosed.answer());
      case Host host -> Optional.of(HostAnswer.of(host));
      case Parameters parameters -> Optional.of(parameters.answer());
      case RouteDecision decision -> Optional.of(RouteAnswer.of(decision));
      case List<?> all when !all.isEmpty() && all.stream().allMatch(Trace.class::isInstance) ->
          Optional.of(new Packets(all.stream().map(Trace.class::cast).toList()).answer());
      default -> Optional.empty();
    };
  }

  /// The picture of a result: for a packet the hooks it passed, which its table tells more closely in text.
  static Optional<Diagram> picture(Object value) {
    return value instanceof Trace trace ? Optional.of(TraceAnswer.picture(trace.way())) : of(value).flatMap(Answer::diagram);
  }

  /// The result as data; empty for values that are told in words alone.
  static Optional<Result> result(Object value) {
    return switch (value) {
      case Trace trace -> Optional.of(trace.result());
      case RouteReply reply -> Optional.of(reply.result());
      case RouteDecision decision -> Optional.of(new Result.Route(decision));
      case Simulation simulation -> Optional.of(simulation.result());
      case Diagnosed diagnosed -> Optional.of(diagnosed.result());
      default -> Optional.empty();
    };
  }
}
