package lasthop.collect;

import java.util.ArrayList;
import java.util.List;

/// A command as the words a program is started with; no shell is involved in running it.
///
/// @param words the program's name first; never empty
public record Command(List<String> words) {
  public Command {
    words = List.copyOf(words);
  }

  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  public static Command of(List<String> first, String... more) {
    return new Command(first).plus(List.of(more));
  }

  public Command plus(List<String> more) {
    var all = new ArrayList<>(words);
    all.addAll(more);
    return new Command(all);
  }

  /// The line to type in a shell: words are quoted where they must be.
  @Override public String toString() {
    return String.join(" ", words.stream().map(Command::quoted).toList());
  }

  private static String quoted(String word) {
    boolean plain = !word.isEmpty() && word.chars().allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || "._-=/:,+@%".indexOf(c) >= 0));
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
