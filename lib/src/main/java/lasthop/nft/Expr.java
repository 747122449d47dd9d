package lasthop.nft;

import java.util.List;

/// The left-hand side of a match, or what a statement sets something to.
public sealed interface Expr {
  /// What kind of value it gives.
  Type type();

  /// A field of the packet, of its connection, of a route lookup, … by the words nft prints: `ip saddr`,
  /// `meta mark`, `ct state`, `fib daddr type`.
  record Field(String words, Type type) implements Expr {}

  /// Octets by their place: `@th,16,16`.
  ///
  /// @param base `ll`, `nh`, `th` or `ih`
  /// @param offset in bits
  /// @param bits how many
  record Raw(String base, int offset, int bits) implements Expr {
    @Override public Type type() {
      return Type.NUMBER;
    }
  }

  record Literal(Pattern pattern, Type type) implements Expr {}

  /// @param op one of `&`, `|`, `^`, `<<`, `>>`
  record Binary(Expr left, String op, Expr right) implements Expr {
    @Override public Type type() {
      return left.type();
    }
  }

  record Concat(List<Expr> parts) implements Expr {
    public Concat {
      parts = List.copyOf(parts);
    }

    @Override public Type type() {
      return parts.getFirst().type();
    }
  }

  /// `EXPR map { key : value, … }` or `EXPR map @name`.
  record Mapped(Expr key, Pattern map, Type type) implements Expr {}

  /// `numgen random|inc mod N [offset M]`, `jhash … mod N`, `symhash mod N`.
  ///
  /// @param kind `random`, `inc`, `jhash` or `symhash`
  record Generated(String kind, long mod, long offset) implements Expr {
    @Override public Type type() {
      return Type.NUMBER;
    }
  }
}
