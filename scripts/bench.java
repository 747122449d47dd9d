//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import lasthop.bench.Bench;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;

/// The speed of everything, beside grep, ip and iptables-restore in the same rounds, as one table.
class bench {
  static final Usage USAGE = Usage.of("""
      lasthop bench [AREA]

      AREA is start, log, routes, rules or questions; without one, all. Inputs are made in the folder for temporary files,
      up to 2 GiB, and removed at the end. What is compared with the kernel needs root, for a network namespace of its own.
      Exit status 1: a ratio misses its target by more than half.

        --quick        smaller inputs, fewer rounds: at most 3 minutes instead of 15
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, bench::measure);
  }

  static Status measure(Arguments in, Output out) throws IOException {
    String area = in.words().isEmpty() ? "" : in.words().getFirst();
    Bench bench = Bench.run(in.has("--quick"), area, System.getProperty("lasthop.launcher", ""), name -> {
      System.err.println("lasthop: measuring " + name);
    });
    out.answer(bench.answer());
    for (String figure : bench.failures()) out.note("far from its target: " + figure);
    return bench.failures().isEmpty() ? Status.ANSWERED : Status.NOT_FOUND;
  }
}
