//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lasthop.Case;
import lasthop.Trace;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;
import lasthop.diagnose.Diagnose;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Wanted;
import lasthop.explain.DiagnosisAnswer;
import lasthop.trace.PacketSelector;

/// Where a traced packet stopped and why, with the evidence, and the changes that would let it through.
class why {
  private static final Usage USAGE = Usage.of("""
      lasthop why [PACKET] LOG... SNAPSHOT...

      SNAPSHOT is the folder that lasthop collect makes, one for each host; a kern.log in it is read too. A folder of such
      folders is a case of several hosts. PACKET as for lasthop trace; without it, the packet that fared worst.
      Exit status 0: it got through; 1: it did not; 3: the files do not settle it.

      """);

  static void main(String[] args) {
    Command.main(args, USAGE, why::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    List<String> words = in.words();
    if (words.isEmpty()) throw new IllegalArgumentException("which log and snapshot? " + USAGE.text().lines().findFirst().orElseThrow());
    boolean asksOne = words.size() > 1 && !words.getFirst().equals("-") && !Files.exists(Path.of(words.getFirst()));
    Case files = Case.open(asksOne ? words.subList(1, words.size()) : words);
    out.report(files.report());
    Wanted wanted = Wanted.ANY;
    if (asksOne) {
      List<Trace> found = files.packets(PacketSelector.parse(words.getFirst()));
      if (found.isEmpty()) {
        out.note("no packet \"" + words.getFirst() + "\" is traced there");
        return Status.NOT_FOUND;
      }
      wanted = Diagnose.of(found.getFirst().packet());
    }
    List<Diagnosis> hosts = Diagnose.packet(files.witnesses(), wanted);
    out.answer(DiagnosisAnswer.of(hosts, List.of()));
    return status(DiagnosisAnswer.decisive(hosts));
  }

  private static Status status(Diagnosis decisive) {
    if (!decisive.isSettled()) return Status.UNDETERMINED;
    return decisive.gotThrough() ? Status.ANSWERED : Status.NOT_FOUND;
  }
}
