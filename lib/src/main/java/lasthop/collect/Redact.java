package lasthop.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;

/// Lines of a snapshot or a log with other addresses and names in place of the real ones.
///
/// One key gives one mapping, the same as `collect.sh --redact=KEY`: files redacted apart fit together. Comments and
/// log prefixes are mapped word by word but for the words every cluster uses. Names of devices, chains, sets and
/// namespaces stay, because rules are recognised by them; a name that must not be seen goes to `hidden`.
public final class Redact {
  private static final Set<String> PLAIN = Set.of(("cluster external internal node port ports portals nodeports service services "
      + "kubernetes loadbalancer has endpoints local traffic for the and not all from masquerade requiring forwarding conntrack "
      + "pod source destination rule rules postrouting health check lasthop trace must drop accept cali calico docker flannel "
      + "cni bridge network name").split(" "));
  private static final List<String> BEFORE_WORDS = List.of("--comment", "comment", "--log-prefix", "--nflog-prefix", "prefix");
  private static final Set<String> UNTOUCHED = Set.of("uname.txt", "modules.txt");

  private final Pseudonyms pseudonyms;
  private final Set<String> hidden;

  /// @param key what the mapping is made from: keep it to redact more files later, and keep it secret
  /// @param hidden words to be mapped wherever they stand alone
  public Redact(String key, Set<String> hidden) {
    if (key.isEmpty()) throw new IllegalArgumentException("a key is needed: without one everybody could undo the mapping");
    this.pseudonyms = new Pseudonyms(key);
    this.hidden = Set.copyOf(hidden);
  }

  /// A key nobody knows: files redacted with it fit together, and to no others.
  public static String randomKey() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The address that stands for one, for asking the redacted snapshot.
  public Ip address(Ip ip) {
    return pseudonyms.address(ip);
  }

