package lasthop.repl;

/// What came of one expression or declaration.
public sealed interface Outcome {
  /// Whether nothing after it should be evaluated.
  default boolean isFailure() {
    return switch (this) {
      case Failed _, Stopped _ -> true;
      case Value _, Done _ -> false;
    };
  }

  record Value(Object value) implements Outcome {}

  /// Nothing to show: a declaration, an assignment, a call without a result.
  ///
  /// @param what one clause such as `x: RouteDecision`; empty if there is nothing to say
  record Done(String what) implements Outcome {}

  /// @param line the line that failed, as typed
  /// @param column where on that line, counted from 0; -1 if unknown
  /// @param sentence what is wrong and, if known, what would be right
  record Failed(String line, int column, String sentence) implements Outcome {}

  record Stopped() implements Outcome {}
}
