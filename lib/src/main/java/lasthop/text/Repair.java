package lasthop.text;

/// Damage that was mended while reading, because only one undamaged text could have led to it.
///
/// @param what one clause: what was damaged and how it was mended
public record Repair(Origin origin, String what) {
  @Override public String toString() {
    return origin + ": repaired: " + Printable.text(what);
  }
}
