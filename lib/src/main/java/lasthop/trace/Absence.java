package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lasthop.text.Origin;
import lasthop.text.Unread;

/// Why nothing was found in a log, as a sentence that says what to do.
public final class Absence {
  private static final int HEAD = 1 << 16;

  private Absence() {}

  /// @param name of a log that was read, or of a snapshot's folder
  /// @param logs what was read, this one's among them
  public static String of(String name, PacketSelector asked, List<TraceLog> logs) throws IOException {
    String shown = name.equals("-") ? "standard input" : name;
    boolean again = !name.equals("-") && Files.isRegularFile(Path.of(name));
    byte[] head = again ? head(name) : new byte[] {'-'};
    if (head.length == 0) return name + " is empty: has the log been rotated to " + name + ".1, or does it go elsewhere (journalctl -k)?";
    if (isBinary(head)) return name + " is no text: give the kernel's log, as journalctl -k or dmesg print it";
    if (!asked.terms().isEmpty()) return shown + ": no packet \"" + asked + "\" is traced there; lasthop trace " + name + " lists those that are";
    if (logs.stream().anyMatch(log -> hasDamaged(log, name))) {
      return shown + ": no packet can be read there: too little is left of its records, see above; give the log as the kernel wrote it";
    }
    return shown + ": no packet is traced there: give the kernel's log of the time when tracing was on; lasthop capture prints how to "
        + "switch it on";
  }

  /// Whether records were found there of which too little is left.
  private static boolean hasDamaged(TraceLog log, String name) {
    Set<Origin> unread = log.report().unread().stream().map(Unread::origin).filter(o -> o.file().equals(name)).collect(Collectors.toSet());
    return log.gaps().stream().anyMatch(gap -> unread.contains(gap.origin()));
  }

  private static byte[] head(String name) throws IOException {
    try (InputStream in = LogFile.of(name).open()) {
      return in.readNBytes(HEAD);
    }
  }

  /// Of text, few bytes are control characters other than blanks and escapes.
  private static boolean isBinary(byte[] head) {
    int odd = 0;
    for (byte c : head) {
      if (c >= 0 && c < ' ' && !Cursor.isBlank(c) && c != 27 || c == 0) odd++;
    }
    return odd > head.length / 50;
  }
}
