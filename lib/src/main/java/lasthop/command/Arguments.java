package lasthop.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The words of a call: options by name, the others in their order.
///
/// @param words without the options; `-` is such a word
/// @param options name with its two hyphens to the value; empty for an option without one
public record Arguments(List<String> words, Map<String, String> options) {
  public Arguments {
    words = List.copyOf(words);
    options = Map.copyOf(options);
  }

  /// Reads `--name VALUE`, `--name=VALUE` and `--name`; after `--` everything is a word. Of an option given twice the
  /// last one counts.
  ///
  /// @throws IllegalArgumentException saying which word is wrong
  public static Arguments parse(String[] args, Usage usage) {
    var words = new ArrayList<String>();
    var options = new HashMap<String, String>();
    int i = 0;
    while (i < args.length) {
      String word = args[i++];
      if (word.equals("--")) {
        while (i < args.length) words.add(args[i++]);
      } else if (word.equals("-h")) {
        options.put("--help", "");
      } else if (!word.startsWith("--")) {
        words.add(word);
      } else {
        i = option(args, i, options, usage);
      }
    }
    return new Arguments(words, options);
  }

  /// Takes the option whose word stands before `next`; returns where to read on.
  private static int option(String[] args, int next, Map<String, String> options, Usage usage) {
    String word = args[next - 1];
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    if (!usage.knows(name)) throw new IllegalArgumentException("unknown option " + name + ": --help lists the options");
    if (!usage.takesValue(name)) {
      if (equals >= 0) throw new IllegalArgumentException("option " + name + " takes no value");
      options.put(name, "");
      return next;
    }
    if (equals < 0 && next == args.length) throw new IllegalArgumentException("option " + name + " needs a value");
    options.put(name, equals < 0 ? args[next] : word.substring(equals + 1));
    return equals < 0 ? next + 1 : next;
  }

  /// What stands before the files: the first word, if others follow and it names no file itself; else nothing.
  public String question() {
    boolean asks = words.size() > 1 && !words.getFirst().equals("-") && !Files.exists(Path.of(words.getFirst()));
    return asks ? words.getFirst() : "";
  }

  /// The words without the [#question].
  public List<String> files() {
    return question().isEmpty() ? words : words.subList(1, words.size());
  }

  public boolean has(String option) {
    return options.containsKey(option);
  }

  public Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }
}
