package lasthop.observe;

import java.util.List;
import java.util.Optional;

/// How far a prediction agrees with what was seen, hop by hop.
///
/// @param agreeing hops equal from the first on
/// @param seen how many hops the log shows
/// @param difference the first place where they differ; empty when all agree
public record Agreement(int agreeing, int seen, Optional<Difference> difference) {

  /// @param at how many hops agreed before it
  /// @param predicted the line the model expected there; empty when it expected no more
  /// @param observed the line that was seen; empty when the log ends
  public record Difference(int at, String predicted, String observed) {}

  /// Compares the lines of a predicted and an observed traversal.
  public static Agreement of(List<String> predicted, List<String> observed) {
    int n = 0;
    while (n < predicted.size() && n < observed.size() && predicted.get(n).equals(observed.get(n))) n++;
    boolean same = n == predicted.size() && n == observed.size();
    return new Agreement(n, observed.size(), same ? Optional.empty()
        : Optional.of(new Difference(n, n < predicted.size() ? predicted.get(n) : "", n < observed.size() ? observed.get(n) : "")));
  }

  public boolean isWhole() {
    return difference.isEmpty();
  }

  /// `15 of 15`.
  @Override public String toString() {
    return agreeing + " of " + seen;
  }
}
