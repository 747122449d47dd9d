package lasthop.routing;

/// A kernel version, as far as behaviour depends on it.
///
/// @param release as `uname -r` prints it
public record Kernel(String release, int major, int minor) {
  /// What is assumed when no `uname.txt` says otherwise.
  public static final Kernel ASSUMED = new Kernel("6.12", 6, 12);

  /// Reads `6.12.117-1-amd64`; a text that does not begin with two numbers gives [#ASSUMED] under the text's own name.
  public static Kernel parse(String text) {
    String release = text.strip();
    int dot = release.indexOf('.');
    int end = dot + 1;
    while (dot > 0 && end < release.length() && Character.isDigit(release.charAt(end))) end++;
    try {
      return new Kernel(release, Integer.parseInt(release.substring(0, Math.max(dot, 0))),
          Integer.parseInt(release.substring(dot + 1, end)));
    } catch (NumberFormatException e) {
      return new Kernel(release, ASSUMED.major, ASSUMED.minor);
    }
  }

  public boolean isAtLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
  }

  @Override public String toString() {
    return release;
  }
}
