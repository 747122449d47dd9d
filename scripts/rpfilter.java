//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.IOException;
import lasthop.Case;
import lasthop.command.Arguments;
import lasthop.command.Command;
import lasthop.command.Output;
import lasthop.command.Status;
import lasthop.command.Usage;

/// Reverse-path filtering device by device, and whom it refuses.
class rpfilter {
  static final Usage USAGE = Usage.of("lasthop rpfilter SNAPSHOT...\n\n");

  static void main(String[] args) {
    Command.main(args, USAGE, rpfilter::answer);
  }

  static Status answer(Arguments in, Output out) throws IOException {
    if (in.words().isEmpty()) throw new IllegalArgumentException("which snapshot? " + USAGE.text().lines().findFirst().orElseThrow());
    Case files = Case.open(in.words());
    out.report(files.report());
    for (String host : files.hosts().keySet()) out.answer(files.on(host).rpfilter());
    return files.hosts().isEmpty() ? Status.NOT_FOUND : Status.ANSWERED;
  }
}
