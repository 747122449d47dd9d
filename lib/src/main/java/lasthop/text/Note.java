package lasthop.text;

/// How a text was taken where more than its name tells: nothing was damaged and nothing is lost.
///
/// @param what one clause
public record Note(Origin origin, String what) {
  @Override public String toString() {
    return origin + ": " + Printable.text(what);
  }
}
