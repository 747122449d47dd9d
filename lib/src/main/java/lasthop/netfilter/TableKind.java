package lasthop.netfilter;

import static lasthop.netfilter.Hook.FORWARD;
import static lasthop.netfilter.Hook.INPUT;
import static lasthop.netfilter.Hook.OUTPUT;
import static lasthop.netfilter.Hook.POSTROUTING;
import static lasthop.netfilter.Hook.PREROUTING;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The five tables of iptables, in the order a packet meets them on a hook that has them all.
///
/// @kernel v6.12 include/uapi/linux/netfilter_ipv4.h enum nf_ip_hook_priorities
public enum TableKind {
  RAW(-300, List.of(PREROUTING, OUTPUT)),
  MANGLE(-150, List.of(PREROUTING, INPUT, FORWARD, OUTPUT, POSTROUTING)),
  NAT(-100, List.of(PREROUTING, INPUT, OUTPUT, POSTROUTING)),
  FILTER(0, List.of(INPUT, FORWARD, OUTPUT)),
  SECURITY(50, List.of(INPUT, FORWARD, OUTPUT));

  private final int priority;
  private final List<Hook> hooks;

  TableKind(int priority, List<Hook> hooks) {
    this.priority = priority;
    this.hooks = hooks;
  }

  /// The table's name as every tool writes it: `raw`, `mangle`, …
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TableKind> of(String name) {
    for (TableKind kind : values()) {
      if (kind.text().equals(name)) return Optional.of(kind);
    }
    return Optional.empty();
  }

  /// The hooks it has a built-in chain on, in the kernel's order.
  public List<Hook> hooks() {
    return hooks;
  }

  /// Its place on a hook: lower runs first. Source translation (nat on INPUT and POSTROUTING) runs at 100.
  public int priority(Hook hook) {
    boolean sourceNat = this == NAT && (hook == INPUT || hook == POSTROUTING);
    return sourceNat ? 100 : priority;
  }

  /// Whether a chain of this name is built in, and so has a policy.
  public boolean isBuiltin(String chain) {
    for (Hook hook : hooks) {
      if (hook.name().equals(chain)) return true;
    }
    return false;
  }
}
