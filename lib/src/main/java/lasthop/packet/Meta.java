package lasthop.packet;

/// What the kernel knows of a packet beside its octets. Unknown words are empty, unknown numbers -1.
///
/// @param in device it came in by; empty for a packet made here
/// @param out device it is to leave by, as far as decided
/// @param physin bridge port it came in by
/// @param physout bridge port it leaves by
/// @param mac link header as printed in `MAC=`: destination, source, protocol, colon-separated octets
/// @param mark the netfilter mark, 0 to 2^32-1; 0 when none is shown
/// @param uid owner of the local socket; -1 where there is none
/// @param gid group of the local socket; -1 where there is none
public record Meta(String in, String out, String physin, String physout, String mac, long mark, long uid, long gid) {
  public static final Meta NONE = new Meta("", "", "", "", "", 0, -1, -1);

  /// Whether the frame was sent to several link addresses: the lowest bit of the first octet; false where no octet is known.
  public boolean isToGroup() {
    int high = mac.length() < 2 ? -1 : Character.digit(mac.charAt(0), 16);
    int low = mac.length() < 2 ? -1 : Character.digit(mac.charAt(1), 16);
    return high >= 0 && low >= 0 && (low & 1) != 0;
  }

  public Meta withIn(String dev) {
    return new Meta(dev, out, physin, physout, mac, mark, uid, gid);
  }

  public Meta withOut(String dev) {
    return new Meta(in, dev, physin, physout, mac, mark, uid, gid);
  }

  public Meta withMark(long changed) {
    return new Meta(in, out, physin, physout, mac, changed, uid, gid);
  }

  public Meta withPhys(String inPort, String outPort) {
    return new Meta(in, out, inPort, outPort, mac, mark, uid, gid);
  }

  public Meta withMac(String changed) {
    return new Meta(in, out, physin, physout, changed, mark, uid, gid);
  }

  public Meta withOwner(long changedUid, long changedGid) {
    return new Meta(in, out, physin, physout, mac, mark, changedUid, changedGid);
  }
}
