package lasthop.trace;

import java.util.Random;

/// Damages a text as terminals, mail programs and web pages do.
final class Damage {
  private final Random random;

  Damage(long seed) {
    random = new Random(seed);
  }

  /// Breaks lines at a width anywhere, in words too; some widths leave the blank at the break, some mailers strip it.
  String wrapped(String text, int width) {
    var out = new StringBuilder();
    for (String line : text.split("\n")) {
      for (int i = 0; i < line.length(); i += width) out.append(line, i, Math.min(line.length(), i + width)).append('\n');
    }
    return out.toString();
  }

  /// Loses line ends, all of them or some.
  String glued(String text, double share) {
    var out = new StringBuilder();
    for (String line : text.split("\n")) {
      out.append(line);
      if (random.nextDouble() >= share) out.append('\n');
    }
    return out.append('\n').toString();
  }

  /// Changes the letter case of whole words.
  String recased(String text, double share) {
    var out = new StringBuilder();
    for (String word : text.split("(?<=[ \n])")) {
      double x = random.nextDouble();
      boolean capital = x < share / 5 && !word.isEmpty();
      out.append(capital ? Character.toUpperCase(word.charAt(0)) + word.substring(1).toLowerCase() : x < share ? word.toLowerCase() : word);
    }
    return out.toString();
  }

  /// Puts blanks into words.
  String blanked(String text, double share) {
    var out = new StringBuilder();
    for (String word : text.split("(?<=[ \n])")) {
      if (word.length() > 5 && random.nextDouble() < share) {
        int at = 1 + random.nextInt(word.length() - 2);
        out.append(word, 0, at).append(' ').append(word, at, word.length());
      } else {
        out.append(word);
      }
    }
    return out.toString();
  }

  /// Loses single characters.
  String dropped(String text, int howMany) {
    var out = new StringBuilder(text);
    for (int i = 0; i < howMany; i++) out.deleteCharAt(random.nextInt(out.length()));
    return out.toString();
  }

  /// All kinds of damage that lose nothing, in random measure.
  String harmless(String text) {
    String hurt = text;
    if (random.nextBoolean()) hurt = recased(hurt, random.nextDouble());
    if (random.nextBoolean()) hurt = blanked(hurt, random.nextDouble() * 0.1);
    if (random.nextBoolean()) hurt = glued(hurt, random.nextDouble());
    if (random.nextBoolean()) hurt = wrapped(hurt, 60 + random.nextInt(120));
    return hurt;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
