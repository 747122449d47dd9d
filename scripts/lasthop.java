//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES capture.java
//SOURCES collect.java
//SOURCES example.java
//SOURCES jsonl.java
//SOURCES trace.java
//SOURCES ../lib/src/main/java/LasthopReplSources.java

import java.util.Arrays;

/// All commands in one program: `jbang lasthop@… trace kern.log`. Without a command, the shell.
class commands {
  static void main(String[] args) throws Exception {
    String command = args.length == 0 ? "repl" : args[0];
    String[] words = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (command) {
      case "capture" -> capture.main(words);
      case "collect" -> collect.main(words);
      case "example" -> example.main(words);
      case "jsonl" -> jsonl.main();
      case "trace" -> trace.main(words);
      default -> {
        System.err.println("lasthop: no command \"" + command + "\"");
        System.exit(2);
      }
    }
  }
}
