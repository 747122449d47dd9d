//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lasthop.collect.Scope;
import lasthop.collect.TraceRun;
import lasthop.collect.Tracer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that trace one flow, and those that take the trace away again; printed, not run, unless asked.
@Command(name = "capture", mixinStandardHelpOptions = true,
    description = "Prints the commands that trace a flow: tcp 192.0.2.1 > 198.51.100.2:80 iif eth0")
class capture implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "FLOW", description = "ports may be left away, an address may be a network or any") List<String> flow = List.of();
  @Option(names = "--tracer", description = "where the rules are: ${COMPLETION-CANDIDATES} (default: found out here)") Optional<Tracer> tracer = Optional.empty();
  @Option(names = "--netns", paramLabel = "NAME", description = "in this network namespace") Optional<String> netns = Optional.empty();
  @Option(names = "--pid", paramLabel = "PID", description = "in the network namespace of this process") Optional<Long> pid = Optional.empty();
  @Option(names = "--one-way", description = "without the answers") boolean oneWay;
  @Option(names = "--run", description = "run them, as root; everything is taken away at the end") boolean run;
  @Option(names = "--clean", description = "only remove what a killed --run has left") boolean clean;

  static void main(String[] args) {
    System.exit(new CommandLine(new capture()).execute(args));
  }

  @Override public Integer call() throws InterruptedException {
    var inside = new ArrayList<String>();
    netns.ifPresent(n -> inside.addAll(List.of("ip", "netns", "exec", n)));
    pid.ifPresent(p -> inside.addAll(List.of("nsenter", "-t", p.toString(), "-n")));
    try {
      if (clean) {
        TraceRun.clean(inside).forEach(System.out::println);
        return 0;
      }
      Scope asked = Scope.parse(String.join(" ", flow));
      List<Scope> scopes = oneWay ? List.of(asked) : List.of(asked, asked.reversed());
      Tracer found = tracer.orElseGet(() -> Tracer.here(inside));
      if (run) TraceRun.run(found, scopes, inside, System.out::println, System.err::println);
      else System.out.print(TraceRun.script(found, scopes, inside));
      return 0;
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("capture: " + e.getMessage());
      return 2;
    }
  }
}
