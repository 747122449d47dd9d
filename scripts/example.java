//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import lasthop.Case;
import lasthop.Diagnosed;
import lasthop.Trace;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;

/// The bundled case: a packet leaves ceph3 for a service address, and one like it is lost on ceph2.
class example {
  static final Usage USAGE = Usage.of("lasthop example\n\n");

  static void main(String[] args) {
    Command.main(args, USAGE, example::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    Case files = Case.example();
    out.report(files.report());
    for (Trace packet : files.packets()) {
      out.answer(packet.answer(), packet::result);
      if (!out.isJson()) out.print("\n");
      Diagnosed told = packet.diagnose();
      out.answer(told.answer(), told::result);
      if (!out.isJson()) out.print("\n");
    }
    return Status.ANSWERED;
  }
}
