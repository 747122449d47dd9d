package lasthop.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// How much to measure, and with what.
///
/// @param quick smaller inputs, for a check of a few minutes
/// @param folder for the inputs made; empty at the start
/// @param lasthop the command line that starts lasthop, quoted for a shell
/// @param java the command line that starts the same Java without anything else, quoted for a shell
/// @param netns a network namespace to ask the kernel in; empty where there can be none
/// @param progress told what is being measured
record Setting(boolean quick, Path folder, String lasthop, String java, String netns, Consumer<String> progress) {
  /// Rounds of whole processes and of long work.
  int rounds() {
    return quick ? 5 : 9;
  }

  boolean hasKernel() {
    return !netns.isEmpty();
  }

  /// A shell's command line run in the namespace.
  String inNetns(String command) {
    return "ip netns exec " + netns + " " + command;
  }

  String path(String file) {
    return Shell.quoted(folder.resolve(file));
  }
}
