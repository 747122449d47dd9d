package lasthop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// Makes the files through which JBang finds the commands and the library: it follows no folders over HTTP.
///
/// @param lib the Maven module's folder
record SourceIndex(Path lib) {
  /// The packages for people at a terminal; one-liners resolve and load less without them.
  private static final Set<String> INTERACTIVE = Set.of("repl", "runbook", "completion");
  private static final Set<String> TERMINAL = Set.of("org.jline", "info.picocli");

  String sources() throws IOException {
    var lines = new ArrayList<>(dependencies(false));
    for (String file : files("src/main/java/lasthop")) {
      if (!isInteractive(file)) lines.add("//SOURCES lasthop/" + file);
    }
    for (String file : files("src/main/resources")) lines.add("//FILES " + file + "=../resources/" + file);
    return text("LasthopSources", "Every source, dependency and resource of the library but the shell's, for JBang.", lines);
  }

  String replSources() throws IOException {
    var lines = new ArrayList<>(dependencies(true));
    lines.add("//SOURCES LasthopSources.java");
    for (String file : files("src/main/java/lasthop")) {
      if (isInteractive(file)) lines.add("//SOURCES lasthop/" + file);
    }
    // the shell shows the library's documentation from its sources
    lines.add("//FILES sources/LasthopSources.java=LasthopSources.java");
    for (String file : files("src/main/java/lasthop")) lines.add("//FILES sources/lasthop/" + file + "=lasthop/" + file);
    return text("LasthopReplSources", "The library and its interactive shell, for JBang.", lines);
  }

  /// JBang's catalog: one alias for each script, described by the first line of its docstring.
  String catalog() throws IOException {
    var aliases = new ArrayList<String>();
    for (String script : scripts()) {
      aliases.add("""
              "%s": {
                "script-ref": "scripts/%s.java",
                "description": "%s"
              }""".formatted(script, script, description(script)).indent(4).stripTrailing());
    }
    return "{\n  \"catalogs\": {},\n  \"aliases\": {\n" + String.join(",\n", aliases) + "\n  },\n  \"templates\": {}\n}\n";
  }

  /// The commands' names, sorted.
  List<String> scripts() throws IOException {
    try (var files = Files.list(lib.resolve("../scripts"))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".java")).map(f -> f.replace(".java", ""))
          .sorted().toList();
    }
  }

  private String description(String script) throws IOException {
    for (String line : Files.readAllLines(lib.resolve("../scripts/" + script + ".java"))) {
      if (line.startsWith("/// ")) return line.substring(4).replace("\\", "\\\\").replace("\"", "\\\"");
    }
    throw new IOException("scripts/" + script + ".java has no docstring");
  }

  void write() throws IOException {
    Files.writeString(lib.resolve("../jbang-catalog.json"), catalog());
    Files.writeString(lib.resolve("src/main/java/LasthopSources.java"), sources());
    Files.writeString(lib.resolve("src/main/java/LasthopReplSources.java"), replSources());
  }

  private static String text(String name, String says, List<String> lines) {
    return String.join("\n", lines) + """


        /// %s
        ///
        /// Generated: `./lasthop test -Dtest=SourceIndexTest -Dlasthop.write=true`.
        final class %s {
          private %s() {}
        }
        """.formatted(says, name, name);
  }

  private static boolean isInteractive(String file) {
    return INTERACTIVE.contains(file.split("/")[0]);
  }

  private List<String> files(String folder) throws IOException {
    Path top = lib.resolve(folder);
    try (var files = Files.walk(top)) {
      return files.filter(Files::isRegularFile).map(f -> top.relativize(f).toString().replace('\\', '/')).sorted().toList();
    }
  }

  /// The pom's dependencies that a running program needs.
  private List<String> dependencies(boolean terminal) throws IOException {
    var found = new ArrayList<String>();
    Element project = xml(lib.resolve("pom.xml"));
    var all = project.getElementsByTagName("dependency");
    for (int i = 0; i < all.getLength(); i++) {
      var dependency = (Element) all.item(i);
      String group = child(dependency, "groupId");
      boolean needed = child(dependency, "scope").isEmpty() && TERMINAL.contains(group) == terminal;
      if (needed) found.add("//DEPS " + group + ":" + child(dependency, "artifactId") + ":" + version(project, dependency));
    }
    return found;
  }

  private static String version(Element project, Element dependency) {
    String version = child(dependency, "version");
    return version.startsWith("${") ? child(project, version.substring(2, version.length() - 1)) : version;
  }

  private static String child(Element parent, String name) {
    var found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  private static Element xml(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (org.xml.sax.SAXException | javax.xml.parsers.ParserConfigurationException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
