package lasthop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lasthop.trace.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names and comments that want to be code: whatever is asked, and in whatever form, they stay text.
class HostileCaseTest {
  private static final String DEV = "<img/src=x>";
  private static final String CHAIN = "X](javascript:1)`|<script>";
  private static final String COMMENT = "\u001b[31m<script>alert(1)</script> `|` ](javascript:x) \u202e \u0007";

  @TempDir Path folder;

  @BeforeEach void open() throws IOException {
    Path host = Files.createDirectory(folder.resolve("a<script>b"));
    String line = "May  8 16:30:29 node kernel: [    1.00000%d] TRACE: %s IN=" + DEV + " OUT= MAC=00:23:7d:5b:96:ec:00:21:5a:ef:39:fe:08:00 SRC=192.0.2.1 DST=192.0.2.2 "
        + "LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=7 PROTO=TCP SPT=1024 DPT=80 SEQ=1 ACK=0 WINDOW=100 RES=0x00 SYN URGP=0 \n";
    Files.writeString(host.resolve("kern.log"), line.formatted(1, "raw:PREROUTING:policy:1") + line.formatted(2, "filter:INPUT:rule:1") + line.formatted(3, "filter:" + CHAIN + ":rule:1")
        + "May  8 16:30:29 node kernel: [    2.000001] TRACE: \u001b]0;owned\u0007<script>raw:PREROUTING:policy:2 IN=x SRC=1\n");
    Map<String, String> texts = Map.of(
        "ip-addr.txt", "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: " + DEV + ": <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet 192.0.2.2/24 scope global "
            + DEV + "\n",
        "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
        "ip-route.txt", "192.0.2.0/24 dev " + DEV + " proto kernel scope link src 192.0.2.2\nlocal 192.0.2.2 dev " + DEV + " table local proto kernel scope host src 192.0.2.2\n"
            + "<script>\u001b[2J route\n",
        "sysctl.txt", "net.ipv4.ip_forward = 0\nnet.ipv4.conf.all.rp_filter = <script>\u001b[2J\nnet.ipv4.conf." + DEV + ".rp_filter = 0\n",
        "uname.txt", "6.12.0-<script>\u001b[2J\n",
        "iptables-save.txt", "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:" + CHAIN
            + " - [0:0]\n-A INPUT -j " + CHAIN + "\n-A " + CHAIN + " -m comment --comment \"" + COMMENT + "\" -j DROP\nCOMMIT\n");
    for (var text : texts.entrySet()) Files.writeString(host.resolve(text.getKey()), text.getValue());
    Lasthop.open(host.toString());
  }

  @AfterEach void close() {
    Lasthop.example();
  }

  @Test void namesAndCommentsStayText() {
    var values = new ArrayList<>();
    Trace trace = Lasthop.trace(7);
    List<Supplier<Object>> asked = List.of(Lasthop::packets, () -> trace, trace::lastHop, () -> trace.lastHop().toString(), trace::packet, () -> trace.packet().events().getFirst(),
        () -> trace.packet().events().stream().map(Event::toString).toList(), trace::diagnose, Lasthop::diagnose, Lasthop::rpfilter, Lasthop::current,
        () -> Lasthop.sysctl("rp_filter"), () -> Lasthop.route("192.0.2.9"), () -> Lasthop.route("192.0.2.9").why(), () -> Lasthop.simulate("tcp 192.0.2.1:1 > 192.0.2.2:80 iif " + DEV),
        () -> Lasthop.whatIf("iptables -D INPUT 1"), () -> Lasthop.current().hosts().values().iterator().next(), () -> Lasthop.current().report(), () -> COMMENT, () -> List.of(DEV, COMMENT));
    for (Supplier<Object> ask : asked) values.add(answered(ask));
    for (String wrong : List.of("<script>", COMMENT, "](javascript:x)")) {
      values.add(answered(() -> Lasthop.route(wrong)));
      values.add(answered(() -> Lasthop.sysctl(wrong)));
      values.add(answered(() -> Lasthop.trace(wrong)));
    }
    for (Object value : values) isHarmless(value);
  }

  /// Of an error, its message is shown.
  private static Object answered(Supplier<Object> ask) {
    try {
      return ask.get();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void isHarmless(Object value) {
    for (String form : List.of(Lasthop.text(value), Lasthop.markdown(value), Lasthop.html(value), Lasthop.svg(value), Lasthop.json(value))) {
      assertTrue(form.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != 0x202e || c == '\n'), () -> "raw characters in " + form);
    }
    for (String page : List.of(Lasthop.html(value), Lasthop.svg(value))) {
      assertFalse(page.contains("<script") || page.contains("<img"), page);
    }
    String prose = Lasthop.markdown(value).replaceAll("(?s)(?m)^(`{3,}).*?^\\1`*$", "").replaceAll("(?<!\\\\)(`+)(?!`).*?(?<!`)\\1(?!`)", "");
    assertFalse(prose.matches("(?s).*(?<!\\\\)(<script|<img|\\]\\(javascript).*"), prose);
  }
}
