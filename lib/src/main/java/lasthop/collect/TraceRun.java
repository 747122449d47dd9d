package lasthop.collect;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lasthop.text.Printable;

/// A trace that runs: it puts the rules in, shows what comes, and takes them away on every exit.
///
/// Ctrl-C and SIGTERM end it by the shutdown hook. SIGKILL cannot be caught: the next run finds the rules by their
/// [Mark] and removes them. Not safe for use by several threads.
public final class TraceRun {
  private final List<String> inside;
  private final Consumer<String> remarks;
  private final Object lock = new Object();
  private final List<Command> undo = new ArrayList<>();
  private Optional<Process> watch = Optional.empty();
  private boolean ended;

  private TraceRun(List<String> inside, Consumer<String> remarks) {
    this.inside = inside;
    this.remarks = remarks;
  }

  /// The commands a run would use, as a script to read; runs nothing.
  public static String script(Tracer tracer, List<Scope> scopes, List<String> inside) {
    return TracePlan.of(tracer, scopes, inside, Mark.BY_HAND).toString();
  }

  /// Removes what killed runs have left in a namespace and returns the commands that did it.
  public static List<Command> clean(List<String> inside) throws IOException {
    List<Command> commands = Leftovers.commands(inside);
    for (Command command : commands) Shell.run(command);
    return commands;
  }

  /// Traces until the watching command ends or the program is stopped. Needs root.
  ///
  /// @param lines gets every line of the trace, safe to show
  /// @param remarks gets what the run does, one command or sentence at a time
  /// @throws IOException if the kernel refuses a rule; what was done until then is undone
  public static void run(Tracer tracer, List<Scope> scopes, List<String> inside, Consumer<String> lines,
      Consumer<String> remarks) throws IOException {
    for (Command c : clean(inside)) remarks.accept("left by a killed run: " + c);
    var run = new TraceRun(List.copyOf(inside), remarks);
    var hook = new Thread(run::end);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      run.begin(tracer, scopes, lines);
    } finally {
      run.end();
      removeHook(hook);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The hook runs already, or has run: ending twice does nothing.
    }
  }

  private void begin(Tracer tracer, List<Scope> scopes, Consumer<String> lines) throws IOException {
    TracePlan draft = TracePlan.of(tracer, scopes, inside, Mark.BY_HAND);
    for (Command c : draft.load()) Shell.run(c);
    List<String> before = values(draft.settings());
    TracePlan plan = TracePlan.of(tracer, scopes, inside, Mark.ofThisProcess(before));
    // The rules go in before the settings: a rule's mark is what tells the next run how to put these back.
    for (int i = 0; i < plan.add().size(); i++) add(plan, i);
    for (int i = 0; i < before.size(); i++) set(plan.settings().get(i), before.get(i));
    show(start(plan.watch()), tracer, lines);
  }

  private Process start(Command command) throws IOException {
    remarks.accept(command.toString());
    // Into a pipe, these tools print by the block, not by the line.
    boolean canUnbuffer = Shell.run(Command.of("stdbuf", "-oL", "true")).status() == 0;
    Command byLine = canUnbuffer ? Command.of("stdbuf", "-oL").plus(command.words()) : command;
    synchronized (lock) {
      if (ended) throw new IOException("stopped");
      Process process = new ProcessBuilder(byLine.words()).redirectErrorStream(true).start();
      watch = Optional.of(process);
      return process;
    }
  }

  private void add(TracePlan plan, int i) throws IOException {
    Command command = plan.add().get(i);
    remarks.accept(command.toString());
    // One removal undoes all of nft's additions; iptables has one for each.
    Command removal = plan.remove().get(Math.min(i, plan.remove().size() - 1));
    synchronized (lock) {
      if (ended) throw new IOException("stopped");
      Shell.Ran ran = Shell.run(command);
      if (ran.status() != 0) throw new IOException(command + ": " + Printable.text(ran.output().strip()));
      if (!undo.contains(removal)) undo.addFirst(removal);
    }
  }

  private void set(Setting setting, String before) throws IOException {
    if (before.equals("-")) return;
    Command command = setting.write(setting.value());
    remarks.accept(command.toString());
    synchronized (lock) {
      if (ended) return;
      undo.addLast(setting.write(before));
      Shell.Ran ran = Shell.run(command);
      if (ran.status() != 0) remarks.accept(Printable.text(ran.output().strip()));
    }
  }

  /// The values now, `-` for those that need no change or are not there.
  private static List<String> values(List<Setting> settings) throws IOException {
    var values = new ArrayList<String>();
    for (Setting s : settings) {
      List<String> lines = Shell.lines(s.read());
      boolean known = lines.size() == 1 && lines.getFirst().matches("[A-Za-z0-9_]+");
      values.add(known && !lines.getFirst().equals(s.value()) ? lines.getFirst() : "-");
    }
    return values;
  }

  private static void show(Process watch, Tracer tracer, Consumer<String> lines) throws IOException {
    try (var in = new BufferedReader(watch.inputReader(StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (tracer != Tracer.LEGACY || line.contains("TRACE: ") || line.contains("martian")) lines.accept(Printable.text(line));
      }
    }
  }

  private void end() {
    synchronized (lock) {
      if (ended) return;
      ended = true;
      watch.ifPresent(Process::destroy);
      for (Command command : undo) {
        remarks.accept(command.toString());
        try {
          Shell.Ran ran = Shell.run(command);
          if (ran.status() != 0) remarks.accept("could not undo: " + Printable.text(ran.output().strip()));
        } catch (IOException e) {
          remarks.accept("could not undo: " + command);
        }
      }
    }
  }
}
