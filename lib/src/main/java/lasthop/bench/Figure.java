package lasthop.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// One row of the table: what was measured, what a rival took in the same rounds, and the target.
///
/// @param name what was done, and which cost of it is meant
/// @param unit of `ours` and `theirs`
/// @param rival what else does it; empty where the target is a number of its own
/// @param ratio ours to the rival's, the median of the rounds
/// @param target the most (or, for a target at least, the least) that meets it; of the ratio where there is a rival
/// @param known what the ratio is known to be where it does not meet its target, and else the target: a check fails by it
/// @param remark what limits it, or why it was skipped
record Figure(String name, String unit, double ours, String rival, double theirs, OptionalDouble ratio,
    OptionalDouble target, boolean atLeast, double known, String remark) {
  /// How far a ratio may exceed what is known of it before a check fails: a busy machine moves ratios too.
  static final double SLACK = 1.5;

  /// A cost of the rounds against the rival's, in `1 / scale` seconds.
  static Figure ratio(String name, String unit, double scale, Rounds rounds, ToDoubleFunction<Cost> of, String rival, double target) {
    return new Figure(name, unit, rounds.ours(of) * scale, rival, rounds.rivals(of) * scale,
        OptionalDouble.of(rounds.ratio(of)), OptionalDouble.of(target), false, target, "");
  }

  static Figure atMost(String name, String unit, double value, double target) {
    return new Figure(name, unit, value, "", Double.NaN, OptionalDouble.empty(), OptionalDouble.of(target), false, target, "");
  }

  static Figure atLeast(String name, String unit, double value, double target) {
    return new Figure(name, unit, value, "", Double.NaN, OptionalDouble.empty(), OptionalDouble.of(target), true, target, "");
  }

  /// A figure without a target: a floor, or the scale of others.
  static Figure plain(String name, String unit, double value) {
    return new Figure(name, unit, value, "", Double.NaN, OptionalDouble.empty(), OptionalDouble.empty(), false, Double.NaN, "");
  }

  static Figure skipped(String name, String why) {
    return new Figure(name, "", Double.NaN, "", Double.NaN, OptionalDouble.empty(), OptionalDouble.empty(), false, Double.NaN, "skipped: " + why);
  }

  Figure saying(String words) {
    return new Figure(name, unit, ours, rival, theirs, ratio, target, atLeast, known, words);
  }

  /// A ratio that is known not to meet its target; docs/performance.md says what limits it.
  Figure known(double ratio) {
    return new Figure(name, unit, ours, rival, theirs, this.ratio, target, atLeast, ratio, "limit: docs/performance.md");
  }

  /// Whether the target is met; empty where there is none.
  Optional<Boolean> met() {
    if (target.isEmpty()) return Optional.empty();
    double value = ratio.orElse(ours);
    return Optional.of(atLeast ? value >= target.getAsDouble() : value <= target.getAsDouble());
  }

  /// Whether a ratio is so far off that a check must fail. Figures without a rival depend on the machine and never do; one
  /// that is known to miss its target is shown as such every time, and its noise must not hide a new miss.
  boolean fails() {
    boolean expected = target.isPresent() && known == target.getAsDouble();
    return ratio.isPresent() && expected && ratio.getAsDouble() > known * SLACK;
  }

  String targetText() {
    if (target.isEmpty()) return "";
    return (atLeast ? "≥ " : "≤ ") + number(target.getAsDouble()) + (ratio.isPresent() ? " ×" : "");
  }

  /// Three digits that count; empty for no number.
  static String number(double value) {
    if (Double.isNaN(value)) return "";
    if (value >= 1000) return String.format(Locale.ROOT, "%,.0f", value);
    if (value >= 100) return String.format(Locale.ROOT, "%.0f", value);
    if (value >= 10) return String.format(Locale.ROOT, "%.1f", value);
    return String.format(Locale.ROOT, value >= 1 ? "%.2f" : value >= 0.001 ? "%.3f" : "%.6f", value);
  }
}
