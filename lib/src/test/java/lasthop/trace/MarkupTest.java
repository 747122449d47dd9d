package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Logs as they come out of terminals, mails and web pages: each reads as the log that was put in.
class MarkupTest {
  private static final Map<String, UnaryOperator<String>> DRESSINGS = new TreeMap<>(Map.ofEntries(
      Map.entry("byte order mark", log -> "\ufeff" + log),
      Map.entry("NULs of a file cut by the logger", log -> "\0".repeat(30) + log),
      Map.entry("colours of dmesg", log -> log.replaceAll("(?m)(TRACE:)", "\u001b[33m$1\u001b[0m")),
      Map.entry("colours of grep", log -> log.replace("TRACE", "\u001b[01;31m\u001b[KTRACE\u001b[m\u001b[K")),
      Map.entry("colours of grep in a value", log -> log.replaceAll("( ID=\\d+)", "\u001b[01;31m\u001b[K$1\u001b[m\u001b[K")),
      Map.entry("colours of grep in names", log -> log.replaceAll("(ROUTING|eth|lan|KUBE)", "\u001b[01;31m\u001b[K$1\u001b[m\u001b[K")),
      Map.entry("blanks that do not break", log -> log.replace(' ', '\u00a0')),
      Map.entry("blanks as entities", log -> log.replace(" ", "&nbsp;")),
      Map.entry("a page's text", log -> "<pre><code class=\"log\">" + log.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</code></pre>"),
      Map.entry("a page's words in colour", log -> log.replaceAll("(SRC|DST|TRACE)", "<span class=\"k\">$1</span>")),
      Map.entry("soft hyphens", log -> log.replaceAll("([A-Z]{2})([A-Z])", "$1\u00ad$2").replaceAll("(ha|po|ru|ro|ce)", "$1\u00ad")),
      Map.entry("characters of no width", log -> log.replaceAll("([.:=])", "$1\u200b")),
      Map.entry("a quoted mail", log -> log.replaceAll("(?m)^(?=.)", "> ")),
      Map.entry("a quoted mail, wrapped before it was quoted", log -> new Damage(1).wrapped(log, 72).replaceAll("(?m)^(?=.)", "> > ")),
      Map.entry("lines that end in a backslash", log -> new Damage(1).wrapped(log, 90).replaceAll("(?m)(?<=.)$", "\\\\")),
      Map.entry("a page of a quoted mail", log -> new Damage(1).wrapped(log, 72).replaceAll("(?m)^(?=.)", "&gt; ")),
      Map.entry("numbers before wrapped lines", log -> numbered(new Damage(1).wrapped(log, 90), "%4d  ")),
      Map.entry("numbers and colons before wrapped lines", log -> numbered(new Damage(1).wrapped(log, 61), "%d:")),
      Map.entry("a break within the time since boot", log -> new Damage(1).wrapped(log, 40)),
      Map.entry("a mail's source", MarkupTest::quotedPrintable),
      Map.entry("full-width colons", log -> log.replace("TRACE: ", "TRACE\uff1a ").replaceAll("(?<=[A-Za-z]):(?=[A-Za-z0-9])", "\uff1a")),
      Map.entry("full-width colons behind TRACE alone", log -> log.replace("TRACE: ", "TRACE\uff1a")),
      Map.entry("full-width equal signs", log -> log.replace('=', '\uff1d')),
      Map.entry("some tabs for blanks", log -> log.replace("  ", "\t").replace(" kernel", "\tkernel")),
      Map.entry("names of files before the lines", log -> log.replaceAll("(?m)^(?=.)", "/var/log/kern.log:12:")),
      Map.entry("names of pods before the lines", log -> log.replaceAll("(?m)^(?=.)", "[pod/logger-x7z9k/tail] "))));

  /// As a mailer encodes a text whose lines are too long for a mail: no line exceeds 76 characters, the last of which is the sign of the cut.
  private static String quotedPrintable(String text) {
    var out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int width = 0;
      for (char c : line.toCharArray()) {
        String written = c == '=' ? "=3D" : String.valueOf(c);
        if (width + written.length() > 75) {
          out.append("=\n");
          width = 0;
        }
        out.append(written);
        width += written.length();
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String numbered(String text, String form) {
    String[] lines = text.split("\n");
    for (int i = 0; i < lines.length; i++) lines[i] = form.formatted(i + 98) + lines[i];
    return String.join("\n", lines);
  }

  @Test void aRecordWithoutTheWordTraceIsReported() {
    String line = "May  8 16:30:29 node kernel: [    1.000001] TACE: raw:PREROUTING:policy:2 IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 LEN=20\n";
    TraceLog log = TraceLog.parse(line, "log", Hints.NONE);
    assertEquals(List.of(), log.packets());
    assertEquals(1, log.report().unread().size());
    assertEquals(1, log.gaps().size());
  }

  @Test void aNumberBehindTheLastValueIsNoPartOfIt() {
    String line = "May  8 16:30:29 node kernel: [    1.00000%d] TRACE: raw:PREROUTING:policy:%d IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 "
        + "LEN=40 TOS=0x00 PREC=0x00 TTL=64 ID=7 PROTO=TCP SPT=1024 DPT=80 SEQ=1 ACK=0 WINDOW=100 RES=0x00 SYN URGP=0 MARK=0x4000 ";
    String glued = line.formatted(1, 1) + "2 " + line.formatted(2, 2) + "3 ";
    for (TracedPacket p : TraceLog.parse(glued, "log", Hints.NONE).packets()) {
      for (Event e : p.events()) assertTrue(e.reading().lacks("MARK") || e.packet().meta().mark() == 0x4000, () -> e.toString());
    }
  }

  private static List<String> packets(String text) {
    var packets = new ArrayList<String>();
    for (TracedPacket p : TraceLog.parse(text, "log", Hints.NONE).packets()) packets.add(p.hops() + " " + p.events().getFirst().packet());
    return packets;
  }

  @TestFactory List<DynamicTest> eachReadsAsTheLogThatWasPutIn() {
    var tests = new ArrayList<DynamicTest>();
    for (var dressing : DRESSINGS.entrySet()) {
      tests.add(DynamicTest.dynamicTest(dressing.getKey(), () -> {
        int logs = 0;
        for (var host : Corpus.LOGS.values()) {
          String log = host.get("rsyslog.txt");
          if (log == null || packets(log).isEmpty()) continue;
          logs++;
          String dressed = dressing.getValue().apply(log);
          assertEquals(packets(log), packets(dressed), () -> dressing.getKey() + ":\n" + dressed);
        }
        assertTrue(logs > 3);
      }));
    }
    return tests;
  }
}
