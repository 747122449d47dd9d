package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lasthop.text.Origin;
import org.junit.jupiter.api.Test;

/// Holds the compiled classes to the package table of ARCHITECTURE.md, and the sources to the limits of STYLE.md.
class ArchitectureTest {
  private static final Path TOP = Path.of("").toAbsolutePath().getParent();

  /// A type in a class name, descriptor or signature: `lasthop/ip/Prefix`, `Lorg/jline/reader/LineReader;`.
  private static final Pattern TYPE = Pattern.compile("(?:^|L)((?:[a-z]\\w*/)+)[A-Z]");

  /// Who may use which library beside java.base.
  private static final Map<String, Set<String>> LIBRARIES = Map.of(
      "com.fasterxml.jackson", Set.of("json", "jsonl", "snapshot", "trace"),
      "io.airlift", Set.of("trace"),
      "java.lang.management", Set.of("bench"),
      "org.jline", Set.of("repl"),
      "org.openjdk.jmh", Set.of("bench"),
      "picocli", Set.of("completion"),
      "jdk.jshell", Set.of("repl", "runbook"));

  private static final Set<String> FORBIDDEN_NAMES = Set.of("util", "common", "core", "impl", "model", "service", "manager");

  @Test
  void everyPackageUsesOnlyWhatItsRowLists() throws IOException {
    var rows = rows();
    var wrong = new TreeSet<String>();
    for (var used : uses().entrySet()) {
      String from = used.getKey();
      if (from.isEmpty()) continue;
      for (String to : used.getValue()) {
        boolean own = to.startsWith("lasthop.") || to.equals("lasthop");
        if (own && !to.equals(name(from)) && !rows.getOrDefault(from, Set.of()).contains(shortName(to))) {
          wrong.add(from + " uses " + shortName(to));
        }
      }
    }
    assertEquals(new TreeSet<String>(), wrong, "ARCHITECTURE.md, table of packages");
  }

  @Test
  void everyPackageHasARow() throws IOException {
    var missing = new TreeSet<>(uses().keySet());
    missing.removeAll(rows().keySet());
    missing.remove("");
    assertEquals(new TreeSet<String>(), missing, "ARCHITECTURE.md, table of packages");
  }

  @Test
  void rowsUseHigherRowsOnly() throws IOException {
    var above = new TreeSet<String>();
    rows().forEach((name, uses) -> {
      assertTrue(above.containsAll(uses), name + " uses a lower row: " + uses);
      above.add(name);
    });
  }

  @Test
  void onlyTheNamedPackagesUseALibrary() throws IOException {
    Set<String> base = Object.class.getModule().getPackages();
    var wrong = new TreeSet<String>();
    for (var used : uses().entrySet()) {
      for (String to : used.getValue()) {
        boolean own = to.startsWith("lasthop.") || to.equals("lasthop");
        if (!own && !base.contains(to) && !maySee(used.getKey(), to)) wrong.add("'" + used.getKey() + "' uses " + to);
      }
    }
    assertEquals(new TreeSet<String>(), wrong);
  }

  private static boolean maySee(String from, String library) {
    for (var rule : LIBRARIES.entrySet()) {
      if (library.equals(rule.getKey()) || library.startsWith(rule.getKey() + ".")) return rule.getValue().contains(from);
    }
    return false;
  }

  @Test
  void noPackageHasANameThatSaysNothing() throws IOException {
    var bad = new TreeSet<>(uses().keySet());
    bad.retainAll(FORBIDDEN_NAMES);
    assertEquals(new TreeSet<String>(), bad);
  }

  @Test
  void filesStayShort() throws IOException {
    var tooLong = new TreeMap<String, Integer>();
    tooLong(tooLong, "lib/src", 400);
    tooLong(tooLong, "scripts", 79);
    tooLong.keySet().removeIf(file -> file.endsWith("Sources.java"));
    assertEquals(new TreeMap<String, Integer>(), tooLong);
  }

  private static void tooLong(Map<String, Integer> found, String folder, int limit) throws IOException {
    for (Path file : files(TOP.resolve(folder), ".java")) {
      int lines = Files.readAllLines(file).size();
      if (lines > limit) found.put(TOP.relativize(file).toString(), lines);
    }
  }

  /// Each package's name with the packages it may use, in the table's order.
  private static Map<String, Set<String>> rows() throws IOException {
    var rows = new LinkedHashMap<String, Set<String>>();
    String text = Files.readString(TOP.resolve("ARCHITECTURE.md"));
    String table = text.substring(text.indexOf("<!-- packages -->"), text.indexOf("<!-- /packages -->"));
    for (String line : table.lines().filter(l -> l.startsWith("| `")).toList()) {
      String[] cells = line.split("\\|");
      String name = cells[1].strip().replace("`", "");
      rows.put(name, uses(cells.length > 3 ? cells[3].strip() : "", rows.keySet()));
    }
    return rows;
  }

  private static Set<String> uses(String cell, Set<String> above) {
    if (cell.isEmpty()) return Set.of();
    if (!cell.startsWith("all above")) return new TreeSet<>(List.of(cell.split(", *")));
    var all = new TreeSet<>(above);
    int but = cell.indexOf(" but ");
    if (but > 0) all.removeAll(List.of(cell.substring(but + 5).split(", *")));
    return all;
  }

  /// What the classes of each package name: packages of ours and of libraries. The commands' package is "".
  private static Map<String, Set<String>> uses() throws IOException {
    var uses = new TreeMap<String, Set<String>>();
    Path classes = Path.of(Origin.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    for (Path file : files(classes, ".class")) {
      String folder = String.valueOf(classes.relativize(file).getParent()).replace('\\', '/');
      if (folder.endsWith("/jmh_generated")) continue; // by JMH's annotation processor
      String owner = folder.equals("null") ? "" : shortName(folder.replace('/', '.'));
      var named = uses.computeIfAbsent(owner, p -> new TreeSet<>());
      for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
        if (entry instanceof ClassEntry c) types(c.asInternalName(), named);
        else if (entry instanceof Utf8Entry text) types(text.stringValue(), named);
      }
    }
    return uses;
  }

  private static void types(String text, Set<String> named) {
    var matcher = TYPE.matcher(text);
    while (matcher.find()) {
      String folder = matcher.group(1);
      named.add(folder.substring(0, folder.length() - 1).replace('/', '.'));
    }
  }

  /// `ip` of `lasthop.ip`; the root package is `lasthop` itself.
  private static String shortName(String packageName) {
    return packageName.startsWith("lasthop.") ? packageName.substring(8) : packageName;
  }

  private static String name(String row) {
    return row.equals("lasthop") ? row : "lasthop." + row;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }
}
