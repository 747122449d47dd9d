//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES bench.java
//SOURCES capture.java
//SOURCES collect.java
//SOURCES example.java
//SOURCES route.java
//SOURCES rpfilter.java
//SOURCES simulate.java
//SOURCES trace.java
//SOURCES whatif.java
//SOURCES why.java
//SOURCES ../lib/src/main/java/LasthopReplSources.java

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;
import lasthop.completion.Completions;
import lasthop.repl.Repl;
import lasthop.runbook.RunbookCommand;

/// What bash or zsh needs to complete ./lasthop: eval "$(./lasthop completion bash)"
class completion {
  private static final Usage USAGE = Usage.of("""
      lasthop completion bash|zsh

      Prints a script that completes commands, options and files. For this shell: eval "$(./lasthop completion bash)"
      For every shell from now on, put that line into ~/.bashrc or ~/.zshrc.

      """);

  static void main(String[] args) {
    Command.main(args, USAGE, completion::print);
  }

  static Status print(Arguments in, Output out) throws IOException {
    boolean known = in.words().size() == 1 && (in.words().contains("bash") || in.words().contains("zsh"));
    if (!known) throw new IllegalArgumentException("for which shell? " + USAGE.text().lines().findFirst().orElseThrow());
    out.print(Completions.script(in.words().getFirst(), "lasthop", commands()));
    return Status.ANSWERED;
  }

  /// Every command with its help text; those of the launcher alone have few words.
  static Map<String, Usage> commands() {
    var all = new TreeMap<String, Usage>();
    all.put("bench", bench.USAGE);
    all.put("capture", capture.USAGE);
    all.put("collect", collect.USAGE);
    all.put("completion", USAGE);
    all.put("example", example.USAGE);
    all.put("help", new Usage(""));
    all.put("jsonl", new Usage(""));
    all.put("notebook", new Usage("\n  --check\n  --update\n"));
    all.put("repl", new Usage(Repl.USAGE));
    all.put("route", route.USAGE);
    all.put("rpfilter", rpfilter.USAGE);
    all.put("runbook", new Usage(RunbookCommand.USAGE));
    all.put("simulate", simulate.USAGE);
    all.put("test", new Usage(""));
    all.put("trace", trace.USAGE);
    all.put("whatif", whatif.USAGE);
    all.put("why", why.USAGE);
    return all;
  }
}
