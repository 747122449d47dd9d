package lasthop.netfilter;

/// Where Netfilter looks at a packet, in the order of the kernel's numbers.
///
/// @kernel v6.12 include/uapi/linux/netfilter.h enum nf_inet_hooks
public enum Hook { PREROUTING, INPUT, FORWARD, OUTPUT, POSTROUTING }
