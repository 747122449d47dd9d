package lasthop.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// A kern.log of a Kubernetes node: TRACE lines of packets in flight side by side, and four in ten lines that are
/// something else. The same seed makes the same log.
final class TraceText {
  /// The id that is searched for. About one packet in ten thousand has it.
  static final int PROBE = 57266;

  private static final int WINDOW = 24;
  private static final double NOISE = 0.4;
  private static final double STAY = 0.75;
  private static final String MAC = "MAC=52:54:00:12:34:56:52:54:00:ab:cd:ef:08:00 ";

  private final SplittableRandom random;
  private final StringBuilder line = new StringBuilder(512);
  private final List<List<String>> flying = new ArrayList<>();
  private int current = -1;
  private long micros;

  private TraceText(long seed) {
    random = new SplittableRandom(seed);
  }

  static void write(Path file, long bytes, long seed) throws IOException {
    var text = new TraceText(seed);
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] block = new byte[1 << 20];
      int filled = 0;
      for (long written = 0; written < bytes; written += text.line.length()) {
        text.next();
        byte[] line = text.line.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (filled + line.length > block.length) {
          out.write(block, 0, filled);
          filled = 0;
        }
        System.arraycopy(line, 0, block, filled, line.length);
        filled += line.length;
      }
      out.write(block, 0, filled);
    }
  }

  private void next() {
    micros += 8 + random.nextInt(24);
    long second = micros / 1_000_000;
    line.setLength(0);
    line.append("May  8 ");
    two(16 + second / 3600 % 8).append(':');
    two(second / 60 % 60).append(':');
    two(second % 60).append(" node1 kernel: [").append(842_235 + second).append('.');
    String fraction = Long.toString(1_000_000 + micros % 1_000_000);
    line.append(fraction, 1, 7).append("] ");
    if (random.nextDouble() < NOISE) noise();
    else line.append(hop());
    line.append('\n');
  }

  private StringBuilder two(long number) {
    if (number < 10) line.append('0');
    return line.append(number);
  }

  private String hop() {
    if (current < 0 || random.nextDouble() > STAY) {
      if (flying.size() < WINDOW) flying.add(packet());
      current = flying.size() < WINDOW ? flying.size() - 1 : random.nextInt(flying.size());
    }
    List<String> hops = flying.get(current);
    String hop = hops.removeFirst();
    if (hops.isEmpty()) {
      flying.remove(current);
      current = -1;
    }
    return hop;
  }

  private List<String> packet() {
    int id = random.nextInt(10_000) == 0 ? PROBE : random.nextInt(32) == 0 ? 0 : random.nextInt(65_536);
    int service = random.nextInt(200);
    String tag = "KUBE-SVC-" + tag(service) + ":rule:" + (1 + random.nextInt(5));
    String pod = "10.42." + random.nextInt(4) + "." + (2 + random.nextInt(250));
    String address = "10.96." + service + ".1";
    String layer4 = layer4();
    boolean opens = random.nextDouble() < 0.7;
    var hops = new ArrayList<String>();
    if (random.nextDouble() < 0.45) sent(hops, id, address, opens ? pod : address, layer4, opens, tag);
    else forwarded(hops, id, address, opens ? pod : address, layer4, opens, tag);
    return hops;
  }

  private void sent(List<String> hops, int id, String address, String pod, String layer4, boolean opens, String service) {
    String before = "IN= OUT=enp3s0 " + layer3(address, 64, id) + layer4 + "UID=0 GID=0 ";
    String after = "IN= OUT=enp3s0 " + layer3(pod, 64, id) + layer4 + "UID=0 GID=0 ";
    String last = "IN= OUT=enp5s0 " + layer3(pod, 64, id) + layer4 + "UID=0 GID=0 ";
    add(hops, before, "raw:OUTPUT:policy:2", "mangle:OUTPUT:policy:1");
    if (opens) add(hops, before, "nat:OUTPUT:rule:1", "nat:KUBE-SERVICES:rule:17", "nat:" + service, "nat:KUBE-SEP-ABCDEFGHIJKLMNOP:rule:2");
    add(hops, after, "filter:OUTPUT:rule:1", "filter:KUBE-SERVICES:return:2", "filter:OUTPUT:rule:2", "filter:KUBE-FIREWALL:return:2",
        "filter:OUTPUT:rule:4");
    if (random.nextDouble() < 0.04) {
      add(hops, after, "filter:OUTPUT:rule:5");
      return;
    }
    add(hops, after, "filter:OUTPUT:policy:6");
    add(hops, last, "mangle:POSTROUTING:policy:1");
    if (opens) add(hops, last, "nat:POSTROUTING:rule:1", "nat:KUBE-POSTROUTING:return:2", "nat:POSTROUTING:policy:10");
  }

  private void forwarded(List<String> hops, int id, String address, String pod, String layer4, boolean opens, String service) {
    String in = "IN=enp5s0 OUT= " + MAC + layer3(address, 63, id) + layer4;
    String through = "IN=enp5s0 OUT=cni0 " + MAC + layer3(pod, 62, id) + layer4;
    String out = "IN= OUT=cni0 " + layer3(pod, 62, id) + layer4;
    add(hops, in, "raw:PREROUTING:policy:2", "mangle:PREROUTING:policy:1");
    if (opens) add(hops, in, "nat:PREROUTING:rule:1", "nat:KUBE-SERVICES:rule:17", "nat:" + service, "nat:KUBE-SEP-ABCDEFGHIJKLMNOP:rule:2");
    if (random.nextDouble() < 0.05) return;
    add(hops, through, "mangle:FORWARD:policy:1", "filter:FORWARD:rule:1", "filter:KUBE-FORWARD:return:4", "filter:FORWARD:rule:2",
        "filter:DOCKER-USER:return:1", "filter:FORWARD:policy:9");
    add(hops, out, "mangle:POSTROUTING:policy:1");
    if (opens) add(hops, out, "nat:POSTROUTING:rule:1", "nat:KUBE-POSTROUTING:return:2", "nat:POSTROUTING:policy:10");
  }

  private static void add(List<String> hops, String tail, String... steps) {
    for (String step : steps) hops.add("TRACE: " + step + " " + tail);
  }

  private String layer3(String dst, int ttl, int id) {
    return "SRC=192.168.235." + (2 + id % 250) + " DST=" + dst + " LEN=60 TOS=0x00 PREC=0x00 TTL=" + ttl + " ID=" + id + " DF ";
  }

  private String layer4() {
    int port = 1024 + random.nextInt(64_000);
    if (random.nextInt(5) == 0) return "PROTO=UDP SPT=" + port + " DPT=53 LEN=40 ";
    long seq = random.nextLong(1L << 32);
    return "PROTO=TCP SPT=" + port + " DPT=8080 SEQ=" + seq + " ACK=0 WINDOW=29200 RES=0x00 SYN URGP=0 OPT (020405B40402080A"
        + String.format(Locale.ROOT, "%08X", seq) + "0000000001030307) ";
  }

  private void noise() {
    int n = random.nextInt(1 << 24);
    switch (n % 4) {
      case 0 -> line.append("[UFW BLOCK] IN=enp5s0 OUT= ").append(MAC).append("SRC=192.168.235.").append(n & 255)
          .append(" DST=192.168.235.12 LEN=40 TOS=0x00 PREC=0x00 TTL=64 ID=").append(n & 65_535).append(" PROTO=TCP SPT=")
          .append(1024 + (n >> 9)).append(" DPT=23 WINDOW=1024 RES=0x00 SYN URGP=0 ");
      case 1 -> line.append("audit: type=1400 audit(").append(1_494_232_229L + n).append(".123:").append(n)
          .append("): apparmor=\"DENIED\" operation=\"open\" profile=\"docker-default\" name=\"/proc/").append(n).append("/attr/current\"");
      case 2 -> line.append("docker0: port ").append(n & 31).append("(veth").append(n).append(") entered forwarding state");
      default -> line.append("EXT4-fs (dm-").append(n & 63).append("): mounted filesystem with ordered data mode. Opts: (null)");
    }
  }

  private static String tag(int service) {
    return ("ABCDEFGHIJKLMNOP" + service).substring(Integer.toString(service).length());
  }
}
