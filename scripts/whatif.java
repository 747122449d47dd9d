//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lasthop.Case;
import lasthop.On;
import lasthop.WhatIf;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;

/// The same question before and after a change, or what it does to every packet of a log. Nothing but the model is changed.
class whatif {
  static final Usage USAGE = Usage.of("""
      lasthop whatif [LOG...] SNAPSHOT CHANGE... [QUESTION]

      CHANGE is a command in quotes: "sysctl -w net.ipv4.conf.all.rp_filter=2", "ip rule add …", "ip route del …",
      "iptables -I FORWARD …". QUESTION is "route 10.0.1.12 from 192.168.235.13 iif enp5s0" or "simulate tcp …". Without
      one, every packet of the log is sent again: how many are fixed, broken, unchanged, and which sources are newly believed.
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, whatif::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    List<String> files = in.words().stream().takeWhile(word -> word.equals("-") || Files.exists(Path.of(word))).toList();
    List<String> words = in.words().subList(files.size(), in.words().size());
    if (files.isEmpty() || words.isEmpty()) throw new IllegalArgumentException("which change? " + USAGE.text().lines().findFirst().orElseThrow());
    Case open = Case.open(files);
    out.report(open.report());
    if (open.hosts().size() != 1) throw new IllegalArgumentException("one host's snapshot is needed, there are " + open.hosts().size());
    String question = words.getLast();
    boolean asks = question.startsWith("route ") || question.startsWith("simulate ");
    List<String> changes = asks ? words.subList(0, words.size() - 1) : words;
    if (changes.isEmpty()) throw new IllegalArgumentException("which change? " + USAGE.text().lines().findFirst().orElseThrow());
    WhatIf changed = new On(open, open.hosts().values().iterator().next()).whatIf(changes.getFirst());
    for (String change : changes.subList(1, changes.size())) changed = changed.whatIf(change);
    if (question.startsWith("route ")) out.answer(changed.route(question.substring(6)));
    else if (question.startsWith("simulate ")) out.answer(changed.simulate(question.substring(9)));
    else if (open.packets().isEmpty()) throw new IllegalArgumentException("no packet is traced there: name a log, or ask \"route …\" or \"simulate …\"");
    else out.answer(changed.diagnose());
    return Status.ANSWERED;
  }
}
