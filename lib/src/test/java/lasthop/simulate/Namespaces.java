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
public final class Namespaces implements AutoCloseable {
  private final String name;
  private final String box;
  private final boolean sets;
  private final boolean v6;

  public Namespaces(String prefix) throws IOException {
    this(prefix, false);
  }

  /// @param v6 whether its addresses are those of IPv6: `fd91:2::2` for `10.91.2.2`
  Namespaces(String prefix, boolean v6) throws IOException {
    this.v6 = v6;
    name = prefix + Long.toString(ProcessHandle.current().pid() % 10000);
    box = name + "b";
    run("", "sysctl -qw net.netfilter.nf_log_all_netns=1");
    for (String end : new String[] {"l", "b", "r"}) run("", "ip netns add " + name + end);
    wire("l", left(), "10.91.1.2/24", "10.91.1.1/24");
    wire("r", right(), "10.91.2.2/24", "10.91.2.1/24");
    run("", in(name + "l", spelled("ip route add default via 10.91.1.1")));
    run("", in(name + "r", spelled("ip route add default via 10.91.2.1")));
    // Addresses among which MASQUERADE and REDIRECT have to choose.
    if (v6) for (String address : new String[] {left() + " fd91:1::8/64", left() + " 2001:db8:1::1/64", right() + " 2001:db8:2::1/64", right() + " fd91:2::8/64 preferred_lft 0"}) {
      String[] on = address.split(" ", 2);
      run("", in(box, "ip addr add " + on[1] + " dev " + on[0] + " nodad"));
    }
    run("", in(box, "ip link set lo up"));
    run("", in(box, "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf."
        + left() + ".rp_filter=0 net.ipv4.conf." + right() + ".rp_filter=0"));
    run("", in(box, "sysctl -qw net.ipv6.conf.all.forwarding=1"));
    run("", in(box, spelled("ip -4 rule add fwmark 0x64 blackhole pref 100")));
    run("", in(box, spelled("ip -4 rule add fwmark 0x65 lookup 100 pref 101")));
    run("", in(box, spelled("ip -4 route add default via 10.91.1.2 table 100")));
    sets = !v6 && run(SETS.replace("DEVICE", left()), in(box, "ipset restore") + " 2>&1 && echo fine").endsWith("fine\n");
    run("", in(box, "sysctl -qw net.netfilter.nf_log.2=nf_log_ipv4 net.netfilter.nf_log.10=nf_log_ipv6"));
  }

