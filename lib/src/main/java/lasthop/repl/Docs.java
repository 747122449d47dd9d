package lasthop.repl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The library's own documentation by name, read from its sources, which the build puts beside the classes.
final class Docs {
  /// @param type the type that declares it; the thing itself if it is a type
  /// @param declaration without its body
  /// @param text Markdown, lines separated by line feeds
  record Doc(String type, String declaration, String text) {}

  private Map<String, List<Doc>> byName;

  /// All that is documented under a name: a verb, a method, a type, a constant. Empty if nothing is.
  synchronized List<Doc> of(String name) {
    if (byName == null) byName = read();
    return byName.getOrDefault(name, List.of());
  }

  /// The first sentence for a name, the facade's first.
  String sentence(String name) {
    for (var doc : of(name)) {
      if (!doc.type().equals("Lasthop")) continue;
      String text = doc.text().replace('\n', ' ');
      int end = text.indexOf(". ");
      return end < 0 ? text : text.substring(0, end + 1);
    }
    return "";
  }

  private static Map<String, List<Doc>> read() {
    var docs = new HashMap<String, List<Doc>>();
    for (String line : resource("/sources/LasthopSources.java").lines().toList()) {
      if (line.startsWith("//SOURCES ")) scan(docs, resource("/sources/" + line.substring(10).strip()));
    }
    return docs;
  }

  private static String resource(String name) {
    try (InputStream in = Docs.class.getResourceAsStream(name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /// Walks a source by its lines. The formatter's indentation tells which type a member belongs to.
  private static void scan(Map<String, List<Doc>> docs, String source) {
    var types = new ArrayList<String>();
    var text = new StringBuilder();
    var lines = source.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int depth = indent(lines.get(i)) / 2;
      if (line.startsWith("///")) {
        text.append(text.isEmpty() ? "" : "\n").append(line.substring(3).stripLeading());
        continue;
      }
      String type = typeName(line);
      if (!type.isEmpty() && depth <= types.size()) {
        types.subList(depth, types.size()).clear();
        types.add(type);
      }
      if (!text.isEmpty() && !line.startsWith("@") && !types.isEmpty()) {
        String declaration = declaration(lines, i);
        String name = type.isEmpty() ? memberName(declaration) : type;
        boolean hidden = declaration.startsWith("private ") || name.isEmpty();
        if (!hidden) docs.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Doc(types.getLast(), declaration, text.toString()));
      }
      if (!line.startsWith("@") || line.contains("(")) text.setLength(0);
    }
  }

  private static int indent(String line) {
    int i = 0;
    while (i < line.length() && line.charAt(i) == ' ') i++;
    return i;
  }

  /// The declaration that begins on a line, up to its body; over several lines if need be.
  private static String declaration(List<String> lines, int from) {
    var out = new StringBuilder();
    for (int i = from; i < Math.min(from + 6, lines.size()); i++) {
      String line = lines.get(i).strip();
      int end = line.indexOf('{');
      int semicolon = line.indexOf(';');
      if (end < 0 || semicolon >= 0 && semicolon < end) end = semicolon;
      out.append(out.isEmpty() ? "" : " ").append(end < 0 ? line : line.substring(0, end));
      if (end >= 0) break;
    }
    String text = out.toString().strip();
    int at = text.indexOf(' ');
    return text.startsWith("@") && at > 0 ? text.substring(at + 1) : text;
  }

  private static String typeName(String line) {
    String rest = line.indexOf('(') < 0 ? line : line.substring(0, line.indexOf('('));
    String[] words = rest.split(" ");
    for (int i = 0; i + 1 < words.length; i++) {
      boolean keyword = switch (words[i]) {
        case "class", "record", "interface", "enum" -> true;
        default -> false;
      };
      if (keyword) return name(words[i + 1]);
      boolean modifier = switch (words[i]) {
        case "public", "private", "protected", "static", "final", "sealed", "non-sealed", "abstract" -> true;
        default -> false;
      };
      if (!modifier) return "";
    }
    return "";
  }

  private static String memberName(String declaration) {
    int paren = declaration.indexOf('(');
    int equals = declaration.indexOf('=');
    String head = paren >= 0 && (equals < 0 || paren < equals) ? declaration.substring(0, paren)
        : equals >= 0 ? declaration.substring(0, equals).strip() : declaration;
    return name(head.substring(head.lastIndexOf(' ') + 1));
  }

  private static String name(String word) {
    int end = 0;
    while (end < word.length() && Character.isJavaIdentifierPart(word.charAt(end))) end++;
    return word.substring(0, end);
  }
}
