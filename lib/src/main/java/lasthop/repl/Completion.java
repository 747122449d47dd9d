package lasthop.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lasthop.repl.JavaParser.Typed;
import lasthop.repl.Library.Name;
import lasthop.text.Printable;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes Java from what JShell knows, and within quotes the loaded things and the files: packets, devices, chains,
/// addresses, parameters.
final class Completion implements Completer {
  private static final int MOST = 400;

  private final Session session;
  private final Docs docs;

  Completion(Session session, Docs docs) {
    this.session = session;
    this.docs = docs;
  }

  @Override public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    var typed = (Typed) line;
    if (Commands.isCommand(typed.line())) {
      for (var word : Commands.completions(typed.line().substring(0, typed.cursor()))) candidates.add(plain(word, "command", ""));
      if (typed.line().contains(" ")) files(typed.word(), candidates);
    } else if (typed.quoted() || typed.bare()) {
      names(typed.word(), candidates);
      files(typed.word(), candidates);
    } else if (!typed.word().isEmpty() && Character.isDigit(typed.word().charAt(0))) {
      names(typed.word(), candidates);
    } else {
      java(typed, candidates);
    }
  }

  private void names(String word, List<Candidate> candidates) {
    int count = 0;
    for (Name name : session.library().names().get()) {
      if (name.text().startsWith(word) && count++ < MOST) candidates.add(plain(name.text(), name.kind(), ""));
    }
  }

  private static void files(String word, List<Candidate> candidates) {
    int slash = word.lastIndexOf('/') + 1;
    try (var entries = Files.newDirectoryStream(Path.of(slash == 0 ? "." : word.substring(0, slash)))) {
      int count = 0;
      for (var entry : entries) {
        String name = entry.getFileName().toString();
        boolean wanted = name.startsWith(word.substring(slash)) && (!name.startsWith(".") || word.startsWith(".", slash));
        if (!wanted || count++ >= MOST || !name.equals(Printable.text(name))) continue;
        boolean folder = Files.isDirectory(entry);
        String text = word.substring(0, slash) + name + (folder ? "/" : "");
        candidates.add(new Candidate(text, text, "file", null, null, null, false));
      }
    } catch (IOException | InvalidPathException e) {
      // a folder that is not there or not ours completes to nothing
    }
  }

  private void java(Typed typed, List<Candidate> candidates) {
    boolean first = typed.word().equals(typed.line().substring(0, typed.cursor()).strip());
    if (first) {
      for (var verb : session.library().verbs()) {
        if (verb.startsWith(typed.word())) candidates.add(plain(verb, "ask", docs.sentence(verb)));
      }
      if (typed.word().isEmpty()) return;
    }
    var java = session.rewrite(typed.line().substring(0, typed.cursor())).java();
    int[] anchor = new int[1];
    Set<String> seen = new HashSet<>(first ? session.library().verbs() : Set.of());
    for (var suggestion : session.analysis().completionSuggestions(java, java.length(), anchor)) {
      String text = suggestion.continuation();
      String name = identifier(text);
      boolean known = !name.startsWith(typed.word()) || !seen.add(name) || seen.size() > MOST;
      if (!known) candidates.add(plain(text, suggestion.matchesType() ? "fits" : "java", docs.sentence(name)));
    }
  }

  private static String identifier(String text) {
    int end = 0;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) end++;
    return text.substring(0, end);
  }

  private static Candidate plain(String text, String group, String description) {
    return new Candidate(text, text, group, description.isEmpty() ? null : description, null, null, false);
  }
}
