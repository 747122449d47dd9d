package lasthop.render;

import lasthop.answer.Diagram.State;

/// A sheet of character cells on which boxes and lines join: each cell knows its arms, and the arms choose the character.
final class Canvas {
  static final int UP = 27;
  static final int RIGHT = 9;
  static final int DOWN = 3;
  static final int LEFT = 1;

  /// The character for each sum of arms; an arm counts once when light and twice when heavy.
  private static final String JOINTS =
      " ╴╸╷┐┑╻┒┓╶─╾┌┬┭┎┰┱╺╼━┍┮┯┏┲┳╵┘┙│┤┥╽┧┪└┴┵├┼┽┟╁╅┕┶┷┝┾┿┢╆╈╹┚┛╿┦┩┃┨┫┖┸┹┞╀╃┠╂╉┗┺┻┡╄╇┣╊╋";

  private final int width;
  private final int height;
  private final int[][] arms;
  private final String[][] text;
  private final State[][] states;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.arms = new int[height][width];
    this.text = new String[height][width];
    this.states = new State[height][width];
  }

  /// A straight piece from cell to cell; its ends point towards each other only.
  void line(Sketch.Point a, Sketch.Point b, State state) {
    boolean level = a.y() == b.y();
    int from = level ? Math.min(a.x(), b.x()) : Math.min(a.y(), b.y());
    int to = level ? Math.max(a.x(), b.x()) : Math.max(a.y(), b.y());
    for (int i = from; i <= to; i++) {
      int x = level ? i : a.x();
      int y = level ? a.y() : i;
      if (i > from) arm(x, y, level ? LEFT : UP, state);
      if (i < to) arm(x, y, level ? RIGHT : DOWN, state);
    }
  }

  private void arm(int x, int y, int arm, State state) {
    int weight = state == State.IDLE || state == State.MISSING ? 1 : 2;
    int now = arms[y][x] / arm % 3;
    if (weight > now) arms[y][x] += (weight - now) * arm;
    claim(x, y, state);
  }

  /// A cell that several share shows the state that tells more.
  private void claim(int x, int y, State state) {
    if (states[y][x] == null || state.compareTo(states[y][x]) > 0) states[y][x] = state;
  }

  /// Text over whatever is there; a wide character takes two cells.
  void write(int x, int y, String words, State state) {
    int at = x;
    for (int i = 0; i < words.length(); ) {
      int point = words.codePointAt(i);
      int columns = Columns.of(point);
      String letter = Character.toString(point);
      if (columns == 0 && at > x) text[y][at - 1] += letter;
      else if (at + columns > width) return;
      else if (columns > 0) put(at, y, letter, columns, state);
      at += columns;
      i += Character.charCount(point);
    }
  }

  private void put(int x, int y, String letter, int columns, State state) {
    text[y][x] = letter;
    states[y][x] = state;
    for (int i = 1; i < columns; i++) text[y][x + i] = "";
  }

  void appendTo(StringBuilder out, Ink ink) {
    for (int y = 0; y < height; y++) {
      int end = width;
      while (end > 0 && isBlank(end - 1, y)) end--;
      for (int x = 0; x < end; ) {
        int run = x;
        var piece = new StringBuilder();
        while (run < end && states[y][run] == states[y][x]) piece.append(cell(run++, y));
        ink.paint(out, states[y][x] == null ? "" : code(states[y][x]), piece.toString());
        x = run;
      }
      out.append('\n');
    }
  }

  private boolean isBlank(int x, int y) {
    return cell(x, y).isBlank();
  }

  private String cell(int x, int y) {
    if (text[y][x] != null) return text[y][x];
    if (states[y][x] == State.MISSING && arms[y][x] == LEFT + RIGHT) return "╌";
    if (states[y][x] == State.MISSING && arms[y][x] == UP + DOWN) return "╎";
    return String.valueOf(JOINTS.charAt(arms[y][x]));
  }

  private static String code(State state) {
    return switch (state) {
      case IDLE -> Ink.FAINT;
      case VISITED -> "32";
      case LAST -> "1;32";
      case MISSING -> "33";
      case FAILED -> "1;31";
    };
  }
}