  /// Writes the files of a snapshot, redacted, to another folder, folders below it included.
  ///
  /// @throws IOException if the target exists already, or one of the two cannot be read or written
  public void folder(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean keeps = UNTOUCHED.contains(file.getFileName().toString());
        Files.writeString(target, keeps ? text : text(text), StandardCharsets.ISO_8859_1);
      }
    }
  }

  String text(String text) {
    var out = new StringBuilder(text.length());
    for (String line : text.lines().toList()) out.append(line(line)).append('\n');
    return out.toString();
  }

  public String line(String line) {
    return hideWords(comments(addresses(line)));
  }

  private String addresses(String line) {
    var out = new StringBuilder(line.length());
    int at = 0;
    while (at < line.length()) {
      int end = at;
      while (end < line.length() && isAddressLetter(line.charAt(end))) end++;
      if (end == at) {
        out.append(line.charAt(at++));
        continue;
      }
      at = run(line, at, end, out);
    }
    return out.toString();
  }

  /// Writes what stands for one run of letters that an address may consist of; returns where to read on.
  private int run(String line, int from, int to, StringBuilder out) {
    int end = to;
    char last = line.charAt(to - 1);
    boolean punctuated = last == '.' || last == ':' && to - from > 1 && line.charAt(to - 2) != ':';
    if (punctuated) end--;
    String run = line.substring(from, end);
    if (!punctuated) {
      Optional<String> range = range(run, line, to);
      if (range.isPresent()) {
        out.append(range.get());
        return quadEnd(line, to + 1);
      }
    }
    out.append(mapped(run, punctuated ? -1 : length(line, to))).append(line, end, to);
    return to;
  }

  private String mapped(String run, int length) {
    int colon = run.indexOf(':');
    boolean oneColon = colon >= 0 && run.indexOf(':', colon + 1) < 0;
    String address = oneColon ? run.substring(0, colon) : run;
    if (oneColon && !isDigits(run, colon + 1)) return run;
    if (colon < 0 || oneColon) {
      return quad(address).map(ip -> pseudonyms.network(ip, length) + run.substring(address.length())).orElse(run);
    }
    return linkAddress(run).or(() -> Ip.tryParse(run).map(ip -> v6(run, pseudonyms.network(ip, length)))).orElse(run);
  }

  /// `10.0.0.0-10.0.3.255`: a range keeps its meaning if it lies within 256 addresses or is a whole block; another one
  /// is widened to the block around it.
  private Optional<String> range(String run, String line, int to) {
    if (to >= line.length() || line.charAt(to) != '-') return Optional.empty();
    int end = quadEnd(line, to + 1);
    Optional<Ip> low = quad(run);
    Optional<Ip> high = quad(line.substring(to + 1, end));
    if (low.isEmpty() || high.isEmpty()) return Optional.empty();
    int same = 0;
    while (same < 32 && low.get().bit(same) == high.get().bit(same)) same++;
    if (same >= 24) return Optional.of(address(low.get()) + "-" + address(high.get()));
    Ip block = address(low.get()).masked(same);
    return Optional.of(block + "-" + Ip.v4(block.low() | 0xffffffffL >>> same));
  }

  private static int quadEnd(String line, int from) {
    int end = from;
    while (end < line.length() && (line.charAt(end) == '.' || isDigit(line.charAt(end)))) end++;
    return end;
  }

  /// Unlike [Ip#tryParse] this takes leading zeros as well: what looks like an address must not stay.
  private static Optional<Ip> quad(String text) {
    String[] part = text.split("\\.", -1);
    if (part.length != 4) return Optional.empty();
    long bits = 0;
    for (String p : part) {
      if (p.isEmpty() || p.length() > 9 || !isDigits(p, 0) || Integer.parseInt(p) > 255) return Optional.empty();
      bits = bits << 8 | Integer.parseInt(p);
    }
    return Optional.of(Ip.v4(bits));
  }

  /// The kernel's logger writes all 39 letters of an IPv6 address; it goes on doing so.
  private static String v6(String before, Ip ip) {
    if (before.length() != 39) return ip.toString();
    var out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      long group = (i < 4 ? ip.high() : ip.low()) >>> 48 - 16 * (i % 4) & 0xffff;
      out.append(i > 0 ? ":" : "").append(Integer.toHexString((int) group | 0x10000), 1, 5);
    }
    return out.toString();
  }

  /// 6 octets, 14 as in `MAC=` of a log line (two addresses and a protocol), or 20 of InfiniBand, whose last 6 count.
  private Optional<String> linkAddress(String run) {
    String[] octets = run.split(":", -1);
    for (String octet : octets) if (octet.isEmpty() || octet.length() > 2 || !isHex(octet)) return Optional.empty();
    return switch (octets.length) {
      case 6, 20 -> Optional.of(mac(octets, 0, octets.length));
      case 14 -> Optional.of(mac(octets, 0, 6) + ":" + mac(octets, 6, 12) + ":" + octets[12] + ":" + octets[13]);
      default -> Optional.empty();
    };
  }

  private String mac(String[] octets, int from, int to) {
    boolean isGroup = (Integer.parseInt(octets[from], 16) & 1) == 1;
    boolean isShort = false;
    boolean isZero = true;
    long bits = 0;
    for (int i = from; i < to; i++) {
      isShort |= octets[i].length() == 1;
      isZero &= Integer.parseInt(octets[i], 16) == 0;
      if (i >= to - 6) bits = bits << 8 | Integer.parseInt(octets[i], 16);
    }
    var out = new StringBuilder(String.join(":", List.of(octets).subList(from, isGroup || isZero ? to : to - 3)));
    if (isGroup || isZero) return out.toString();
    long mapped = pseudonyms.device(bits);
    for (int shift = 16; shift >= 0; shift -= 8) {
      String hex = Integer.toHexString((int) (mapped >>> shift & 0xff));
      out.append(hex.length() == 1 && !isShort ? ":0" : ":").append(hex);
    }
    return out.toString();
  }

  /// The length behind `/` at a position; -1 if none stands there.
  private static int length(String line, int at) {
    int end = at + 1;
    while (end < line.length() && isDigit(line.charAt(end))) end++;
    if (at >= line.length() || line.charAt(at) != '/' || end == at + 1 || end > at + 4) return -1;
    return Integer.parseInt(line.substring(at + 1, end));
  }

  /// Maps the words behind `--comment`, `comment`, `--log-prefix` and `prefix`: a quoted string or one word.
  private String comments(String line) {
    var out = new StringBuilder(line.length());
    int at = 0;
    while (at < line.length()) {
      int start = afterKeyword(line, at);
      if (start < 0) break;
      out.append(line, at, start);
      if (line.startsWith("--", start)) {
        at = start;
        continue;
      }
      int end = textEnd(line, start);
      out.append(eachWord(line.substring(start, end), false));
      at = end;
    }
    return out.append(line, Math.min(at, line.length()), line.length()).toString();
  }

  /// Where the text of the next comment begins; -1 if there is none.
  private static int afterKeyword(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (i > from && line.charAt(i - 1) != ' ') continue;
      for (String word : BEFORE_WORDS) {
        if (line.startsWith(word, i) && line.startsWith(" ", i + word.length())) return i + word.length() + 1;
      }
    }
    return -1;
  }

  private static int textEnd(String line, int start) {
    if (!line.startsWith("\"", start)) {
      int blank = line.indexOf(' ', start);
      return blank < 0 ? line.length() : blank;
    }
    int end = start + 1;
    while (end < line.length() && line.charAt(end) != '"') end += line.charAt(end) == '\\' ? 2 : 1;
    return Math.min(line.length(), end + 1);
  }

  private String hideWords(String line) {
    return hidden.isEmpty() ? line : eachWord(line, true);
  }

  /// A hidden word, or one with hidden pieces: a device stands between dots in the name of a parameter.
  private String hide(String word) {
    if (hidden.contains(word)) return pseudonyms.word(word);
    String[] pieces = word.split("\\.", -1);
    for (int i = 0; i < pieces.length; i++) if (hidden.contains(pieces[i])) pieces[i] = pseudonyms.word(pieces[i]);
    return String.join(".", pieces);
  }

  /// Maps word by word: all but the plain ones, or only the hidden ones, whose letters include `.` and `-`.
  private String eachWord(String text, boolean onlyHidden) {
    var out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && isWordLetter(text.charAt(end), onlyHidden)) end++;
      if (end == at) {
        out.append(text.charAt(at++));
        continue;
      }
      String word = text.substring(at, end);
      boolean isPlain = word.length() < 3 || isDigits(word, 0) || PLAIN.contains(word.toLowerCase(Locale.ROOT));
      out.append(onlyHidden ? hide(word) : isPlain ? word : pseudonyms.word(word));
      at = end;
    }
    return out.toString();
  }

  private static boolean isAddressLetter(char c) {
    return isWordLetter(c, false) || c == ':' || c == '.';
  }

  private static boolean isWordLetter(char c, boolean orDotOrHyphen) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_' || orDotOrHyphen && (c == '.' || c == '-');
  }

  private static boolean isDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) if (!isDigit(text.charAt(i))) return false;
    return from < text.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 0x7f || Character.digit(text.charAt(i), 16) < 0) return false;
    return true;
  }
}
