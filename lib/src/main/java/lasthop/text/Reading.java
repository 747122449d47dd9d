package lasthop.text;

import java.util.List;

/// What a reader got out of a text: the items it understood, and what it mended or could not read.
public record Reading<T>(List<T> items, Report report) {
  public Reading {
    items = List.copyOf(items);
  }
}
