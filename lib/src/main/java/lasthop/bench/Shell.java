package lasthop.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whole processes, timed by bash, which knows their processor time.
final class Shell {
  private Shell() {}

  /// Runs a command line of bash.
  ///
  /// @throws IOException when it ends with a status that means a failure; 1 (not found) and 3 (undetermined) are answers
  static Cost time(String command) throws IOException {
    List<String> said = run("TIMEFORMAT='%3R %3U %3S'; time { " + command + " ; } 2>/dev/null");
    String[] times = said.getLast().split(" ");
    return new Cost(Double.parseDouble(times[0]), Double.parseDouble(times[1]) + Double.parseDouble(times[2]));
  }

  /// Runs a command line of bash and hands back what it says on both streams, line by line.
  static List<String> run(String command) throws IOException {
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true)
        .redirectInput(new File("/dev/null")).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = wait(process);
    if (status == 2 || status > 3) throw new IOException("status " + status + " of: " + command + "\n" + said);
    return said.lines().toList();
  }

  static boolean works(String command) {
    try {
      Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return wait(process) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// The most memory a command holds, in MiB: a run of its own, looked at every few milliseconds.
  static double peakMiB(String command) throws IOException {
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectInput(new File("/dev/null")).start();
    long peak = 0;
    while (process.isAlive()) {
      for (ProcessHandle p : withChildren(process)) peak = Math.max(peak, residentKiB(p.pid()));
      try {
        Thread.sleep(3);
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
    return peak / 1024.0;
  }

  private static List<ProcessHandle> withChildren(Process process) {
    var all = new ArrayList<ProcessHandle>();
    all.add(process.toHandle());
    process.descendants().forEach(all::add);
    return all;
  }

  private static long residentKiB(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) return Long.parseLong(line.substring(6).replace("kB", "").strip());
      }
    } catch (IOException e) {
      // It is over.
    }
    return 0;
  }

  private static int wait(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  static String quoted(Object word) {
    return "'" + word.toString().replace("'", "'\\''") + "'";
  }
}
