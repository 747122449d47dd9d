package lasthop.routing;

/// Thrown inside a decision when it hangs on a text that is not there; the decision is then undetermined.
final class Missing extends RuntimeException {
  private final String collect;

  /// @param what in a few words, with the file that would tell
  /// @param collect the command that makes that file
  Missing(String what, String collect) {
    super(what, null, false, false);
    this.collect = collect;
  }

  String collect() {
    return collect;
  }
}
