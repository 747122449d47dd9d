package lasthop.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The few inputs that are not Java: `:help`, `:set`, `:save`, `:open`, `:quit`, `?name`, and `!command`. A slash does as well as
/// the colon, as in JShell.
final class Commands {
  private static final List<String> NAMES = List.of(":help", ":set", ":save", ":open", ":quit");

  static final String HELP = """
      Type an expression and press Enter; its value shows itself. help() lists the questions, help("vanished") starts
      from a symptom.

        _              the last value
        ?name          what the library says about a verb, method or type; also F1 or Alt-h on the word under the cursor
        !command       runs a command of the system, as in !ip route
        Tab            completes Java, and within quotes packets, devices, chains, addresses, parameters and files
        Ctrl-R         searches the history
        Ctrl-C         stops a running evaluation; twice gives it up
        :set [NAME VALUE]  colour, width, pager, pictures, format
        :save FILE.md  writes this session as a runbook: `./lasthop runbook --check FILE.md` runs it again
        :open FILE     runs a .jsh file, or opens a log or a snapshot
        :quit          leaves; so does Ctrl-D
      """;

  private Commands() {}

  static boolean isCommand(String line) {
    String text = line.strip();
    if (text.startsWith("?") || text.startsWith("!")) return true;
    if (text.equals("exit") || text.equals("quit")) return true;
    if (text.startsWith("/")) return NAMES.contains(":" + name(text));
    return text.length() > 1 && text.startsWith(":") && Character.isLetter(text.charAt(1));
  }

  /// The command's name without its sign: `quit` for all the ways to say so.
  static String name(String line) {
    String text = line.strip();
    if (text.startsWith("?") || text.startsWith("!")) return text.substring(0, 1);
    int end = text.indexOf(' ');
    String word = end < 0 ? text : text.substring(0, end);
    String name = word.startsWith(":") || word.startsWith("/") ? word.substring(1) : word;
    return name.equals("exit") || name.equals("q") ? "quit" : name;
  }

  static List<String> words(String line) {
    String text = line.strip();
    if (text.startsWith("?") || text.startsWith("!")) return List.of(text.substring(1).strip());
    var words = new ArrayList<String>();
    for (String word : text.split("\\s+")) words.add(word);
    return words.subList(1, words.size());
  }

  static List<String> completions(String typed) {
    String start = typed.stripLeading();
    if (start.startsWith("!") || start.startsWith("?")) return List.of();
    if (!start.contains(" ")) return NAMES.stream().filter(n -> n.startsWith(":" + start.substring(1))).toList();
    if (start.substring(1).startsWith("set ") && start.indexOf(' ') == start.lastIndexOf(' ')) return Settings.NAMES;
    return List.of();
  }

  static String unknown(String name) {
    return "there is no command :" + name + Near.to(":" + name, NAMES).map(n -> ": did you mean " + n + "?").orElse(": :help lists them");
  }

  /// Writes the session; the answer says where.
  ///
  /// @throws IOException if it cannot be written
  static String save(List<String> words, Transcript transcript) throws IOException {
    if (words.size() != 1) throw new IllegalArgumentException("say where: :save incident.md");
    try {
      var file = Path.of(words.getFirst());
      String name = file.getFileName() == null ? "" : file.getFileName().toString();
      String title = name.endsWith(".md") ? name.substring(0, name.length() - 3) : name;
      Files.writeString(file, transcript.markdown(title));
      return transcript.size() + (transcript.size() == 1 ? " input" : " inputs") + " saved to " + file
          + "; check it with: ./lasthop runbook --check " + file;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a file name: " + words.getFirst());
    }
  }

  /// What is documented under a name; where it is a verb, only the verb.
  static String docs(Docs docs, String name) {
    int end = 0;
    while (end < name.length() && Character.isJavaIdentifierPart(name.charAt(end))) end++;
    var all = docs.of(name.substring(0, end));
    var verbs = all.stream().filter(d -> d.type().equals("Lasthop")).toList();
    var found = verbs.isEmpty() ? all : verbs;
    if (found.isEmpty()) return "nothing is documented under \"" + name + "\"\n";
    var out = new StringBuilder();
    for (var doc : found) {
      if (!out.isEmpty()) out.append('\n');
      out.append(doc.declaration()).append(doc.declaration().contains(" " + doc.type()) ? "" : "    in " + doc.type()).append('\n');
      for (String line : doc.text().split("\n")) out.append("  ").append(line).append('\n');
    }
    return out.toString();
  }
}
