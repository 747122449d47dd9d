package lasthop.netfilter;

/// Why a rule is refused, in one clause, as iptables-restore or the kernel would refuse it.
final class Refused extends Exception {
  Refused(String reason) {
    super(reason, null, false, false);
  }
}
