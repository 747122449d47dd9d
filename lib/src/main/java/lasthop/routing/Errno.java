package lasthop.routing;

/// The error numbers a route lookup can give, with the words iproute2 prints for them (glibc's strerror(3)).
public enum Errno {
  EACCES("Permission denied"), EINVAL("Invalid argument"), EXDEV("Invalid cross-device link"), ENODEV("No such device"),
  EMSGSIZE("Message too long"), ENETUNREACH("Network is unreachable"), EHOSTUNREACH("No route to host"),
  EAGAIN("Resource temporarily unavailable");

  private final String words;

  Errno(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
