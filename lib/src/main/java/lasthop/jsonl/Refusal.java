package lasthop.jsonl;

/// Why a request gets `ok:false`.
final class Refusal extends Exception {
  private final String code;
  private final String where;

  /// @param code one of the contract's: `bad-json`, `bad-request`, `unknown-op`, `no-such-file`, `bad-input`, `internal`
  /// @param where the field, `file:line`, or empty
  Refusal(String code, String message, String where) {
    super(message);
    this.code = code;
    this.where = where;
  }

  static Refusal badRequest(String message, String where) {
    return new Refusal("bad-request", message, where);
  }

  static Refusal badInput(String message, String where) {
    return new Refusal("bad-input", message, where);
  }

  static Refusal noSuchFile(String message, String where) {
    return new Refusal("no-such-file", message, where);
  }

  String code() {
    return code;
  }

  String where() {
    return where;
  }
}
