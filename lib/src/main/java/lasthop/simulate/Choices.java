package lasthop.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/// The branch points of one run. The first ones follow a script, all later ones take the likeliest option; what else
/// could have been taken is remembered, so that [#explore] can run every way once.
final class Choices {
  private final List<Integer> script;
  private final List<Integer> taken = new ArrayList<>();
  private final List<List<Integer>> others = new ArrayList<>();

  private final int room;

  /// @param room how many other ways are worth remembering
  private Choices(List<Integer> script, int room) {
    this.script = script;
    this.room = room;
  }

  /// Which of `count` options to take at this branch point.
  int take(int count, int likeliest) {
    int at = taken.size();
    if (at < script.size()) {
      taken.add(script.get(at));
      return script.get(at);
    }
    for (int option = 0; option < count; option++) {
      if (option == likeliest || others.size() >= room) continue;
      var other = new ArrayList<>(taken);
      other.add(option);
      others.add(other);
    }
    taken.add(likeliest);
    return likeliest;
  }

  /// Runs every way, the likeliest first, up to a limit. Each run must ask the same questions for the same answers.
  ///
  /// @param limit most runs made; what lies beyond is not explored
  static <T> List<T> explore(Function<Choices, T> run, int limit) {
    var results = new ArrayList<T>();
    Deque<List<Integer>> open = new ArrayDeque<>();
    open.add(List.of());
    while (!open.isEmpty() && results.size() < limit) {
      var choices = new Choices(open.poll(), limit - results.size() - 1 - open.size());
      results.add(run.apply(choices));
      open.addAll(choices.others);
    }
    return results;
  }
}
