package lasthop.simulate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Three network namespaces in a row, left - box - right, that live as long as the object. The box is under study.
final class Namespaces implements AutoCloseable {
  private final String name;
  private final String box;
  private final boolean sets;

  Namespaces(String prefix) throws IOException {
    name = prefix + Long.toString(ProcessHandle.current().pid() % 10000);
    box = name + "b";
    run("", "sysctl -qw net.netfilter.nf_log_all_netns=1");
    for (String end : new String[] {"l", "b", "r"}) run("", "ip netns add " + name + end);
    wire("l", left(), "10.91.1.2/24", "10.91.1.1/24");
    wire("r", right(), "10.91.2.2/24", "10.91.2.1/24");
    run("", in(name + "l", "ip route add default via 10.91.1.1"));
    run("", in(name + "r", "ip route add default via 10.91.2.1"));
    run("", in(box, "ip link set lo up"));
    run("", in(box, "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf."
        + left() + ".rp_filter=0 net.ipv4.conf." + right() + ".rp_filter=0"));
    run("", in(box, "ip rule add fwmark 0x64 blackhole pref 100"));
    run("", in(box, "ip rule add fwmark 0x65 lookup 100 pref 101"));
    run("", in(box, "ip route add default via 10.91.1.2 table 100"));
    sets = run(SETS.replace("DEVICE", left()), in(box, "ipset restore") + " 2>&1 && echo fine").endsWith("fine\n");
    run("", in(box, "sysctl -qw net.netfilter.nf_log.2=nf_log_ipv4"));
  }

  /// What random rules ask for where the system has ipset.
  private static final String SETS = """
      create hosts hash:ip
      add hosts 10.91.2.2
      create nets hash:net
      add nets 10.91.0.0/16
      add nets 10.91.1.0/24 nomatch
      create services hash:ip,port
      add services 10.91.2.2,tcp:7000
      add services 10.91.1.1,udp:7001
      add services 10.91.2.2,udp:7002
      create from hash:net,iface
      add from 10.91.0.0/16,DEVICE
      create ports bitmap:port range 7000-7009
      add ports 7001
      create either list:set
      add either hosts
      add either services
      """;

  boolean hasSets() {
    return sets;
  }

  static boolean areUsable() {
    try {
      return run("", "id -u").strip().equals("0") && run("", "command -v iptables-legacy-restore").contains("/")
          && run("", "ip netns list && echo usable").contains("usable") && Files.isWritable(Path.of("/dev/kmsg"));
    } catch (IOException e) {
      return false;
    }
  }

  private void wire(String end, String device, String far, String near) throws IOException {
    run("", "ip link add " + device + " netns " + box + " type veth peer name eth0 netns " + name + end);
    run("", in(box, "ip addr add " + near + " dev " + device + " && ip netns exec " + box + " ip link set " + device + " up"));
    run("", in(name + end, "ip addr add " + far + " dev eth0 && ip netns exec " + name + end + " ip link set eth0 up"));
    run("", in(name + end, "ip link set lo up"));
  }

  String left() {
    return name + "x";
  }

  String right() {
    return name + "y";
  }

  private static String in(String namespace, String command) {
    return "ip netns exec " + namespace + " " + command;
  }

  /// @return false when iptables refuses the text
  boolean restore(String rules) throws IOException {
    run("", in(box, "conntrack -F") + " 2>/dev/null");
    return run(rules, in(box, "iptables-legacy-restore") + " 2>&1 && echo fine").endsWith("fine\n");
  }

  void mark(String text) throws IOException {
    Files.writeString(Path.of("/dev/kmsg"), "lasthop test: " + text + "\n");
  }

  /// A few first packets: through the box, to it, and from it.
  void send(Random random) throws IOException {
    var commands = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      int port = 7000 + random.nextInt(4);
      for (String to : new String[] {"10.91.2.2", "10.91.1.1"}) {
        add(commands, name + "l", "tcp", to, port);
        add(commands, name + "l", "udp", to, port);
      }
      add(commands, box, random.nextBoolean() ? "tcp" : "udp", random.nextBoolean() ? "10.91.2.2" : "10.91.1.1", port);
    }
    commands.append(in(name + "l", "ping -c1 -W0.1 10.91.2.2")).append(" & ");
    commands.append(in(box, "ping -c1 -W0.1 10.91.1.2")).append(" & wait");
    run("", commands.toString());
  }

  private static void add(StringBuilder commands, String from, String proto, String to, int port) {
    commands.append(in(from, "timeout 0.2 bash -c 'echo x >/dev/" + proto + "/" + to + "/" + port + "' 2>/dev/null")).append(" & ");
  }

  /// The lines the box logged since the mark.
  String logged(String mark) throws IOException {
    String all = run("", "dmesg");
    int from = all.lastIndexOf("lasthop test: " + mark);
    if (from < 0) return ""; // others filled the kernel's buffer
    var lines = new StringBuilder();
    for (String line : all.substring(Math.max(0, from)).split("\n")) {
      boolean named = line.contains("=" + left() + " ") || line.contains("=" + right() + " ");
      // Lines of lo name no device of ours; another run of such a test at the same time names its own.
      boolean ours = named || line.contains("SRC=10.91.") && line.contains("TRACE: ") && !line.contains("=sim-");
      if (ours) lines.append(line).append('\n');
    }
    return lines.toString();
  }

  Map<String, String> snapshot() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (String[] file : new String[][] {{"iptables-save.txt", "iptables-legacy-save"}, {"ip-rule.txt", "ip rule"},
        {"ip-route.txt", "ip route show table all"}, {"ip-addr.txt", "ip addr"}, {"ip-link.txt", "ip -d link"},
        {"ip-neigh.txt", "ip neigh"}, {"ss.txt", "ss -tlnu"}, {"ipset.txt", "ipset save"}, {"uname.txt", "uname -r"},
        {"sysctl.txt", "sysctl -a -r '^net.(ipv4.(ip_forward|conf)|netfilter.nf_conntrack_(tcp_loose|checksum))'"}}) {
      texts.put(file[0], run("", in(box, file[1]) + " 2>/dev/null"));
    }
    return texts;
  }

  static String run(String input, String command) throws IOException {
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    try (var to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return out;
  }

  @Override public void close() throws IOException {
    for (String end : new String[] {"l", "b", "r"}) run("", "ip netns del " + name + end);
  }
}
