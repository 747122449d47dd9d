package lasthop.nft;

import java.util.Optional;
import lasthop.netfilter.Doubt;
import lasthop.nft.Datum.Num;
import lasthop.nft.Statement.Op;

/// Whether a value is what a rule asks for. Named sets are those of one table.
final class Comparison {
  private final NftTable table;

  Comparison(NftTable table) {
    this.table = table;
  }

  Truth compare(Datum value, Op op, Pattern right) {
    return switch (op) {
      case EQ -> matches(value, right);
      case NE -> matches(value, right).not();
      case ANY_BIT -> anyBit(value, right);
      case NO_BIT -> anyBit(value, right).not();
      case GT -> beyond(value, right, true);
      case LE -> beyond(value, right, true).not();
      case LT -> beyond(value, right, false);
      case GE -> beyond(value, right, false).not();
    };
  }

  /// Whether the value is above the number on the right, or below it.
  private static Truth beyond(Datum value, Pattern right, boolean above) {
    if (value instanceof Datum.Unknown u) return Truth.open(u);
    if (!(right instanceof Pattern.One(Num bound))) return Truth.open(Doubt.Kind.UNMODELLED, "it is not a number", false);
    if (value instanceof Num n) return Truth.of(above ? n.compareTo(bound) > 0 : n.compareTo(bound) < 0);
    if (!(value instanceof Datum.Spread s)) return Truth.NO;
    long over = above ? s.first() + s.count() - 1 - bound.low() : bound.low() - s.first();
    return share(s, Math.clamp(over, 0, s.count()));
  }

  private static Truth anyBit(Datum value, Pattern right) {
    if (value instanceof Datum.Unknown u) return Truth.open(u);
    if (!(right instanceof Pattern.One(Num bits)) || !(value instanceof Num n)) {
      return Truth.open(Doubt.Kind.UNMODELLED, "it is not a set of bits", false);
    }
    return Truth.of((n.low() & bits.low()) != 0 || (n.high() & bits.high()) != 0);
  }

  Truth matches(Datum value, Pattern right) {
    return switch (right) {
      case Pattern.Any _ -> Truth.YES;
      case Pattern.One one -> one(value, one.value());
      case Pattern.Range range -> range(value, range);
      case Pattern.Prefixed prefixed -> prefixed(value, prefixed.start());
      case Pattern.Concat concat -> concat(value, concat);
      case Pattern.AnyOf any -> anyOf(value, any.elements());
      case Pattern.SetRef ref -> inSet(value, ref.name());
    };
  }

  private static Truth one(Datum value, Datum wanted) {
    if (value instanceof Datum.Unknown u) return Truth.open(u);
    if (wanted instanceof Datum.Unknown u) return Truth.open(u);
    if (value instanceof Datum.Spread s && wanted instanceof Num n) {
      return share(s, s.first() <= n.low() && n.low() < s.first() + s.count() ? 1 : 0);
    }
    if (value instanceof Num n && wanted instanceof Datum.Name && n.low() != 0) {
      return Truth.open(Doubt.Kind.UNKNOWN, "which device the route has is not known", false);
    }
    return Truth.of(value.equals(wanted));
  }

  private static Truth range(Datum value, Pattern.Range range) {
    return switch (value) {
      case Datum.Unknown u -> Truth.open(u);
      case Num n -> Truth.of(range.from().compareTo(n) <= 0 && n.compareTo(range.to()) <= 0);
      case Datum.Spread s -> {
        long from = Math.max(s.first(), range.from().low());
        long to = Math.min(s.first() + s.count() - 1, range.to().low());
        yield share(s, Math.max(0, to - from + 1));
      }
      case Datum.Name _, Datum.Tuple _ -> Truth.NO;
    };
  }

  private static Truth share(Datum.Spread spread, long hits) {
    if (hits == 0) return Truth.NO;
    if (hits == spread.count()) return Truth.YES;
    return new Truth((double) hits / spread.count(), spread.kind(), spread.why(), false);
  }

  private static Truth prefixed(Datum value, String start) {
    if (value instanceof Datum.Unknown u) return Truth.open(u);
    return Truth.of(value instanceof Datum.Name name && name.text().startsWith(start));
  }

  private Truth concat(Datum value, Pattern.Concat concat) {
    if (value instanceof Datum.Unknown u) return Truth.open(u);
    if (!(value instanceof Datum.Tuple tuple) || tuple.parts().size() != concat.parts().size()) return Truth.NO;
    Truth all = Truth.YES;
    for (int i = 0; i < concat.parts().size() && !all.isNo(); i++) {
      all = all.and(matches(tuple.parts().get(i), concat.parts().get(i)));
    }
    return all;
  }

  private Truth anyOf(Datum value, java.util.List<Element> elements) {
    Truth any = Truth.NO;
    for (Element element : elements) {
      any = any.or(hit(value, element));
      if (any.isYes()) return any;
    }
    return any;
  }

  /// Whether an element is hit and what stands beside it (a limit) lets the packet go on.
  Truth hit(Datum value, Element element) {
    Truth hit = matches(value, element.key());
    if (hit.isNo()) return hit;
    for (Statement statement : element.statements()) {
      if (statement instanceof Statement.Rate rate) hit = hit.and(rate(rate));
    }
    return hit;
  }

  /// Limits and counts by earlier packets: a limit not yet reached lets packets pass.
  static Truth rate(Statement.Rate rate) {
    return Truth.open(Doubt.Kind.HISTORY, "it counts earlier packets", !rate.text().contains(" over "));
  }

  private Truth inSet(Datum value, String name) {
    Optional<NftSet> set = table.set(name);
    if (set.isEmpty()) return Truth.open(Doubt.Kind.UNMODELLED, "set " + name + " is not listed", false);
    Truth listed = anyOf(value, set.get().elements());
    if (listed.probability() < 0) return listed;
    if (changes(set.get())) return Truth.open(Doubt.Kind.HISTORY, "packets change set " + name, listed.isYes());
    boolean expired = set.get().flags().contains("timeout") && !listed.isYes();
    return expired ? Truth.open(Doubt.Kind.HISTORY, "elements of set " + name + " expire", false) : listed;
  }

  /// Whether packets put elements into the set, so that the listing is only one moment of it.
  static boolean changes(NftSet set) {
    return set.flags().contains("dynamic");
  }

  /// The elements of a map: its own, or those of the set of that name; empty when that set is not listed.
  Optional<java.util.List<Element>> elements(Pattern map) {
    return switch (map) {
      case Pattern.AnyOf any -> Optional.of(any.elements());
      case Pattern.SetRef ref -> table.set(ref.name()).map(NftSet::elements);
      default -> Optional.empty();
    };
  }
}
