package lasthop.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
  /// U+E0041 is a tag character: invisible, and two chars in Java. U+1F600 is a picture, U+D83D alone is no character.
  @Test void whatSteersOrHidesIsShownByItsNumber() {
    assertEquals("a\\x1b[31m\\x9b\\u202e\\udb40\\udc41", Printable.text("a\u001b[31m\u009b\u202e\udb40\udc41"));
    assertEquals("\ud83d\ude00 \\ud83d \\ude00", Printable.text("\ud83d\ude00 \ud83d \ude00"));
    assertEquals("\"\\udb40\\udc41\"", Printable.json("\"\udb40\udc41\""));
  }
}
