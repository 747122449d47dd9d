package lasthop.repl;

import java.util.List;
import lasthop.render.Screen;

/// What `:set` changes. Immutable.
///
/// @param colour whether colours are used
/// @param width columns for answers; 0 to follow the terminal
/// @param pager whether output longer than the screen is shown by pages
/// @param pictures whether diagrams are drawn
/// @param format `text` or `markdown`
public record Settings(boolean colour, int width, boolean pager, boolean pictures, String format) {
  static final List<String> NAMES = List.of("colour", "width", "pager", "pictures", "format");

  static Settings of(Screen screen) {
    return new Settings(screen.colour(), 0, true, screen.pictures(), "text");
  }

  /// @throws IllegalArgumentException saying which values the setting has
  Settings with(String name, String value) {
    return switch (name) {
      case "colour", "color" -> new Settings(isOn(value), width, pager, pictures, format);
      case "width" -> new Settings(colour, value.equals("auto") ? 0 : columns(value), pager, pictures, format);
      case "pager" -> new Settings(colour, width, isOn(value), pictures, format);
      case "pictures" -> new Settings(colour, width, pager, isOn(value), format);
      case "format" -> new Settings(colour, width, pager, pictures, format(value));
      default -> throw new IllegalArgumentException("there is no setting " + name
          + Near.to(name, NAMES).map(n -> ": did you mean " + n + "?").orElse(": there are " + String.join(", ", NAMES)));
    };
  }

  private static boolean isOn(String value) {
    if (value.equals("on") || value.equals("off")) return value.equals("on");
    throw new IllegalArgumentException("this setting is on or off, not \"" + value + "\"");
  }

  private static int columns(String value) {
    try {
      int columns = Integer.parseInt(value);
      if (columns >= 20) return columns;
    } catch (NumberFormatException e) {
      // the sentence below says what would be right
    }
    throw new IllegalArgumentException("width is a number from 20, or auto: not \"" + value + "\"");
  }

  private static String format(String value) {
    if (value.equals("text") || value.equals("markdown")) return value;
    throw new IllegalArgumentException("format is text or markdown, not \"" + value + "\"");
  }

  @Override public String toString() {
    return "colour    " + (colour ? "on" : "off") + "\nwidth     " + (width == 0 ? "auto" : width) + "\npager     "
        + (pager ? "on" : "off") + "\npictures  " + (pictures ? "on" : "off") + "\nformat    " + format;
  }
}
