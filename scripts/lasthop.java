//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES bench.java
//SOURCES capture.java
//SOURCES collect.java
//SOURCES completion.java
//SOURCES example.java
//SOURCES jsonl.java
//SOURCES repl.java
//SOURCES route.java
//SOURCES rpfilter.java
//SOURCES runbook.java
//SOURCES simulate.java
//SOURCES trace.java
//SOURCES whatif.java
//SOURCES why.java
//SOURCES ../lib/src/main/java/LasthopReplSources.java

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;

/// All commands in one program: `jbang lasthop@… trace kern.log`. Without a command, the shell.
class commands {
  static void main(String[] args) throws Exception {
    String command = args.length == 0 ? "repl" : args[0];
    String[] words = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (command) {
      case "bench" -> bench.main(words);
      case "capture" -> capture.main(words);
      case "collect" -> collect.main(words);
      case "completion" -> completion.main(words);
      case "example" -> example.main(words);
      case "jsonl" -> jsonl.main(words);
      case "repl" -> repl.main(words);
      case "route" -> route.main(words);
      case "rpfilter" -> rpfilter.main(words);
      case "runbook" -> runbook.main(words);
      case "simulate" -> simulate.main(words);
      case "trace" -> trace.main(words);
      case "whatif" -> whatif.main(words);
      case "why" -> why.main(words);
      case "training" -> training();
      default -> {
        System.err.println("lasthop: no command \"" + command + "\"");
        System.exit(2);
      }
    }
  }

  /// The run that the launcher records for an AOT cache: every line of the input is a command, its words parted by `|`. What
  /// they load starts fast later. Commands do not end the program in it.
  private static void training() throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) main(line.split("\\|"));
  }
}
