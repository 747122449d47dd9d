package lasthop.netfilter;

/// The program of `u32`: `LOCATION=VALUES&&…`, read and printed as iptables does.
final class U32 {
  private final String text;
  private int at;

  private U32(String text) {
    this.text = text;
  }

  static String canonical(String word) throws Refused {
    var reader = new U32(word);
    var out = new StringBuilder("\"");
    do {
      if (out.length() > 1) out.append("&&");
      reader.location(out);
      reader.values(out);
    } while (reader.take("&&"));
    if (reader.at < word.length()) throw reader.refusal("&& expected");
    return out.append('"').toString();
  }

  private void location(StringBuilder out) throws Refused {
    out.append(Numbers.hex(number()));
    while (!take("=")) {
      String op = take("&") ? "&" : take("<<") ? "<<" : take(">>") ? ">>" : take("@") ? "@" : "";
      if (op.isEmpty()) throw refusal("an operator or = expected");
      out.append(op).append(Numbers.hex(number()));
    }
    out.append('=');
  }

  private void values(StringBuilder out) throws Refused {
    char sep = 0;
    do {
      if (sep != 0) out.append(sep);
      sep = ',';
      long first = number();
      long last = take(":") ? number() : first;
      out.append(Numbers.hex(first));
      if (first != last) out.append(':').append(Numbers.hex(last));
    } while (take(","));
  }

  private long number() throws Refused {
    skipBlanks();
    String rest = text.substring(at);
    int end = Numbers.digitsEnd(rest);
    if (end == 0) throw refusal("a number expected");
    long value = Numbers.value(rest);
    if (value > 0xffffffffL) throw refusal("a number of 32 bits expected");
    at += end;
    return value;
  }

  private boolean take(String word) {
    skipBlanks();
    boolean here = text.startsWith(word, at);
    if (here) at += word.length();
    return here;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
  }

  private Refused refusal(String what) {
    return new Refused("u32: at character " + at + ": " + what);
  }
}
