//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//SOURCES ../lib/src/main/java/LasthopReplSources.java

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import lasthop.repl.Facade;
import lasthop.runbook.RunbookCommand;

/// Runs the lasthop blocks of a Markdown file and prints it with fresh outputs, checks it, or updates it.
class runbook {
  static void main(String[] args) {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int status = new RunbookCommand(out, err).run(Facade.library(), args);
    out.flush();
    Runtime.getRuntime().halt(status);
  }
}
