//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS --sun-misc-unsafe-memory-access=allow
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import java.util.List;
import lasthop.Case;
import lasthop.Packets;
import lasthop.Trace;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;
import lasthop.explain.EventLine;
import lasthop.json.Result;
import lasthop.trace.Absence;
import lasthop.trace.Hints;
import lasthop.trace.LogIndex;
import lasthop.trace.PacketSelector;
import lasthop.trace.TraceLog;

/// The packets of a TRACE log and the hops of each: which one was the last, and what should have come next.
class trace {
  private static final List<String> FILTERS = List.of("addr", "port", "proto", "dev", "chain", "since", "until");
  static final Usage USAGE = Usage.of("""
      lasthop trace [PACKET] LOG... [SNAPSHOT]

      LOG is a kernel log, a journal, the output of nft monitor trace or xtables-monitor, plain, .gz or .zst; - is stdin.
      PACKET is an IP id (57266) or words such as seq=2213090174, dport=8081, "tcp 10.0.0.1:80 > 10.0.0.2:4711".
      Without it: every packet, lost ones first.

        --addr ADDRESS  from or to this address or prefix
        --port NUMBER   from or to this port
        --proto NAME    of this protocol
        --dev DEVICE    in or out by this device
        --chain CHAIN   through this chain
        --since TIME    at 16:30, 05-08T16:30:29, 2017-05-08T16:30 or 324781.8 (seconds since boot) or later
        --until TIME    or earlier
        --index         keep an index beside each large log (LOG.lasthop), so that one packet is found without searching
        --follow        each record of a growing log as it is written, from now on; Ctrl-C ends it
      """);

  static void main(String[] args) {
    Command.main(args, USAGE, trace::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    if (in.words().isEmpty()) throw new IllegalArgumentException("which log? " + USAGE.text().lines().findFirst().orElseThrow());
    String asked = in.question();
    var selector = PacketSelector.parse(asked);
    for (String key : FILTERS) {
      if (in.has("--" + key)) selector = selector.with(key, in.options().get("--" + key));
    }
    if (in.has("--follow")) return follow(in.files(), selector, out);
    if (in.has("--index")) for (String note : LogIndex.refresh(in.files())) out.note(note);
    Case files = Case.open(in.files(), selector, in.has("--index"));
    out.report(files.report());
    List<Trace> found = files.packets();
    if (found.isEmpty()) {
      for (String name : in.files()) out.note(Absence.of(name, selector, files.traceLogs()));
      return Status.NOT_FOUND;
    }
    if (!asked.isEmpty() && found.size() == 1) out.answer(found.getFirst().answer(), found.getFirst()::result);
    else if (out.isJson()) for (Trace each : found) out.data(each.result());
    else out.answer(new Packets(found).answer());
    return Status.ANSWERED;
  }

  private static Status follow(List<String> logs, PacketSelector wanted, Output out) throws IOException {
    if (logs.size() != 1 || logs.getFirst().equals("-")) throw new IllegalArgumentException("--follow takes one log file");
    out.report(TraceLog.follow(logs.getFirst(), Hints.NONE, true, () -> false, event -> {
      if (wanted.matches(event)) out.live(EventLine.of(event), new Result.Line(event));
    }));
    return Status.ANSWERED;
  }
}
