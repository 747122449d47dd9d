package lasthop.trace;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// One file of a log, and its place in a rotated set.
///
/// @param name as the operator gave it; `-` is standard input
/// @param set the name without rotation and compression endings: files of one set are parts of one log
/// @param age 0 for the file being written, 1 for `.1`, and so on; the oldest is read first
record LogFile(String name, String set, long age) {

  static LogFile of(String name) {
    String rest = name;
    if (rest.endsWith(".gz") || rest.endsWith(".zst")) rest = rest.substring(0, rest.lastIndexOf('.'));
    int cut = rest.length();
    while (cut > 0 && rest.charAt(cut - 1) >= '0' && rest.charAt(cut - 1) <= '9') cut--;
    boolean numbered = cut > 1 && cut < rest.length() && rest.length() - cut <= 8 && (rest.charAt(cut - 1) == '.' || rest.charAt(cut - 1) == '-');
    if (!numbered) return new LogFile(name, rest, 0);
    long number = Long.parseLong(rest.substring(cut));
    boolean dated = rest.length() - cut == 8;
    return new LogFile(name, rest.substring(0, cut - 1), dated ? 100_000_000 - number : number);
  }

  /// The files with each rotated set from old to new, standing where its first file stood.
  static List<LogFile> inOrder(List<String> names) {
    var sets = new LinkedHashMap<String, List<LogFile>>();
    for (String name : names) {
      LogFile file = of(name);
      sets.computeIfAbsent(file.set(), k -> new ArrayList<>()).add(file);
    }
    var ordered = new ArrayList<LogFile>();
    for (List<LogFile> set : sets.values()) {
      set.sort((a, b) -> Long.compare(b.age(), a.age()));
      ordered.addAll(set);
    }
    return ordered;
  }

  /// How many bytes of text a plain file holds; -1 where that cannot be known before it is read.
  long size() throws IOException {
    Path path = Path.of(name);
    if (name.equals("-") || !Files.isRegularFile(path)) return -1;
    byte[] magic;
    try (InputStream in = Files.newInputStream(path)) {
      magic = in.readNBytes(4);
    }
    return Utf16.is(magic) || isGzip(magic) || isZstd(magic) ? -1 : Files.size(path);
  }

  private static boolean isGzip(byte[] magic) {
    return magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
  }

  private static boolean isZstd(byte[] magic) {
    return magic.length == 4 && magic[0] == 0x28 && magic[1] == (byte) 0xb5 && magic[2] == 0x2f && magic[3] == (byte) 0xfd;
  }

  /// The text of the file, decompressed and in UTF-8, by what its first bytes say.
  ///
  /// @throws IOException saying what is wrong and what to do
  InputStream open() throws IOException {
    if (name.equals("-")) return decompressed(System.in);
    Path path = Path.of(name);
    if (Files.isDirectory(path)) throw new IOException(name + " is a directory: name the log files in it");
    try {
      return decompressed(Files.newInputStream(path));
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(name, null, "there is no such file: check the name and the folder you are in");
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException(name + " may not be read by this user: copy it or use sudo", e);
    }
  }

  private InputStream decompressed(InputStream raw) throws IOException {
    var in = new BufferedInputStream(raw, 1 << 16);
    in.mark(8);
    byte[] magic = in.readNBytes(4);
    in.reset();
    if (Utf16.is(magic)) return new Utf16(in);
    if (isGzip(magic)) return gzip(in);
    return isZstd(magic) ? new ZstdInputStream(in) : in;
  }

  private InputStream gzip(InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException e) {
      throw new IOException(name + " is a damaged gzip file (" + (e.getMessage() == null ? "it ends early" : e.getMessage()) + "): fetch it again", e);
    }
  }
}
