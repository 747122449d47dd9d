//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lasthop.collect.Scope;
import lasthop.collect.TraceRun;
import lasthop.collect.Tracer;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;

/// The commands that trace one flow, and those that take the trace away again; printed, not run, unless asked.
class capture {
  static final Usage USAGE = Usage.of("""
      lasthop capture "tcp 192.0.2.1 > 198.51.100.2:80 iif eth0"

      Prints the commands that trace the flow and its answers. Ports may be left away; an address may be a network or any.
      Answers of a translated flow come from another address: capture them as a flow of their own.

        --tracer NAME   legacy, iptables-nft or nft: where the rules are (found out here if not given)
        --netns NAME    in this network namespace
        --pid NUMBER    in the network namespace of this process
        --one-way       without the answers
        --run           run them, as root; everything is taken away at the end
        --clean         only remove what a killed --run has left
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, capture::run);
  }

  static Status run(Arguments in, Output out) throws IOException {
    List<String> inside = inside(in);
    if (in.has("--clean")) {
      for (var command : TraceRun.clean(inside)) out.print(command + "\n");
      return Status.ANSWERED;
    }
    Scope asked = Scope.parse(String.join(" ", in.words()));
    List<Scope> scopes = in.has("--one-way") ? List.of(asked) : List.of(asked, asked.reversed());
    Tracer tracer = in.value("--tracer").map(capture::tracer).orElseGet(() -> Tracer.here(inside));
    if (in.has("--run")) TraceRun.run(tracer, scopes, inside, System.out::println, System.err::println);
    else out.print(TraceRun.script(tracer, scopes, inside));
    return Status.ANSWERED;
  }

  private static List<String> inside(Arguments in) {
    var words = new ArrayList<String>();
    in.value("--netns").ifPresent(name -> words.addAll(List.of("ip", "netns", "exec", name)));
    in.value("--pid").ifPresent(pid -> words.addAll(List.of("nsenter", "-t", pid, "-n")));
    return words;
  }

  private static Tracer tracer(String name) {
    for (Tracer t : Tracer.values()) if (t.name().replace('_', '-').equals(name.toUpperCase(Locale.ROOT))) return t;
    throw new IllegalArgumentException("unknown tracer \"" + name + "\": legacy, iptables-nft or nft");
  }
}
