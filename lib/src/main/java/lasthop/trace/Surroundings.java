package lasthop.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which lines around a packet's records have to be read. Where nothing there is damaged, records of other packets and
/// lines that are no records say nothing of it, and most of a cold search would go into reading them.
///
/// Only clean records and lines of their own that cannot be part of one are passed over; else all has to be read.
final class Surroundings {
  private static final byte[] TRACE = Cursor.key("TRACE: "), HEADER = Cursor.key("ll header"), FROM = Cursor.key(" from "),
      SRC = Cursor.key(" SRC=");

  /// Whole lines of the text.
  ///
  /// @param line how many lines of the text lie before
  record Run(int from, int to, int line) {}

  private final byte[] b;
  private final byte[] literal;
  private final Cursor cursor = new Cursor(new Pool());
  private final HopText hop = new HopText();
  private final Shapes shapes;
  private final Salvage salvage = new Salvage(Hints.NONE);
  private final List<Run> runs = new ArrayList<>();
  private final List<byte[]> sources = new ArrayList<>();
  private final List<Run> martians = new ArrayList<>();

  private Surroundings(byte[] b, byte[] literal, Shapes shapes) {
    this.b = b;
    this.literal = literal;
    this.shapes = shapes;
  }

  /// The lines to read of a text that begins at a line's start; empty when all of them are.
  static Optional<List<Run>> needed(byte[] text, byte[] literal, Shapes shapes) {
    var s = new Surroundings(text, literal, shapes);
    int line = 0;
    for (int from = 0; from < text.length; line++) {
      int to = from;
      while (to < text.length && text[to] != '\n') to++;
      if (!s.take(from, to, line)) return Optional.empty();
      from = to + 1;
    }
    return s.martiansAreOfOthers() ? Optional.of(s.runs) : Optional.empty();
  }

  /// Takes a line that is needed, passes over one that is not; false for one that shows that all are.
  private boolean take(int from, int to, int line) {
    int trace = Remarks.find(b, from, to, TRACE);
    if (Remarks.find(b, from, to, literal) >= 0) {
      if (trace < 0) return salvage.isForeign(b, from, to);
      source(from, to);
      return need(from, to, line) && isClean(trace + TRACE.length, to);
    }
    if (trace >= 0) return isClean(trace + TRACE.length, to);
    if (!salvage.isForeign(b, from, to)) return Remarks.find(b, from, to, HEADER) >= 0 && need(from, to, line);
    if (Remarks.mayRemark(b, from, to)) {
      need(from, to, line);
      martians.add(new Run(from, to, line));
    }
    return true;
  }

  private boolean need(int from, int to, int line) {
    int end = Math.min(to + 1, b.length);
    if (!runs.isEmpty() && runs.getLast().to() == from) runs.add(new Run(runs.getLast().from(), end, runs.removeLast().line()));
    else runs.add(new Run(from, end, line));
    return true;
  }

  private void source(int from, int to) {
    int at = Remarks.find(b, from, to, SRC);
    int end = at + SRC.length;
    while (at >= 0 && end < to && b[end] != ' ') end++;
    if (at >= 0) sources.add(java.util.Arrays.copyOfRange(b, at + SRC.length, end));
  }

  /// A record as the kernel writes it: it shows its own number, and not the one sought.
  private boolean isClean(int from, int to) {
    cursor.over(b, from, to);
    cursor.skipWord();
    return hop.read(b, from, cursor.at) && cursor.gap() && shapes.isClean(cursor);
  }

  /// Of the kernel's remarks, none speaks of a sender of the packet sought: then it may be about another packet of his.
  private boolean martiansAreOfOthers() {
    for (Run m : martians) {
      int at = Remarks.find(b, m.from(), m.to(), FROM);
      for (byte[] source : sources) {
        if (at >= 0 && Remarks.find(b, at, m.to(), source) >= 0) return false;
      }
    }
    return true;
  }
}
