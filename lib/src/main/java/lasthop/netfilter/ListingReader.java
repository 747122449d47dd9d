package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lasthop.netfilter.Listing.ListedChain;
import lasthop.netfilter.Listing.ListedRule;
import lasthop.text.Origin;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Reads `iptables -L`. Columns are padded but not cut, so words count, not positions; only an empty target shows
/// by the blanks in its place.
final class ListingReader {
  private static final Pattern HEADING = Pattern.compile("Chain (\\S+) \\((?:policy (\\S+).*|\\d+ references)\\)\\s*");
  private final String file;
  private final List<ListedChain> chains = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private final List<ListedRule> rules = new ArrayList<>();
  private String name = "";
  private Optional<String> policy = Optional.empty();
  private boolean numbered;
  private boolean counted;
  private int line;

  ListingReader(String file) {
    this.file = file;
  }

  Listing read(String text) {
    StrayWarning plain = StrayWarning.without(text, file);
    for (String raw : plain.text().split("\n", -1)) {
      line++;
      String words = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
      if (words.isBlank() || isComment(words)) continue;
      Matcher heading = HEADING.matcher(words);
      if (heading.matches()) chain(heading);
      else if (isHeader(words)) header(words);
      else if (name.isEmpty()) note(words, "no chain is open");
      else rule(words);
    }
    close();
    return new Listing(chains, new Report(plain.repairs(), unread));
  }

  private void note(String words, String reason) {
    unread.add(new Unread(new Origin(file, line), words, reason));
  }

  /// `Chain NAME (policy ACCEPT 1 packets, 2 bytes)` or `Chain NAME (3 references)`.
  private void chain(Matcher heading) {
    close();
    name = heading.group(1);
    policy = Optional.ofNullable(heading.group(2));
    numbered = false;
    counted = false;
  }

  private void close() {
    if (!name.isEmpty()) chains.add(new ListedChain(name, policy, rules));
    name = "";
    rules.clear();
  }

  /// A line that begins with `#` and is no rule whose target does.
  private static boolean isComment(String words) {
    var w = new Words(words);
    return w.next().startsWith("#") && !(w.next() + " " + w.next()).matches("\\S+ (--|-f|!f)");
  }

  private static boolean isHeader(String words) {
    var w = new Words(words);
    w.take("num");
    if (w.take("pkts")) w.take("bytes");
    return w.take("target") && w.take("prot");
  }

  private void header(String words) {
    var w = new Words(words);
    numbered = w.take("num");
    counted = w.take("pkts");
  }

  private void rule(String words) {
    try {
      rules.add(parsed(words));
    } catch (Refused e) {
      note(words, e.getMessage());
    }
  }

  private ListedRule parsed(String words) throws Refused {
    var w = new Words(words);
    int at = 0;
    int place = rules.size() + 1;
    if (numbered) {
      String number = w.next();
      place = (int) Numbers.parse(number, place, Integer.MAX_VALUE);
      at = Math.max(words.indexOf(number) + number.length() + 1, 5);
    }
    Optional<Counters> counters = Optional.empty();
    if (counted) {
      long packets = count(w.next());
      at = w.position();
      String bytes = w.next();
      counters = Optional.of(new Counters(packets, count(bytes)));
      at += bytes.length() + 1;
    }
    boolean hasTarget = at < words.length() && words.charAt(at) != ' ';
    Optional<String> target = hasTarget ? Optional.of(w.next()) : Optional.empty();
    String prot = w.next();
    String opt = w.peek();
    if (opt.equals("--") || opt.equals("-f") || opt.equals("!f")) w.next();
    Optional<String> in = counted ? Optional.of(w.next()) : Optional.empty();
    Optional<String> out = counted ? Optional.of(w.next()) : Optional.empty();
    String source = w.next();
    String destination = w.next();
    if (destination.isEmpty()) throw new Refused("columns are missing");
    return new ListedRule(place, target, prot, source, destination, in, out, w.rest().strip(), counters);
  }

  /// A count with an optional K, M, G or T.
  private static long count(String word) throws Refused {
    String units = "KMGT";
    int unit = word.isEmpty() ? -1 : units.indexOf(word.charAt(word.length() - 1));
    long value = Numbers.parse(unit < 0 ? word : word.substring(0, word.length() - 1), 0, Long.MAX_VALUE);
    for (int i = 0; i <= unit; i++) value = value > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : value * 1000;
    return value;
  }
}
