//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.util.List;
import lasthop.Case;
import lasthop.On;
import lasthop.RouteReply;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;
import lasthop.routing.RouteDecision;

/// What `ip route get` prints on the host of a snapshot, and with --why the reasons.
class route {
  static final Usage USAGE = Usage.of("""
      lasthop route SNAPSHOT WORDS...

      WORDS are those of ip route get: 10.0.1.12 from 192.168.235.13 iif enp5s0. The answer comes with every rule, table
      and candidate that was looked at, and why each lost.

        --plain        only what ip route get prints on that kernel, byte for byte
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, route::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    List<String> words = in.words();
    if (words.size() < 2) throw new IllegalArgumentException("which flow? " + USAGE.text().lines().findFirst().orElseThrow());
    Case files = Case.open(words.subList(0, 1));
    out.report(files.report());
    if (files.hosts().size() != 1) throw new IllegalArgumentException(words.getFirst() + ": one host's snapshot is needed");
    RouteReply reply = new On(files, files.hosts().values().iterator().next()).route(String.join(" ", words.subList(1, words.size())));
    if (in.has("--plain") && !(reply.decision() instanceof RouteDecision.Undetermined)) out.print(reply.toString());
    else out.answer(reply.why(), reply::result);
    return switch (reply.decision()) {
      case RouteDecision.Routed _ -> Status.ANSWERED;
      case RouteDecision.Refused _ -> Status.NOT_FOUND;
      case RouteDecision.Undetermined _ -> Status.UNDETERMINED;
    };
  }
}
