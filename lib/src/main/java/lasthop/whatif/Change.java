package lasthop.whatif;

import lasthop.host.Host;

/// One change to a host, spelled as the command that would make it. Nothing outside this program is touched.
public sealed interface Change permits SysctlChange, RouteChange, RuleChange, LinkChange, IptablesChange, NftChange {

  /// The host as it would be afterwards.
  ///
  /// @throws IllegalArgumentException with the error the tool would print, when the host refuses the change
  Host apply(Host host);

  /// The command, as it was given.
  String command();

  /// Reads `sysctl -w …`, `ip rule|route|link …`, `iptables …`, `ip6tables …` or `nft …`; a leading `sudo` is ignored.
  ///
  /// @throws IllegalArgumentException with the error the tool would print, or saying what is understood
  static Change parse(String command) {
    return Commands.parse(command);
  }
}
