package lasthop.trace;

import lasthop.ip.Ip;
import lasthop.text.Origin;

/// The kernel's own remark that a packet's addresses cannot be: it was dropped at the input routing decision.
///
/// @param source whether the source was at fault; else the destination
/// @param dev the device the packet came in by
/// @param linkHeader the octets of the following `ll header` line, blank-separated hexadecimal; empty if there was none
/// @kernel v6.12 net/ipv4/route.c ip_handle_martian_source
public record Martian(Origin origin, Stamp stamp, String host, boolean source, Ip dst, Ip src, String dev, String linkHeader) {}
