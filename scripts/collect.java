//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java
//FILES collect.sh

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lasthop.collect.Collect;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What lasthop wants to know of a host, as a tar archive on stdout or as files in a folder.
@Command(name = "collect", mixinStandardHelpOptions = true,
    description = "Prints a snapshot of this host (or of NODE) as a tar archive. Only reads; needs no root.")
class collect implements Callable<Integer> {
  @Option(names = "--from", paramLabel = "NODE", description = "collect there, by ssh") Optional<String> node = Optional.empty();
  @Option(names = "-o", paramLabel = "DIR", description = "write the files to DIR, new or empty") Optional<String> dir = Optional.empty();
  @Option(names = "--all-netns", description = "every network namespace as well (needs root)") boolean all;
  @Option(names = "--redact", arity = "0..1", fallbackValue = "", paramLabel = "KEY",
      description = "map addresses and names; hosts given the same KEY agree") Optional<String> key = Optional.empty();
  @Option(names = "--hide", paramLabel = "WORD", description = "with --redact: map this word too") List<String> hide = List.of();
  @Option(names = "--log", paramLabel = "MINUTES", description = "TRACE lines of the kernel log") Optional<Integer> minutes = Optional.empty();

  static void main(String[] args) {
    System.exit(new CommandLine(new collect()).execute(args));
  }

  @Override public Integer call() throws IOException, InterruptedException {
    var arguments = new ArrayList<String>();
    dir.ifPresent(d -> arguments.addAll(List.of("-o", d)));
    if (all) arguments.add("--all-netns");
    key.ifPresent(k -> arguments.add(k.isEmpty() ? "--redact" : "--redact=" + k));
    for (String word : hide) arguments.addAll(List.of("--hide", word));
    minutes.ifPresent(m -> arguments.addAll(List.of("--log", m.toString())));
    try (var script = collect.class.getResourceAsStream("/collect.sh")) {
      return Collect.run(new String(script.readAllBytes(), StandardCharsets.UTF_8), node, arguments);
    }
  }
}
