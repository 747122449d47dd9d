//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.util.List;
import lasthop.Case;
import lasthop.On;
import lasthop.Simulation;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;
import lasthop.traversal.Disposition;

/// A packet through the host of a snapshot: the lines its log would show, and what becomes of it.
class simulate {
  static final Usage USAGE = Usage.of("""
      lasthop simulate SNAPSHOT PACKET

      PACKET is such as "tcp 192.168.235.13:14024 > 10.0.1.12:8081 iif enp5s0"; without iif the host itself sends it.

        --conntrack  look its connection up in conntrack.txt: its state, and its translation both ways

      Exit status: 0 it gets through, 1 it does not, 2 unreadable input, 3 the files do not settle it.
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, simulate::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    List<String> words = in.words();
    if (words.size() < 2) throw new IllegalArgumentException("which packet? " + USAGE.text().lines().findFirst().orElseThrow());
    Case files = Case.open(words.subList(0, 1));
    out.report(files.report());
    if (files.hosts().size() != 1) throw new IllegalArgumentException(words.getFirst() + ": one host's snapshot is needed");
    Simulation sent = new On(files, files.hosts().values().iterator().next())
        .simulate(String.join(" ", words.subList(1, words.size())) + (in.has("--conntrack") ? " ct=lookup" : ""));
    out.report(sent.on().host().rules().report(sent.probe().packet().family()));
    out.answer(sent.answer(), sent::result);
    Disposition end = sent.end();
    boolean through = end instanceof Disposition.Delivered || end instanceof Disposition.Transmitted;
    return through ? Status.ANSWERED : end.verdict().isEmpty() ? Status.UNDETERMINED : Status.NOT_FOUND;
  }
}
