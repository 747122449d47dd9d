package lasthop.packet;

/// TCP flags in the order the kernel's logger prints them.
///
/// @kernel v6.12 net/ipv4/netfilter/nf_log_syslog.c nf_log_dump_tcp_header
public enum TcpFlag {
  CWR(0x80), ECE(0x40), URG(0x20), ACK(0x10), PSH(0x08), RST(0x04), SYN(0x02), FIN(0x01);

  private final int bit;

  TcpFlag(int bit) {
    this.bit = bit;
  }

  /// Its bit in the 13th octet of the TCP header.
  public int bit() {
    return bit;
  }
}
