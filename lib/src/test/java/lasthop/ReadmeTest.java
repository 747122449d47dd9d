package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows is what the commands print. A block names its command in the line before it,
/// `<!-- $ lasthop … -->`; `| head -N` at its end keeps the first lines. The commands run beside the bundled example's log
/// of ceph2 and its snapshot. With `-Dlasthop.write=true` the blocks are written anew. Each other command in it is typed
/// too, with LOG and SNAPSHOT named: it must take its words.
class ReadmeTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
  private static final Path EXAMPLE = PROJECT.resolve("lib/src/main/resources/lasthop/example/ceph-rpfilter/ceph2");
  private static final Path README = PROJECT.resolve("README.md");
  private static final String COMMAND = "<!-- $ lasthop ";
  private static final String HEAD = " | head -";
  /// A command between backticks or within a command substitution.
  private static final Pattern SPAN = Pattern.compile("(?<=`|\\$\\()\\./lasthop((?: [^`)\\n]+)?)[`)]");

  @TempDir Path folder;

  /// What no test can wait for, or what has a test of its own.
  private static final Set<String> ELSEWHERE = Set.of("example", "test", "notebook", "help", "jsonl", "collect", "");

  @BeforeEach
  void copyExample() throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("ceph2"));
    try (var files = Files.newDirectoryStream(EXAMPLE)) {
      for (Path file : files) {
        boolean log = file.endsWith("kern.log");
        Files.copy(file, (log ? folder : snapshot).resolve(file.getFileName().toString()));
      }
    }
    Files.writeString(folder.resolve("paste.txt"), Files.readString(EXAMPLE.resolve("kern.log")) + "root@ceph2:~# ip rule\n" + Files.readString(EXAMPLE.resolve("ip-rule.txt")));
    Files.writeString(folder.resolve("incident.md"), "```lasthop\n1 + 1\n```\n\n```text\n2\n```\n");
  }

  @Test
  void everyCommandTakesItsWords() throws IOException {
    var typed = new ArrayList<String>();
    for (Matcher span = SPAN.matcher(Files.readString(README)); span.find(); ) typed.add(span.group(1).strip());
    typed.removeIf(command -> ELSEWHERE.contains(command.split(" ")[0]));
    assertTrue(typed.size() > 5, typed.toString());
    for (String command : typed) {
      var words = command.replace("LOG", "kern.log").replace("SNAPSHOT", "ceph2").split(" ");
      var ran = run(List.of(words));
      assertTrue(ran.status() != 2, command + "\n" + ran.err());
    }
  }

  @Test
  void blocksShowWhatTheirCommandsPrint() throws IOException {
    String fresh = fresh(Files.readAllLines(README));
    if (Boolean.getBoolean("lasthop.write")) Files.writeString(README, fresh);
    assertEquals(fresh, Files.readString(README), "stale: run ./lasthop test -Dtest=ReadmeTest -Dlasthop.write=true");
    assertTrue(fresh.contains(COMMAND));
  }

  private String fresh(List<String> readme) throws IOException {
    var out = new StringBuilder();
    for (int i = 0; i < readme.size(); i++) {
      String line = readme.get(i);
      out.append(line).append('\n');
      if (!line.startsWith(COMMAND)) continue;
      out.append(readme.get(++i)).append('\n').append(output(line.substring(COMMAND.length(), line.length() - " -->".length())));
      while (!readme.get(i + 1).equals("```")) i++;
    }
    return out.toString();
  }

  private String output(String command) throws IOException {
    int head = command.indexOf(HEAD);
    long lines = head < 0 ? Long.MAX_VALUE : Long.parseLong(command.substring(head + HEAD.length()));
    var ran = run(List.of(command.substring(0, head < 0 ? command.length() : head).split(" ")));
    return String.join("\n", ran.out().lines().limit(lines).toList()) + "\n";
  }

  private Ran run(List<String> typed) throws IOException {
    var words = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Dlasthop.terminal=no"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "commands"));
    words.addAll(typed);
    var process = new ProcessBuilder(words).directory(folder.toFile());
    process.environment().put("LC_ALL", "C.UTF-8");
    return Ran.of(process, "1 + 1\n");
  }
}
