package lasthop.nft;

import java.util.List;

/// What a value is compared with: the right-hand side of a match, a set element, or a map key.
public sealed interface Pattern {
  Pattern ANY = new Any();

  /// Matches everything: `*`.
  record Any() implements Pattern {}

  record One(Datum value) implements Pattern {}

  /// Both ends belong to it. Prefixes are ranges too.
  record Range(Datum.Num from, Datum.Num to) implements Pattern {}

  /// Device names that begin like this: `"eth*"`.
  record Prefixed(String start) implements Pattern {}

  /// One pattern for each part of a concatenation.
  record Concat(List<Pattern> parts) implements Pattern {
    public Concat {
      parts = List.copyOf(parts);
    }
  }

  /// `{ … }`: any of them.
  record AnyOf(List<Element> elements) implements Pattern {
    public AnyOf {
      elements = List.copyOf(elements);
    }
  }

  /// `@name`.
  record SetRef(String name) implements Pattern {}
}
