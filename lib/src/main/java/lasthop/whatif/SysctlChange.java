package lasthop.whatif;

import java.util.ArrayList;
import java.util.List;
import lasthop.host.Host;
import lasthop.sysctl.Sysctls;
import lasthop.text.Origin;

/// `sysctl -w name=value…`, with what the kernel does beyond the one value.
///
/// @param settings name and value, in the order given; names with dots
public record SysctlChange(String command, List<Setting> settings) implements Change {
  public SysctlChange {
    settings = List.copyOf(settings);
  }

  public record Setting(String name, String value) {}

  static SysctlChange parse(String command, List<String> words) {
    var settings = new ArrayList<Setting>();
    for (String word : words) {
      if (word.startsWith("-")) continue;
      int equals = word.indexOf('=');
      if (equals <= 0) throw new IllegalArgumentException("sysctl: \"" + word + "\" must be of the form name=value");
      settings.add(new Setting(Sysctls.dotted(word.substring(0, equals).strip()), word.substring(equals + 1).strip()));
    }
    if (settings.isEmpty()) throw new IllegalArgumentException("sysctl: no variables specified");
    return new SysctlChange(command, settings);
  }

  @Override public Host apply(Host host) {
    if (host.routing().sysctls().isEmpty()) {
      throw new IllegalArgumentException("the host's parameters are not known: collect sysctl -a into sysctl.txt");
    }
    Sysctls sysctls = host.sysctls();
    for (Setting setting : settings) sysctls = set(sysctls, setting, host);
    return host.withRouting(host.routing().withSysctls(sysctls));
  }

  private Sysctls set(Sysctls sysctls, Setting setting, Host host) {
    String device = device(setting.name());
    boolean known = sysctls.entry(setting.name()).isPresent();
    if (!known && !device.isEmpty() && !device.equals("all") && !device.equals("default") && !host.links().has(device)) {
      throw new IllegalArgumentException("sysctl: cannot stat /proc/sys/" + setting.name().replace('.', '/') + ": No such file or directory");
    }
    Sysctls changed = sysctls.with(setting.name(), setting.value(), Origin.NONE);
    return forwarding(changed, setting);
  }

  /// `ip_forward` and `conf.all.forwarding` are one value, and writing it writes every device's and the default.
  ///
  /// @kernel v6.12 net/ipv4/devinet.c inet_forward_change, net/ipv6/addrconf.c addrconf_fixup_forwarding
  private static Sysctls forwarding(Sysctls sysctls, Setting setting) {
    String family = setting.name().startsWith("net.ipv6.") ? "ipv6" : "ipv4";
    boolean all = setting.name().equals("net.ipv4.ip_forward") || setting.name().equals(Sysctls.conf(family, "all", "forwarding"));
    if (!all) return sysctls;
    Sysctls changed = sysctls.with(Sysctls.conf(family, "all", "forwarding"), setting.value(), Origin.NONE);
    if (family.equals("ipv4")) changed = changed.with("net.ipv4.ip_forward", setting.value(), Origin.NONE);
    for (String name : sysctls.entries().keySet()) {
      if (name.startsWith("net." + family + ".conf.") && name.endsWith(".forwarding")) changed = changed.with(name, setting.value(), Origin.NONE);
    }
    return changed;
  }

  /// The device of `net.ipv4.conf.DEVICE.key`; empty for other names.
  private static String device(String name) {
    int conf = name.indexOf(".conf.");
    int key = name.lastIndexOf('.');
    return conf < 0 || key <= conf + 6 ? "" : name.substring(conf + 6, key);
  }

  @Override public String toString() {
    return command;
  }
}
