package lasthop.collect;

import java.util.ArrayList;
import java.util.List;
import lasthop.ip.Family;

/// The commands that trace a flow, and those that take the trace away again.
///
/// @param load modules that may be needed; a failure means they are built in or not needed
/// @param settings kernel parameters to set before and to put back after
/// @param add commands that begin the trace, in order
/// @param watch the command that shows the trace until it is ended
/// @param remove commands that end the trace, in order
record TracePlan(List<Command> load, List<Setting> settings, List<Command> add, Command watch, List<Command> remove) {
  TracePlan {
    load = List.copyOf(load);
    settings = List.copyOf(settings);
    add = List.copyOf(add);
    remove = List.copyOf(remove);
  }

  /// @param scopes the flow, and its answers if they are wanted
  /// @param inside words that run a command in the namespace to look at; empty for this one
  static TracePlan of(Tracer tracer, List<Scope> scopes, List<String> inside, Mark mark) {
    return switch (tracer) {
      case LEGACY -> legacy(scopes, inside, mark);
      case IPTABLES_NFT -> new TracePlan(List.of(), List.of(), iptables("nft", "-I", scopes, inside, mark),
          Command.of(inside, "xtables-monitor", "--trace"), iptables("nft", "-D", scopes, inside, mark));
      case NFT -> nft(scopes, inside, mark);
    };
  }

  /// Legacy TRACE writes to the kernel log: a logger must be bound to the family in that namespace, and namespaces
  /// other than the first log only if all may.
  ///
  /// @kernel v6.12 net/netfilter/nf_log.c nf_log_proc_dostring; nf_log_syslog.c nf_log_ip_packet
  private static TracePlan legacy(List<Scope> scopes, List<String> inside, Mark mark) {
    boolean v4 = scopes.getFirst().family() == Family.IPV4;
    var settings = settings(v4, inside);
    Command load = Command.of("sh", "-c", "modprobe -q nf_log_syslog || modprobe -q " + (v4 ? "nf_log_ipv4" : "nf_log_ipv6"));
    return new TracePlan(List.of(load), settings, iptables("legacy", "-I", scopes, inside, mark),
        Command.of("dmesg", "--follow-new"), iptables("legacy", "-D", scopes, inside, mark));
  }

  static List<Setting> settings(boolean v4, List<String> inside) {
    String logger = v4 ? "net.netfilter.nf_log.2" : "net.netfilter.nf_log.10";
    return List.of(new Setting(inside, logger, v4 ? "nf_log_ipv4" : "nf_log_ipv6"),
        new Setting(List.of(), "net.netfilter.nf_log_all_netns", "1"));
  }

  private static List<Command> iptables(String kind, String action, List<Scope> scopes, List<String> inside, Mark mark) {
    var commands = new ArrayList<Command>();
    for (Scope scope : scopes) {
      String tool = (scope.family() == Family.IPV4 ? "iptables-" : "ip6tables-") + kind;
      for (String chain : chains(scope)) {
        commands.add(Command.of(inside, tool, "-w", "-t", "raw", action, chain).plus(scope.iptables())
            .plus(List.of("-m", "comment", "--comment", mark.toString(), "-j", "TRACE")));
      }
    }
    return commands;
  }

  private static TracePlan nft(List<Scope> scopes, List<String> inside, Mark mark) {
    String table = "inet " + mark.table();
    var add = new ArrayList<Command>();
    add.add(Command.of(inside, "nft", "add table " + table));
    for (String chain : List.of("PREROUTING", "OUTPUT")) {
      String hook = chain.toLowerCase(java.util.Locale.ROOT);
      // Before every other table (raw is -300), after reassembly (-400).
      add.add(Command.of(inside, "nft", "add chain " + table + " " + hook + " { type filter hook " + hook + " priority -350 ; }"));
      for (Scope scope : scopes) {
        if (!chains(scope).contains(chain)) continue;
        add.add(Command.of(inside, "nft",
            "add rule " + table + " " + hook + " " + scope.nft() + "meta nftrace set 1 comment \"" + mark + "\""));
      }
    }
    return new TracePlan(List.of(), List.of(), add, Command.of(inside, "nft", "monitor", "trace"),
        List.of(Command.of(inside, "nft", "delete table " + table)));
  }

  /// A packet that came in by a device was not made here.
  private static List<String> chains(Scope scope) {
    return scope.iif().isEmpty() ? List.of("PREROUTING", "OUTPUT") : List.of("PREROUTING");
  }

  /// The plan as a shell script to read and to type.
  @Override public String toString() {
    var out = new StringBuilder("# begin the trace\n");
    for (Command c : load) out.append(c).append('\n');
    for (int i = 0; i < settings.size(); i++) {
      Setting s = settings.get(i);
      out.append("before").append(i).append("=$(").append(s.read()).append(")\n").append(s.write(s.value())).append('\n');
    }
    for (Command c : add) out.append(c).append('\n');
    out.append("\n# watch it; end with Ctrl-C\n").append(watch).append("\n\n# take it away again\n");
    for (Command c : remove) out.append(c).append('\n');
    for (int i = 0; i < settings.size(); i++) {
      out.append(settings.get(i).write("")).append("\"$before").append(i).append("\"\n");
    }
    return out.toString();
  }
}
