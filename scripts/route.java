//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;
import lasthop.explain.RouteAnswer;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteWords;
import lasthop.routing.Routing;
import lasthop.snapshot.Snapshot;

/// What `ip route get` prints on the host of a snapshot, with every step that led there.
class route {
  private static final Usage USAGE = Usage.of("""
      lasthop route SNAPSHOT WORDS...

      WORDS are those of `ip route get`: 10.0.1.12 from 192.168.235.13 iif enp5s0 mark 1.

        --plain        only what `ip route get` prints
        --6            ask as `ip -6 route get` does
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, route::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    List<String> words = in.words();
    if (words.size() < 2) throw new IllegalArgumentException("which way? " + USAGE.text().lines().findFirst().orElseThrow());
    Host host = Snapshot.read(Path.of(words.getFirst()));
    out.report(host.report());
    Optional<Family> family = in.has("--6") ? Optional.of(Family.IPV6) : Optional.empty();
    RouteDecision decision;
    try {
      var query = RouteWords.parse(String.join(" ", words.subList(1, words.size())), family, host.links());
      decision = Routing.explain(host.routing(), query.flow());
    } catch (RouteWords.Refused refused) {
      throw new IllegalArgumentException("`ip route get` refuses these words: " + refused.getMessage().strip(), refused);
    }
    if (in.has("--plain") && !(decision instanceof RouteDecision.Undetermined)) out.print(decision.toString());
    else out.answer(RouteAnswer.of(decision));
    return switch (decision) {
      case RouteDecision.Routed _ -> Status.ANSWERED;
      case RouteDecision.Refused _ -> Status.NOT_FOUND;
      case RouteDecision.Undetermined _ -> Status.UNDETERMINED;
    };
  }
}
