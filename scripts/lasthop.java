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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      case "simulating" -> simulating(words[0]);
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
    for (String[] words : new String[][] {{"28265", log}, {"28265", log, files + "/ceph2"}}) trace.main(words);
    trace.main(new String[] {log, "--port", "8081"});
    why.main(new String[] {"28265", files});
    route.main(new String[] {files + "/ceph2", "10.0.1.12", "from", "192.168.235.13", "iif", "enp5s0"});
    trace.main(new String[] {"seq=1726587944", log, "--json"});
  }

  /// The same for the work on a large log.
  private static void reading(String log) {
    trace.main(new String[] {"28265", log, "--index"});
    trace.main(new String[] {"seq=105", log, "--index"});
    trace.main(new String[] {"seq=106", log});
    trace.main(new String[] {log});
  }

  /// The same for simulate, with rules that are made long and random.
  private static void simulating(String files) throws IOException {
    simulate.main(new String[] {files + "/ceph2", "tcp 192.168.235.13:14024 > 10.0.1.12:8081 iif enp5s0"});
    Path made = Files.createTempDirectory("lasthop");
    Path host = Path.of(files, "ceph3");
    for (String text : host.toFile().list()) Files.copy(host.resolve(text), made.resolve(text));
    Path rules = made.resolve("iptables-save.txt");
    String random = Files.readString(rules).replace("-j KUBE-SEP", "-m statistic --mode random --probability 0.5 -j KUBE-SEP");
    Files.writeString(rules, random + "#\n".repeat(1 << 19));
    simulate.main(new String[] {made.toString(), "tcp 192.168.235.13:14024 > 10.43.206.251:8081"});
    simulate.main(new String[] {made.toString(), "tcp 10.42.0.9:14024 > 10.43.206.251:8081 iif enp3s0"});
    for (String text : made.toFile().list()) Files.delete(made.resolve(text));
    Files.delete(made);
  }
}
