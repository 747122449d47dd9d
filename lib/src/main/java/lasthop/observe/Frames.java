package lasthop.observe;

import java.util.ArrayDeque;
import java.util.Deque;

/// The chains a packet is inside of, to tell from which rule on the kernel looked before it printed a line.
final class Frames {
  private final Deque<Frame> open = new ArrayDeque<>();
  private String base = "";

  private record Frame(String chain, int next) {}

  /// The first rule looked at before line `number` of a chain.
  ///
  /// @param place table and hook: at a new one nothing of before is open any more
  int from(String place, String chain, int number) {
    if (!place.equals(base)) open.clear();
    base = place;
    while (!open.isEmpty() && !open.peek().chain.equals(chain)) open.pop();
    return open.isEmpty() || open.peek().next > number ? 1 : open.peek().next;
  }

  /// The line was of a rule that lets the walk go on behind it.
  void passed(String chain, int number) {
    if (!open.isEmpty() && open.peek().chain.equals(chain)) open.pop();
    open.push(new Frame(chain, number + 1));
  }

  /// The rule jumped to another chain; after a goto the holding chain is not come back to.
  void entered(String chain, boolean isGoto) {
    if (isGoto && !open.isEmpty()) open.pop();
    open.push(new Frame(chain, 1));
  }

  /// The chain came to its end.
  void ended(String chain) {
    if (!open.isEmpty() && open.peek().chain.equals(chain)) open.pop();
  }
}
