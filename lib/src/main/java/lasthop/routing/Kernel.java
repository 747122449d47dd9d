package lasthop.routing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel version, as far as behaviour depends on it.
///
/// @param release as `uname -r` prints it
public record Kernel(String release, int major, int minor) {
  /// What is assumed when no `uname.txt` says otherwise.
  public static final Kernel ASSUMED = new Kernel("6.12", 6, 12);

  /// Compiled only where a text is read.
  private static final class Patterns {
    static final Pattern RELEASE = Pattern.compile("(?m)^(?:Linux \\S+ )?((\\d{1,4})\\.(\\d{1,4})\\S*)");
  }

  /// Reads what `uname -r`, `uname -a` or `/proc/version` say: `6.12.117-1-amd64`, `Linux node 6.12.117-1-amd64 #1 SMP`,
  /// also below a prompt; a text without a version gives [#ASSUMED].
  public static Kernel parse(String text) {
    Matcher found = Patterns.RELEASE.matcher(text.strip());
    return found.find() ? new Kernel(found.group(1), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3))) : ASSUMED;
  }

  public boolean isAtLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
  }

  @Override public String toString() {
    return release;
  }
}
