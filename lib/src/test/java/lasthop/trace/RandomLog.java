package lasthop.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Makes a log that is hard to take apart: few IP IDs, many packets in flight, two hosts, both families, fragments, repeated,
/// lost and damaged lines, and other lines between. The same seed makes the same log.
final class RandomLog {
  private static final int WINDOW = 40;

  private final SplittableRandom random;
  private final List<List<String>> flying = new ArrayList<>();
  private final StringBuilder log = new StringBuilder();
  private final int form;
  private long micros;

  private RandomLog(long seed) {
    random = new SplittableRandom(seed);
    form = random.nextInt(3);
  }

  static String of(long seed, int lines) {
    var log = new RandomLog(seed);
    for (int i = 0; i < lines; i++) log.next();
    return log.log.toString();
  }

  private void next() {
    micros += random.nextInt(4) == 0 ? 0 : random.nextInt(random.nextInt(500) == 0 ? 3_000_000 : 3000);
    while (flying.size() < WINDOW) flying.add(packet());
    List<String> hops = flying.get(random.nextInt(3) > 0 ? flying.size() - 1 : random.nextInt(flying.size()));
    String hop = hops.removeFirst();
    if (hops.isEmpty()) flying.remove(hops);
    String line = stamp(hop.substring(0, 5)) + hop.substring(5);
    int fate = random.nextInt(200);
    if (fate < 12) return;
    log.append(fate == 12 ? damaged(line) : line).append('\n');
    if (fate == 13) log.append(line).append('\n');
    if (fate > 170) log.append(stamp("node1")).append(other()).append('\n');
  }

  private String damaged(String line) {
    int cut = line.indexOf("TRACE:") + 8 + random.nextInt(60);
    return cut >= line.length() ? line : line.substring(0, cut) + line.substring(Math.min(line.length(), cut + 9));
  }

  private String stamp(String host) {
    long s = micros / 1_000_000;
    String clock = String.format(Locale.ROOT, "%02d:%02d:%02d", 16 + s / 3600, s / 60 % 60, s % 60);
    String up = String.format(Locale.ROOT, "[%6d.%06d] ", 842 + s, micros % 1_000_000);
    return switch (form) {
      case 0 -> "May  8 " + clock + " " + host + " kernel: " + up;
      case 1 -> String.format(Locale.ROOT, "2017-05-08T%s.%06d+00:00 %s kernel: ", clock, micros % 1_000_000, host);
      default -> up;
    };
  }

  private String other() {
    return switch (random.nextInt(6)) {
      case 0 -> "[UFW BLOCK] IN=eth0 OUT= SRC=10.0.0.1 DST=10.0.0.2 LEN=40 TOS=0x00 PREC=0x00 TTL=64 ID=1 PROTO=TCP SPT=1 DPT=2 ";
      case 1 -> "net_ratelimit: 12 callbacks suppressed";
      case 2 -> "IPv4: martian source 10.0.0.2 from 10.0.0.1, on dev eth0";
      case 3 -> "TRACE: of something else";
      case 4 -> "TRACE: fence:PREROUTING:rule:1 IN=eth0 OUT= SRC=10.0.0.1 DST=10.0.0.2 LEN=40";
      default -> "docker0: port 3(veth1) entered forwarding state";
    };
  }

  private List<String> packet() {
    String host = "node" + random.nextInt(1, 3);
    boolean v6 = random.nextInt(5) == 0;
    int id = random.nextInt(3);
    String src = (v6 ? "fd00::" : "10.0.0.") + random.nextInt(1, 4);
    String dst = (v6 ? "fd01::" : "10.1.0.") + random.nextInt(1, 3);
    String to = random.nextInt(3) == 0 ? (v6 ? "fd02::7" : "10.9.9.9") : dst;
    int kind = random.nextInt(6);
    String payload = payload(kind, v6);
    boolean fragment = !v6 && random.nextInt(8) == 0;
    String whole = layer3(v6, src, dst, id, 64, fragment ? "MF " : "") + payload;
    String later = layer3(v6, src, to, id, 63, "") + payload;
    var hops = new ArrayList<String>();
    if (random.nextInt(3) == 0) {
      add(hops, host, "IN= OUT=eth1 " + whole + "UID=0 GID=0 ", "raw:OUTPUT:policy:2", "nat:OUTPUT:rule:1", "nat:X:return:2", "nat:OUTPUT:policy:2");
      add(hops, host, "IN= OUT=eth1 " + later + "UID=0 GID=0 MARK=0x1 ", "mangle:POSTROUTING:policy:1", "nat:POSTROUTING:policy:2");
      return hops;
    }
    add(hops, host, "IN=eth0 OUT= MAC=52:54:00:12:34:56:52:54:00:ab:cd:ef:08:00 " + whole, "raw:PREROUTING:rule:1", "raw:PREROUTING:policy:2",
        "nat:PREROUTING:rule:1", "nat:X:rule:1", "nat:X:rule:2");
    if (random.nextBoolean()) add(hops, host, "IN=eth0 OUT=eth1 " + later, "filter:FORWARD:rule:1", "filter:Y:return:1", "filter:FORWARD:policy:3");
    else add(hops, host, "IN=eth0 OUT= " + (fragment ? later.replace("LEN=84", "LEN=184") : later), "filter:INPUT:rule:1", "filter:INPUT:policy:3");
    return hops;
  }

  private static void add(List<String> hops, String host, String tail, String... steps) {
    for (String step : steps) hops.add(host + "TRACE: " + step + " " + tail);
  }

  private String layer3(boolean v6, String src, String dst, int id, int ttl, String flags) {
    if (v6) return "SRC=" + src + " DST=" + dst + " LEN=84 TC=0 HOPLIMIT=" + ttl + " FLOWLBL=" + id + " ";
    return "SRC=" + src + " DST=" + dst + " LEN=84 TOS=0x00 PREC=0x00 TTL=" + ttl + " ID=" + id + " " + (random.nextBoolean() ? "DF " : "") + flags;
  }

  private String payload(int kind, boolean v6) {
    int port = random.nextInt(1, 4);
    return switch (kind) {
      case 0 -> "PROTO=UDP SPT=" + port + " DPT=53 LEN=64 ";
      case 1 -> "PROTO=" + (v6 ? "ICMPv6 TYPE=128" : "ICMP TYPE=8") + " CODE=0 ID=" + port + " SEQ=" + random.nextInt(3) + " ";
      case 2 -> v6 ? "PROTO=UDP SPT=7 DPT=7 LEN=64 " : "PROTO=ICMP TYPE=3 CODE=1 [" + layer3(false, "10.0.0.9", "10.0.0.1", port, 3, "") + "PROTO=UDP SPT=1 DPT=2 LEN=64 ] ";
      default -> "PROTO=TCP SPT=" + port + " DPT=80 SEQ=" + random.nextInt(4) + " ACK=0 WINDOW=" + 100 * port + " RES=0x00 SYN URGP=0 OPT (0204) ";
    };
  }
}
