package lasthop.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network namespace of our own on the running kernel; closing it takes it away.
final class Namespace implements AutoCloseable {
  record Output(int rc, String stdout, String stderr) {}

  private static final Map<String, List<String>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("ip-rule.txt", List.of("ip", "rule"));
    COMMANDS.put("ip6-rule.txt", List.of("ip", "-6", "rule"));
    COMMANDS.put("ip-route.txt", List.of("ip", "route", "show", "table", "all"));
    COMMANDS.put("ip6-route.txt", List.of("ip", "-6", "route", "show", "table", "all"));
    COMMANDS.put("ip-nexthop.txt", List.of("ip", "nexthop"));
    COMMANDS.put("ip-addr.txt", List.of("ip", "addr"));
    COMMANDS.put("ip-link.txt", List.of("ip", "-d", "link"));
    // without "nud all" those of state noarp stay hidden, which a route may be chosen by
    COMMANDS.put("ip-neigh.txt", List.of("ip", "neigh", "show", "nud", "all"));
    COMMANDS.put("sysctl.txt", List.of("sysctl", "-a"));
    COMMANDS.put("uname.txt", List.of("uname", "-r"));
  }

  private final String name;

  private Namespace(String name) {
    this.name = name;
  }

  /// @throws IOException when this machine does not let us make one
  static Namespace create(String name) throws IOException {
    Output made = run(List.of("ip", "netns", "add", name), "");
    if (made.rc != 0) throw new IOException(made.stderr.strip());
    return new Namespace(name);
  }

  /// Runs lines of `ip` commands; those the kernel refuses are passed over.
  Output batch(boolean v6, List<String> lines) throws IOException {
    return run(List.of("ip", v6 ? "-6" : "-4", "-n", name, "-force", "-batch", "-"), String.join("\n", lines) + "\n");
  }

  Output inside(List<String> command) throws IOException {
    var words = new ArrayList<>(List.of("ip", "netns", "exec", name));
    words.addAll(command);
    return run(words, "");
  }

  Map<String, String> texts() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (var command : COMMANDS.entrySet()) texts.put(command.getKey(), inside(command.getValue()).stdout);
    return texts;
  }

  @Override public void close() throws IOException {
    run(List.of("ip", "netns", "del", name), "");
  }

  private static Output run(List<String> words, String stdin) throws IOException {
    Path in = Files.createTempFile("lasthop", ".in");
    Path out = Files.createTempFile("lasthop", ".out");
    Path err = Files.createTempFile("lasthop", ".err");
    try {
      Files.writeString(in, stdin);
      Process process = new ProcessBuilder(words).redirectInput(in.toFile()).redirectOutput(out.toFile())
          .redirectError(err.toFile()).start();
      return new Output(process.waitFor(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      for (Path path : List.of(in, out, err)) Files.delete(path);
    }
  }
}
