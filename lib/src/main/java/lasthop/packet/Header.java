package lasthop.packet;

/// The IP header without addresses and protocol, either family. Unknown numbers are -1.
///
/// @param len octets of the whole IP packet, header included (IPv6: payload length plus 40)
/// @param tos the type of service or traffic class octet, 0 to 255, ECN bits included
/// @param ttl time to live or hop limit, 0 to 255
/// @param id IPv4 identification, 0 to 65535; -1 for IPv6
/// @param frag offset of this fragment in octets; 0 for a whole packet or a first fragment
/// @param options IP options as hexadecimal digits without blanks; empty for none
/// @param flowLabel IPv6 flow label; -1 for IPv4
public record Header(int len, int tos, int ttl, int id, boolean df, boolean mf, int frag, String options, int flowLabel) {
  public static final Header UNKNOWN = new Header(-1, -1, -1, -1, false, false, 0, "", -1);

  public Header withTtl(int changed) {
    return new Header(len, tos, changed, id, df, mf, frag, options, flowLabel);
  }

  public Header withTos(int changed) {
    return new Header(len, changed, ttl, id, df, mf, frag, options, flowLabel);
  }

  public Header withDf(boolean changed) {
    return new Header(len, tos, ttl, id, changed, mf, frag, options, flowLabel);
  }

  public Header withLen(int changed) {
    return new Header(changed, tos, ttl, id, df, mf, frag, options, flowLabel);
  }
}
