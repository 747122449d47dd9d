//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES jsonl.java
//SOURCES ../lib/src/main/java/LasthopReplSources.java

import java.util.Arrays;

/// All commands in one program: `jbang lasthop@… trace kern.log`. Without a command, the shell.
class commands {
  static void main(String[] args) throws Exception {
    String command = args.length == 0 ? "repl" : args[0];
    String[] words = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (command) {
      case "jsonl" -> jsonl.main();
      default -> {
        System.err.println("lasthop: no command \"" + command + "\"" + words.length);
        System.exit(2);
      }
    }
  }
}
