//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java
//FILES collect.sh

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lasthop.collect.Collect;
import lasthop.collect.Redact;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;

/// A snapshot of a host: what it prints of its rules, routes and settings. Only reads; needs no root.
class collect {
  static final Usage USAGE = Usage.of("""
      lasthop collect [DIR] [> NODE.tar]

      Writes the snapshot to DIR, new or empty; without DIR, a tar archive to stdout.
      The same on a host without Java: ssh node sh -s < scripts/collect.sh > node.tar

        --from NODE     collect there, by ssh
        --all-netns     every network namespace as well (needs root)
        --redact        map addresses and names; --key KEY makes hosts agree
        --key KEY       what the mapping is made from
        --hide WORDS    with --redact: map these words too, separated by commas
        --of FOLDER     with --redact: the files of FOLDER, collected before
        --log MINUTES   TRACE lines of the kernel log of the last minutes
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, collect::run);
  }

  static Status run(Arguments in, Output out) throws IOException {
    if (in.words().size() > 1) throw new IllegalArgumentException("one folder at most: " + String.join(" ", in.words()));
    List<String> hidden = List.of(in.value("--hide").orElse("").split(","));
    if (in.has("--of")) return redact(in, hidden);
    var options = new ArrayList<String>();
    for (String dir : in.words()) options.addAll(List.of("-o", dir));
    if (in.has("--all-netns")) options.add("--all-netns");
    if (in.has("--redact")) options.add(in.value("--key").map(k -> "--redact=" + k).orElse("--redact"));
    for (String word : hidden) if (!word.isEmpty()) options.addAll(List.of("--hide", word));
    in.value("--log").ifPresent(minutes -> options.addAll(List.of("--log", minutes)));
    return Collect.run(script(), in.value("--from"), options) == 0 ? Status.ANSWERED : Status.UNREADABLE;
  }

  private static Status redact(Arguments in, List<String> hidden) throws IOException {
    if (!in.has("--redact") || in.words().isEmpty()) throw new IllegalArgumentException("right is: collect NEW --redact --of FOLDER");
    String key = in.value("--key").orElseGet(Redact::randomKey);
    new Redact(key, Set.copyOf(hidden)).folder(Path.of(in.value("--of").orElseThrow()), Path.of(in.words().getFirst()));
    return Status.ANSWERED;
  }

  private static String script() throws IOException {
    try (var in = collect.class.getResourceAsStream("/collect.sh")) {
      if (in == null) throw new IOException("collect.sh is missing beside the program");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
