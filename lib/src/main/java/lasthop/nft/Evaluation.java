package lasthop.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Doubt;
import lasthop.nft.Datum.Num;
import lasthop.packet.Packet;
import lasthop.packet.Proto;

/// The value an expression has for the packet at hand. Empty: the packet lacks what it reads.
final class Evaluation {
  private final Comparison comparison;
  private final State state;
  private final Walk walk;

  Evaluation(Comparison comparison, State state, Walk walk) {
    this.comparison = comparison;
    this.state = state;
    this.walk = walk;
  }

  Optional<Datum> value(Expr expr) {
    return switch (expr) {
      case Expr.Field field -> field(field.words());
      case Expr.Raw raw -> PacketFields.raw(raw, state.packet);
      case Expr.Generated generated -> Optional.of(generated(generated));
      case Expr.Binary binary -> value(binary.left()).flatMap(l -> value(binary.right()).map(r -> computed(l, binary.op(), r)));
      case Expr.Concat concat -> tuple(concat.parts());
      case Expr.Literal literal -> Optional.of(single(literal.pattern()));
      case Expr.Mapped mapped -> pattern(mapped).map(Evaluation::single);
    };
  }

  /// What translations take: an address or port, or a range of them.
  Optional<Pattern> pattern(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> Optional.of(literal.pattern());
      case Expr.Mapped mapped -> mapped(mapped);
      default -> value(expr).map(Pattern.One::new);
    };
  }

  private Optional<Pattern> mapped(Expr.Mapped mapped) {
    Optional<Datum> key = value(mapped.key());
    Optional<List<Element>> elements = comparison.elements(mapped.map());
    if (key.isEmpty()) return Optional.empty();
    if (elements.isEmpty()) {
      return Optional.of(new Pattern.One(new Datum.Unknown(Doubt.Kind.UNMODELLED, "the map is not listed")));
    }
    return walk.lookup(comparison, key.get(), elements.get(), "map of " + words(mapped.key())).flatMap(Element::value);
  }

  private static String words(Expr expr) {
    return switch (expr) {
      case Expr.Field field -> field.words();
      case Expr.Generated generated -> generated.kind();
      default -> "a key";
    };
  }

  private static Datum single(Pattern pattern) {
    return switch (pattern) {
      case Pattern.One one -> one.value();
      case Pattern.Concat concat -> new Datum.Tuple(concat.parts().stream().map(Evaluation::single).toList());
      default -> new Datum.Unknown(Doubt.Kind.UNKNOWN, "one of several values");
    };
  }

  private Optional<Datum> field(String words) {
    if (HostFields.owns(words)) return HostFields.read(words, state);
    if (words.startsWith("tcp option")) return tcpOption(words);
    if (words.startsWith("ip option") || words.startsWith("exthdr") || words.startsWith("ipsec")
        || words.startsWith("osf") || words.startsWith("sctp chunk")) {
      return Optional.of(PacketFields.unknown("the packet's " + words + " is not known"));
    }
    return state.framed && words.startsWith("ether ") ? Optional.of(PacketFields.link(words.substring(6), state.packet)) : PacketFields.read(words, state.packet);
  }

  /// Of the options only the MSS can be told from the flags: a SYN has one, other segments have none.
  private Optional<Datum> tcpOption(String words) {
    Packet packet = state.packet;
    if (packet.proto() != Proto.TCP || packet.isLaterFragment()) return Optional.empty();
    return Optional.of(PacketFields.unknown("the packet's " + words + " is not known"));
  }

  private Datum generated(Expr.Generated g) {
    return switch (g.kind()) {
      case "random" -> new Datum.Spread(g.offset(), g.mod(), Doubt.Kind.RANDOM, "it is drawn for each packet");
      case "inc" -> new Datum.Spread(g.offset(), g.mod(), Doubt.Kind.HISTORY, "it counts earlier packets");
      default -> new Datum.Spread(g.offset(), g.mod(), Doubt.Kind.RANDOM, "the seed of the hash is drawn by the kernel");
    };
  }

  private static Datum computed(Datum left, String op, Datum right) {
    if (left instanceof Datum.Unknown) return left;
    if (right instanceof Datum.Unknown) return right;
    if (!(left instanceof Num a) || !(right instanceof Num b)) {
      return new Datum.Unknown(Doubt.Kind.UNMODELLED, "computing with it is not modelled");
    }
    return switch (op) {
      case "&" -> new Num(a.high() & b.high(), a.low() & b.low());
      case "|" -> new Num(a.high() | b.high(), a.low() | b.low());
      case "^" -> new Num(a.high() ^ b.high(), a.low() ^ b.low());
      case "<<" -> Num.of(a.low() << b.low());
      default -> Num.of(a.low() >>> b.low());
    };
  }

  private Optional<Datum> tuple(List<Expr> parts) {
    var values = new ArrayList<Datum>();
    for (Expr part : parts) {
      Optional<Datum> value = value(part);
      if (value.isEmpty()) return Optional.empty();
      values.add(value.get());
    }
    return Optional.of(new Datum.Tuple(values));
  }
}