  /// The words of IPv4 in those of the family under study.
  String spelled(String words) {
    if (!v6) return words;
    return words.replaceAll("(10\\.91\\.\\d+\\.\\d+)/24", "$1/64").replaceAll("(10\\.91\\.\\d+\\.\\d+)/28", "$1/124").replaceAll("(10\\.91\\.\\d+\\.\\d+)/30", "$1/126").replaceAll("10\\.91\\.(\\d+)\\.(\\d+)", "fd91:$1::$2").replace("127.0.0.1", "::1")
        .replaceAll("((?:to-destination|to-source) )(\\S*::\\d+):(\\d+)", "$1[$2]:$3").replace("ip -4 ", "ip -6 ")
        .replace("-p icmp --icmp-type 8", "-p ipv6-icmp --icmpv6-type 128").replace("-p icmp", "-p ipv6-icmp").replace("-m ttl --ttl", "-m hl --hl")
        .replace("-j TTL --ttl", "-j HL --hl").replaceAll("icmp-(host-prohibited|admin-prohibited)", "icmp6-adm-prohibited").replace("icmp-port-unreachable", "icmp6-port-unreachable")
        .replace("icmp-net-unreachable", "icmp6-no-route").replace("BROADCAST", "MULTICAST").replaceAll(" -f(?= |$|\\n)", "");
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

  public static boolean areUsable() {
    try {
      return run("", "id -u").strip().equals("0") && run("", "command -v iptables-legacy-restore").contains("/")
          && run("", "ip netns list && echo usable").contains("usable") && Files.isWritable(Path.of("/dev/kmsg"));
    } catch (IOException e) {
      return false;
    }
  }

  private void wire(String end, String device, String far, String near) throws IOException {
    run("", "ip link add " + device + " netns " + box + " type veth peer name eth0 netns " + name + end);
    run("", in(box, "ip addr add " + spelled(near) + nodad() + " dev " + device + " && ip netns exec " + box + " ip link set " + device + " up"));
    run("", in(name + end, "ip addr add " + spelled(far) + nodad() + " dev eth0 && ip netns exec " + name + end + " ip link set eth0 up"));
    run("", in(name + end, "ip link set lo up"));
  }

  private String nodad() {
    return v6 ? " nodad" : "";
  }

  public String left() {
    return name + "x";
  }

  String right() {
    return name + "y";
  }

  private static String in(String namespace, String command) {
    return "ip netns exec " + namespace + " " + command;
  }

  /// @return false when iptables refuses the text
  public boolean restore(String rules) throws IOException {
    run("", in(box, "conntrack -F") + " 2>/dev/null");
    return run(spelled(rules), in(box, (v6 ? "ip6tables" : "iptables") + "-legacy-restore") + " 2>&1 && echo fine").endsWith("fine\n");
  }

  public void mark(String text) throws IOException {
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
    commands.append(in(name + "l", spelled("ping -s40 -c1 -W0.1 10.91.2.2"))).append(" & ");
    commands.append(in(box, spelled("ping -s48 -c1 -W0.1 10.91.1.2"))).append(" & wait");
    run("", commands.toString());
  }

  private void add(StringBuilder commands, String from, String proto, String to, int port) {
    commands.append(in(from, "timeout 0.2 bash -c 'echo x >/dev/" + proto + "/" + spelled(to) + "/" + port + "' 2>/dev/null")).append(" & ");
  }

  /// Runs a command in the box.
  ///
  /// @return what it printed, then `rc N` on a line of its own
  public String inBox(String command) throws IOException {
    return run(command + "\necho rc $?\n", in(box, "bash"));
  }

  /// Whether a TCP connection from the left end comes about, to somebody who listens on the right end or in the box.
  public boolean connects(String to, int port) throws IOException {
    return run("", in(name + "l", "timeout 0.7 bash -c 'exec 3<>/dev/tcp/" + to + "/" + port + "' 2>/dev/null && echo connected")).contains("connected");
  }

  /// Listens on a TCP port of the right end and of the box, until this is closed.
  public void listen(int port) throws IOException {
    for (String end : new String[] {box, name + "r"}) {
      run("", in(end, "timeout 600 busybox nc -ll -p " + port + " -e true </dev/null >/dev/null 2>&1 &"));
    }
  }

  /// The lines the box logged since the mark.
  public String logged(String mark) throws IOException {
    String all = run("", "dmesg");
    int from = all.lastIndexOf("lasthop test: " + mark);
    if (from < 0) return ""; // others filled the kernel's buffer
    var lines = new StringBuilder();
    for (String line : all.substring(Math.max(0, from)).split("\n")) {
      boolean named = line.contains("=" + left() + " ") || line.contains("=" + right() + " ");
      // Lines of lo name no device of ours; another run of such a test at the same time names its own.
      boolean ours = named || (line.contains("SRC=10.91.") || line.contains("SRC=fd91:")) && line.contains("TRACE: ") && !line.contains("=sim-");
      if (ours) lines.append(line).append('\n');
    }
    return lines.toString();
  }

  public Map<String, String> snapshot() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (String[] file : new String[][] {{"iptables-save.txt", "iptables-legacy-save"}, {"ip-rule.txt", "ip rule"},
        {"ip6-rule.txt", "ip -6 rule"}, {"ip6tables-save.txt", "ip6tables-legacy-save"},
        {"ip-route.txt", "ip route show table all"}, {"ip6-route.txt", "ip -6 route show table all"}, {"ip-addr.txt", "ip addr"}, {"ip-link.txt", "ip -d link"},
        {"ip-neigh.txt", "ip neigh"}, {"ss.txt", "ss -tlnu"}, {"ipset.txt", "ipset save"}, {"uname.txt", "uname -r"},
        {"sysctl.txt", "sysctl -a -r '^net.(ipv4.(ip_forward|conf)|ipv6.(conf|route|bindv6only|flowlabel|auto_flow)|netfilter.nf_conntrack_(tcp_loose|checksum))'"}}) {
      texts.put(file[0], run("", in(box, file[1]) + " 2>/dev/null"));
    }
    return texts;
  }

  public static String run(String input, String command) throws IOException {
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
    for (String end : new String[] {"l", "b", "r"}) run("", "ip netns pids " + name + end + " | xargs -r kill; ip netns del " + name + end);
  }
}
