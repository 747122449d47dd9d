package lasthop.render;

import java.util.function.Function;

/// What an answer in text may use: how many columns, colours, and characters beyond ASCII.
///
/// @param width columns; 0 for unlimited: nothing is wrapped
/// @param colour whether ANSI colours may be sent
/// @param unicode whether box-drawing characters and arrows may be sent; otherwise ASCII stands in
/// @param pictures whether an answer's diagram is drawn as well
public record Screen(int width, boolean colour, boolean unicode, boolean pictures) {
  /// For files and pipes: no colour, nothing wrapped, no pictures.
  public static final Screen PIPE = new Screen(0, false, true, false);

  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 20;

  /// The screen that the environment describes. `NO_COLOR` (not empty) and `TERM=dumb` forbid colour, `COLUMNS` gives
  /// the width of a terminal, and the locale (`LC_ALL`, `LC_CTYPE`, `LANG`) says whether it shows Unicode.
  ///
  /// @param env a variable's value, or null where it is not set, as [System#getenv(String)] answers
  /// @param terminal whether the output is a terminal; pipes get neither colour nor wrapping
  public static Screen of(Function<String, String> env, boolean terminal) {
    boolean unicode = isUnicode(env);
    if (!terminal) return new Screen(0, false, unicode, false);
    boolean colour = value(env, "NO_COLOR").isEmpty() && !value(env, "TERM").equals("dumb");
    return new Screen(columns(value(env, "COLUMNS")), colour, unicode, true);
  }

  public Screen withWidth(int columns) {
    return new Screen(columns == 0 ? 0 : Math.max(NARROWEST, columns), colour, unicode, pictures);
  }

  public Screen withColour(boolean on) {
    return new Screen(width, on, unicode, pictures);
  }

  public Screen withPictures(boolean on) {
    return new Screen(width, colour, unicode, on);
  }

  private static boolean isUnicode(Function<String, String> env) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String locale = value(env, name);
      if (locale.isEmpty()) continue;
      int dot = locale.indexOf('.');
      String charset = dot < 0 ? "" : locale.substring(dot + 1);
      return charset.regionMatches(true, 0, "UTF-8", 0, 5) || charset.regionMatches(true, 0, "UTF8", 0, 4);
    }
    return false;
  }

  private static String value(Function<String, String> env, String name) {
    String value = env.apply(name);
    return value == null ? "" : value;
  }

  private static int columns(String text) {
    int n = 0;
    for (int i = 0; i < text.length() && n < 10_000; i++) {
      int digit = Character.digit(text.charAt(i), 10);
      if (digit < 0) return USUAL_WIDTH;
      n = n * 10 + digit;
    }
    return n < NARROWEST ? USUAL_WIDTH : n;
  }
}
