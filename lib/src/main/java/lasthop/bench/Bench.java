package lasthop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import lasthop.answer.Answer;

/// Measures lasthop beside what a user would use instead, in the same interleaved rounds.
///
/// @param figures one for each row of the table
public record Bench(List<String> failures, Answer answer) {
  public Bench {
    failures = List.copyOf(failures);
  }

  /// Runs everything in a folder of its own, which is removed at the end, as is the network namespace where there is one.
  ///
  /// @param quick smaller inputs and fewer rounds
  /// @param only measures only areas whose name contains this; empty for all
  /// @param launcher the command that starts lasthop; empty for the class path of this process
  /// @param progress told what is being measured
  /// @throws IOException when files cannot be written or a contestant fails
  public static Bench run(boolean quick, String only, String launcher, Consumer<String> progress) throws IOException {
    Path folder = Files.createTempDirectory("lasthop-bench");
    String java = Shell.quoted(Path.of(System.getProperty("java.home"), "bin", "java"));
    String lasthop = launcher.isEmpty()
        ? java + " -XX:+UseSerialGC -cp " + Shell.quoted(System.getProperty("java.class.path")) + " commands" : Shell.quoted(launcher);
    String netns = "lasthop-bench-" + ProcessHandle.current().pid();
    boolean kernel = Shell.works("[ \"$(id -u)\" = 0 ] && ip netns add " + netns);
    try {
      return run(new Setting(quick, folder, lasthop, java, kernel ? netns : "", progress), only);
    } finally {
      if (kernel) Shell.works("ip netns del " + netns);
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  private interface Area {
    List<Figure> figures(Setting setting) throws IOException;
  }

  private static Bench run(Setting setting, String only) throws IOException {
    var figures = new ArrayList<Figure>();
    area("start", only, StartFigures::of, setting, figures);
    area("log", only, LogFigures::of, setting, figures);
    area("routes", only, RouteFigures::of, setting, figures);
    area("rules", only, RuleFigures::of, setting, figures);
    area("questions", only, QuestionFigures::of, setting, figures);
    return new Bench(figures.stream().filter(Figure::fails).map(Figure::name).toList(), BenchAnswer.of(figures));
  }

  private static void area(String name, String only, Area area, Setting setting, List<Figure> figures) throws IOException {
    if (!name.contains(only)) return;
    setting.progress().accept(name);
    figures.addAll(area.figures(setting));
  }
}
