package lasthop.sysctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The kernel parameters that decide a packet's fate, by name and by symptom.
public final class Encyclopedia {
  private static final String FILE = "parameters.txt";

  private Encyclopedia() {}

  /// Every parameter, grouped by subject. Read when first asked for.
  public static List<Parameter> all() {
    return Book.ALL;
  }

  private static final class Book {
    static final List<Parameter> ALL = read();
  }

  /// The parameters a name may mean, IPv4 before IPv6; empty if none is called so. Several share a short name.
  public static List<Parameter> named(String name) {
    String asked = name.strip();
    return asked.isEmpty() ? List.of() : all().stream().filter(p -> p.isCalled(asked)).toList();
  }

  /// The one parameter of a full name such as `net.ipv4.conf.eth0.rp_filter`.
  public static Optional<Parameter> parameter(String fullName) {
    return fullName.startsWith("net") ? named(fullName).stream().findFirst() : Optional.empty();
  }

  /// Names close to one that does not exist, best first, at most three; empty if nothing is close.
  public static List<String> near(String name) {
    String asked = name.strip().toLowerCase(Locale.ROOT);
    String last = asked.substring(Math.max(asked.lastIndexOf('.'), asked.lastIndexOf('/')) + 1);
    if (last.isEmpty()) return List.of();
    record Guess(String name, int distance) {}
    return new LinkedHashSet<>(all().stream().map(Parameter::shortName).toList()).stream()
        .map(n -> new Guess(n, distance(last, n)))
        .filter(g -> g.distance <= Math.max(1, last.length() / 3) || g.name.startsWith(last))
        .sorted(Comparator.comparingInt(Guess::distance)).limit(3).map(Guess::name).toList();
  }

  /// The parameters whose symptoms, name or sentence hold the words asked for, best first; empty if none does.
  ///
  /// A rare word weighs more than a common one, and a word of the name more than one of the sentence.
  public static List<Parameter> about(String symptom) {
    List<String> words = words(symptom);
    record Hit(Parameter parameter, double score) {}
    return all().stream().map(p -> new Hit(p, score(p, words))).filter(h -> h.score > 0)
        .sorted(Comparator.comparingDouble(Hit::score).reversed()).map(Hit::parameter).toList();
  }

  private static double score(Parameter p, List<String> asked) {
    double score = 0;
    for (String word : asked) {
      double rarity = Math.log(1 + (double) all().size() / Math.max(1, timesUsed(word)));
      if (holds(words(p.name()), word)) score += 3 * rarity;
      if (holds(words(p.symptoms()), word)) score += 2 * rarity;
      if (holds(words(p.what() + " " + p.note()), word)) score += rarity;
    }
    return score;
  }

  private static long timesUsed(String word) {
    return all().stream().filter(p -> holds(words(p.name() + " " + p.symptoms() + " " + p.what()), word)).count();
  }

  /// Whether one of the words begins with the one asked for, or differs from it only by an ending.
  private static boolean holds(List<String> words, String asked) {
    String stem = asked.length() > 4 && asked.endsWith("s") ? asked.substring(0, asked.length() - 1) : asked;
    return words.stream().anyMatch(w -> w.equals(stem) || stem.length() >= 4 && w.startsWith(stem));
  }

  private static List<String> words(String text) {
    return List.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).stream().filter(w -> !w.isEmpty()).toList();
  }

  /// Levenshtein's distance: letters to insert, delete or change.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static List<Parameter> read() {
    try (var in = Encyclopedia.class.getResourceAsStream(FILE)) {
      if (in == null) throw new IllegalStateException(FILE + " is missing beside " + Encyclopedia.class.getName());
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Parameter> parse(String text) {
    var all = new ArrayList<Parameter>();
    for (String block : text.split("\n\\s*\n")) {
      List<String> lines = block.lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList();
      if (!lines.isEmpty()) all.add(parameter(lines));
    }
    return List.copyOf(all);
  }

  private static Parameter parameter(List<String> lines) {
    var values = new ArrayList<String>();
    Map<String, String> field = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int blank = line.indexOf(' ');
      String key = line.substring(0, blank);
      String rest = line.substring(blank).strip();
      if (key.equals("value")) values.add(rest);
      else if (field.put(key, rest) != null) throw new IllegalArgumentException("twice in a block: " + line);
    }
    return new Parameter(lines.getFirst(), field.get("what"), values, Combination.parse(field.get("combine")),
        field.get("default"), field.getOrDefault("since", ""), field.getOrDefault("until", ""), field.get("read"),
        field.get("doc"), field.get("symptom"), field.getOrDefault("note", ""));
  }
}
