//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import lasthop.Case;
import lasthop.Diagnosed;
import lasthop.Lasthop;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;
import lasthop.trace.Absence;
import lasthop.trace.PacketSelector;

/// Where and why a traced packet stopped, what else it could have been, and the fix, replayed.
class why {
  static final Usage USAGE = Usage.of("""
      lasthop why [PACKET] LOG... SNAPSHOT...

      PACKET is an IP id or words such as seq=2213090174; without it the packet that fared worst is taken.
      Exit status: 0 it got through, 1 it did not, 2 unreadable input, 3 the files do not settle it.

        --html         one page that needs nothing else
        --svg          the packet's way as a picture
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, why::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    if (in.words().isEmpty()) throw new IllegalArgumentException("which log? " + USAGE.text().lines().findFirst().orElseThrow());
    Case files = Lasthop.open(in.files().toArray(String[]::new));
    out.report(files.report());
    var wanted = PacketSelector.parse(in.question());
    if (files.packets(wanted).isEmpty()) {
      for (String name : in.files()) out.note(Absence.of(name, wanted, files.traceLogs()));
      return Status.NOT_FOUND;
    }
    Diagnosed told = in.question().isEmpty() ? Lasthop.diagnose() : Lasthop.diagnose(in.question());
    if (in.has("--html")) out.print(Lasthop.html(told));
    else if (in.has("--svg")) out.print(Lasthop.svg(told));
    else out.answer(told.answer(), told::result);
    return !told.decisive().isSettled() ? Status.UNDETERMINED : told.gotThrough() ? Status.ANSWERED : Status.NOT_FOUND;
  }
}
