package lasthop.collect;

import java.util.List;

/// A kernel parameter that must have a value while a trace runs.
///
/// @param inside words that run a command in the right namespace; empty for this one
record Setting(List<String> inside, String name, String value) {
  Setting {
    inside = List.copyOf(inside);
  }

  Command read() {
    return Command.of(inside, "sysctl", "-n", name);
  }

  Command write(String to) {
    return Command.of(inside, "sysctl", "-qw", name + "=" + to);
  }
}
