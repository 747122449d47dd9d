package lasthop.text;

/// A line, or part of one, that was not understood. Bad input is data: readers return these beside what they understood.
///
/// @param text the words as they stood, raw, empty when it is about the place alone; pass through [Printable] before showing
/// @param reason one clause without a full stop, saying why it could not be read
public record Unread(Origin origin, String text, String reason) {
  @Override public String toString() {
    return text.isEmpty() ? origin + ": " + reason : origin + ": unread \"" + Printable.text(text) + "\": " + reason;
  }
}
