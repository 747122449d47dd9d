package lasthop.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs `collect.sh` here or on another host, so that there is one list of commands.
public final class Collect {
  private Collect() {}

  /// Runs the script; what it prints goes to this program's own stdout and stderr.
  ///
  /// @param script the text of `collect.sh`
  /// @param node host to run it on by ssh; empty for this one
  /// @param arguments options of the script
  /// @return its exit status
  /// @throws IllegalArgumentException for a node that ssh would take for an option
  public static int run(String script, Optional<String> node, List<String> arguments) throws IOException {
    Process process = new ProcessBuilder(command(node, arguments).words())
        .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    return Shell.wait(process);
  }

  /// The command that reads the script from its stdin.
  static Command command(Optional<String> node, List<String> arguments) {
    Command here = Command.of("sh", "-s", "--").plus(arguments);
    if (node.isEmpty()) return here;
    String name = node.get();
    if (name.isEmpty() || name.startsWith("-")) throw new IllegalArgumentException("bad node \"" + name + "\": a host name is meant");
    var words = new ArrayList<>(List.of("ssh", name));
    // The other side's shell reads this as one line, so it is quoted for it.
    words.add(here.toString());
    return new Command(words);
  }
}
