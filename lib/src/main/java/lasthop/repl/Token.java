package lasthop.repl;

/// A piece of what was typed, from `start` to before `end`.
record Token(Kind kind, int start, int end) {
  enum Kind { BLANK, WORD, KEYWORD, NUMBER, STRING, COMMENT, ADDRESS, QUOTED, SYMBOL }

  String in(String text) {
    return text.substring(start, end);
  }

  int length() {
    return end - start;
  }
}
