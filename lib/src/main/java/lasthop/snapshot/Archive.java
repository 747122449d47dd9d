package lasthop.snapshot;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// Reads a snapshot out of an archive, into memory alone. Nothing is ever written, and what no snapshot holds is refused.
///
/// The other namespaces of `collect --all-netns` lie in folders below `netns`; they are hosts of their own and are left
/// out here: unpack the archive to ask them.
final class Archive {
  private static final long MOST_BYTES = 512L << 20;
  private static final int MOST_FILES = 1000;
  private static final int TAR_BLOCK = 512;

  private final Path path;
  private final Map<String, String> texts = new TreeMap<>();
  private String folder = "";
  private int files;
  private long bytes;

  private Archive(Path path) {
    this.path = path;
  }

  /// @return texts by file name, without the folder they lie in
  /// @throws IOException when it is no archive we know, or one that no snapshot makes
  static Map<String, String> read(Path path) throws IOException {
    var archive = new Archive(path);
    String name = path.getFileName().toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      if (name.endsWith(".zip")) archive.zip(in);
      else if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) archive.tar(new GZIPInputStream(in));
      else if (name.endsWith(".tar")) archive.tar(in);
      else throw new IOException("neither a folder nor a .zip, .tar or .tar.gz");
    }
    return archive.texts;
  }

  private void zip(InputStream file) throws IOException {
    byte[] raw = file.readNBytes((int) MOST_BYTES);
    refuseZipLinks(raw);
    var in = new ZipInputStream(new ByteArrayInputStream(raw));
    for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      if (!entry.isDirectory()) keep(entry.getName(), in, Long.MAX_VALUE);
    }
    if (files == 0) throw new IOException("an empty archive, or none at all");
  }

  /// What an entry is stands only in the central directory, in the upper half of its external attributes.
  private void refuseZipLinks(byte[] raw) throws IOException {
    for (int i = 0; i + 46 <= raw.length; i++) {
      boolean central = raw[i] == 'P' && raw[i + 1] == 'K' && raw[i + 2] == 1 && raw[i + 3] == 2;
      if (central && (raw[i + 41] & 0xf0) == 0xa0) throw new IOException("holds a symbolic link");
    }
  }

  /// The format of POSIX ustar, with the long names of GNU and pax.
  private void tar(InputStream in) throws IOException {
    String longName = "";
    while (true) {
      byte[] head = in.readNBytes(TAR_BLOCK);
      if (head.length == 0 || head.length == TAR_BLOCK && head[0] == 0) break;
      if (head.length < TAR_BLOCK) throw new EOFException("ends inside a file");
      spend(TAR_BLOCK);
      long size = octal(head, 124, 12);
      char type = (char) head[156];
      String name = longName.isEmpty() ? prefix(head) + string(head, 0, 100, "") : longName;
      longName = "";
      switch (type) {
        case '0', 0, '7' -> keep(name, in, size);
        case '5', 'g' -> skip(in, size);
        case 'L' -> longName = new String(bounded(in, size), StandardCharsets.UTF_8).replace("\0", "");
        case 'x' -> longName = paxPath(new String(bounded(in, size), StandardCharsets.UTF_8));
        case '1', '2' -> throw new IOException("holds a link: " + name);
        default -> throw new IOException("holds what is no file: " + name);
      }
      in.skipNBytes((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
    }
    if (files == 0) throw new IOException("an empty archive, or none at all");
  }

  /// GNU tar, whose magic ends in blanks, keeps other things where POSIX has the first part of a long path.
  private static String prefix(byte[] head) {
    return string(head, 257, 6, "").equals("ustar") ? string(head, 345, 155, "/") : "";
  }

  private static String paxPath(String records) throws IOException {
    int at = records.indexOf(" path=");
    int end = records.indexOf('\n', Math.max(at, 0));
    if (at >= 0 && end < 0) throw new IOException("not a tar archive");
    return at < 0 ? "" : records.substring(at + 6, end);
  }

  /// Skipped octets count as well: an archive may unpack to nothing but those.
  private void skip(InputStream in, long size) throws IOException {
    spend(size);
    in.skipNBytes(size);
  }

  private void spend(long octets) throws IOException {
    bytes += octets;
    if (bytes > MOST_BYTES) throw new IOException("unpacks to more than " + (MOST_BYTES >> 20) + " MiB");
  }

  private byte[] bounded(InputStream in, long size) throws IOException {
    spend(size);
    byte[] content = in.readNBytes((int) size);
    if (content.length < size) throw new EOFException("ends inside a file");
    return content;
  }

  private void keep(String name, InputStream in, long size) throws IOException {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    boolean leavesIt = plain.startsWith("/") || plain.indexOf('\\') >= 0 || ("/" + plain + "/").contains("/../");
    if (leavesIt) throw new IOException("holds a path that leads out of it: " + name);
    byte[] content = size == Long.MAX_VALUE ? toTheEnd(in) : bounded(in, size);
    if (("/" + plain).contains("/netns/")) return;
    if (++files > MOST_FILES) throw new IOException("holds more than " + MOST_FILES + " files");
    int slash = plain.lastIndexOf('/');
    String file = plain.substring(slash + 1);
    if (!Snapshot.isText(file)) return;
    String within = slash < 0 ? "" : plain.substring(0, slash);
    if (!texts.isEmpty() && !within.equals(folder)) {
      throw new IOException("holds more than one folder of texts: " + folder + " and " + within);
    }
    folder = within;
    texts.put(file, Pasted.text(content));
  }

  private byte[] toTheEnd(InputStream in) throws IOException {
    byte[] content = in.readNBytes((int) (MOST_BYTES - bytes + 1));
    spend(content.length);
    return content;
  }

  private static String string(byte[] head, int from, int length, String after) {
    int end = from;
    while (end < from + length && head[end] != 0) end++;
    return end == from ? "" : new String(head, from, end - from, StandardCharsets.UTF_8) + after;
  }

  private static long octal(byte[] head, int from, int length) throws IOException {
    String digits = string(head, from, length, "").strip();
    try {
      long value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
      if (value >= 0) return value;
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IOException("not a tar archive");
  }
}
