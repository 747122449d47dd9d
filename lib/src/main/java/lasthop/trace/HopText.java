package lasthop.trace;

/// The word `table:chain:kind:number` of a clean kernel line, found without making a String.
final class HopText {
  private static final byte[][] KINDS = {Cursor.key("rule"), Cursor.key("return"), Cursor.key("policy")};

  int table;
  int chain;
  int chainEnd;
  Kind kind = Kind.RULE;
  int number;

  /// Reads the word between two positions; false if it is no hop.
  boolean read(byte[] b, int from, int to) {
    int last = colonBefore(b, from, to);
    int beforeKind = last < 0 ? -1 : colonBefore(b, from, last);
    int first = from;
    while (first < to && b[first] != ':') first++;
    if (beforeKind <= first) return false;
    table = first;
    chain = first + 1;
    chainEnd = beforeKind;
    number = decimal(b, last + 1, to);
    return number > 0 && chainEnd > chain && kind(b, beforeKind + 1, last);
  }

  private static int colonBefore(byte[] b, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (b[i] == ':') return i;
    }
    return -1;
  }

  private boolean kind(byte[] b, int from, int to) {
    for (int k = 0; k < KINDS.length; k++) {
      if (java.util.Arrays.equals(KINDS[k], 0, KINDS[k].length, b, from, to)) {
        kind = Kind.values()[k];
        return true;
      }
    }
    return false;
  }

  private static int decimal(byte[] b, int from, int to) {
    if (from >= to || to - from > 9) return -1;
    int value = 0;
    for (int i = from; i < to; i++) {
      if (b[i] < '0' || b[i] > '9') return -1;
      value = value * 10 + b[i] - '0';
    }
    return value;
  }
}
