package lasthop.ip;

/// The two address families; `bits` is the length of an address.
public enum Family {
  IPV4(32), IPV6(128);

  private final int bits;

  Family(int bits) {
    this.bits = bits;
  }

  public int bits() {
    return bits;
  }
}
