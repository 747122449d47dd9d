//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES bench.java
//SOURCES capture.java
//SOURCES collect.java
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
      case "example" -> example.main(words);
      case "jsonl" -> jsonl.main();
      case "repl" -> repl.main(words);
      case "route" -> route.main(words);
      case "rpfilter" -> rpfilter.main(words);
      case "runbook" -> runbook.main(words);
      case "simulate" -> simulate.main(words);
      case "trace" -> trace.main(words);
      case "whatif" -> whatif.main(words);
      case "why" -> why.main(words);
      case "training" -> training(words[0]);
      case "reading" -> reading(words[0]);
      default -> {
        System.err.println("lasthop: no command \"" + command + "\"");
        System.exit(2);
      }
    }
  }

  /// The run that the launcher records for its AOT cache: what is loaded here starts fast. Commands do not end the program
  /// in it.
  ///
  /// @param files a folder with a folder of snapshot and log for each host
  private static void training(String files) {
    String log = files + "/ceph2/kern.log";
    example.main(new String[0]);
    trace.main(new String[] {"28265", log});
    trace.main(new String[] {"28265", log, files + "/ceph2"});
    trace.main(new String[] {log, "--port", "8081"});
    why.main(new String[] {"28265", files});
    route.main(new String[] {files + "/ceph2", "10.0.1.12", "from", "192.168.235.13", "iif", "enp5s0"});
    simulate.main(new String[] {files + "/ceph2", "tcp 192.168.235.13:14024 > 10.0.1.12:8081 iif enp5s0"});
    simulate.main(new String[] {files + "/ceph3", "tcp 192.168.235.13:14024 > 10.43.206.251:8081"});
    trace.main(new String[] {"seq=1726587944", log, "--json"});
  }

  /// The same for the work on a large log.
  private static void reading(String log) {
    trace.main(new String[] {"28265", log, "--index"});
    trace.main(new String[] {"seq=105", log, "--index"});
    trace.main(new String[] {"seq=106", log});
    trace.main(new String[] {log});
  }
}
