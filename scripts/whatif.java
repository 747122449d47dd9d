//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.util.List;
import lasthop.Case;
import lasthop.On;
import lasthop.Trace;
import lasthop.WhatIf;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;

/// The same question before and after a change. Nothing but the model is changed.
class whatif {
  private static final Usage USAGE = Usage.of("""
      lasthop whatif SNAPSHOT CHANGE... QUESTION

      CHANGE is a command in quotes: "sysctl -w net.ipv4.conf.all.rp_filter=2", "ip rule add …", "ip route del …",
      "iptables -I FORWARD …". QUESTION is "route 10.0.1.12 from 192.168.235.13 iif enp5s0", "simulate tcp …" or "log",
      every packet of the log in the snapshot's folder.
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, whatif::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    List<String> words = in.words();
    if (words.size() < 3) throw new IllegalArgumentException("which change and question? " + USAGE.text().lines().findFirst().orElseThrow());
    Case files = Case.open(words.subList(0, 1));
    out.report(files.report());
    if (files.hosts().size() != 1) throw new IllegalArgumentException(words.getFirst() + ": one host's snapshot is needed");
    WhatIf changed = new On(files, files.hosts().values().iterator().next()).whatIf(words.get(1));
    for (String change : words.subList(2, words.size() - 1)) changed = changed.whatIf(change);
    String question = words.getLast();
    if (question.startsWith("route ")) out.answer(changed.route(question.substring(6)));
    else if (question.startsWith("simulate ")) out.answer(changed.simulate(question.substring(9)));
    else if (question.equals("log")) for (Trace packet : files.packets()) out.answer(changed.diagnose(packet));
    else throw new IllegalArgumentException("the question \"" + question + "\" begins with none of route, simulate, log");
    return Status.ANSWERED;
  }
}
