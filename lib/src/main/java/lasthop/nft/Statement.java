package lasthop.nft;

import java.util.Optional;
import lasthop.ip.Family;
import lasthop.netfilter.Rule;

/// One part of a rule. `text` is always the words as listed.
public sealed interface Statement {
  String text();

  /// A condition.
  ///
  /// @param op how to compare
  record Match(Expr left, Op op, Pattern right, String text) implements Statement {}

  /// ANY_BIT: one of the bits is set. NO_BIT: none is. All others as usual.
  enum Op { EQ, NE, LT, GT, LE, GE, ANY_BIT, NO_BIT }

  record Decide(NftVerdict verdict, String text) implements Statement {}

  /// `EXPR vmap { key : verdict, … }`.
  record VerdictMap(Expr key, Pattern map, String text) implements Statement {}

  /// `meta mark set …`, `ct mark set …`, `ip dscp set …`.
  ///
  /// @param field the words of what is set
  record Assign(String field, Expr value, String text) implements Statement {}

  /// `snat`, `dnat`, `masquerade`, `redirect`.
  ///
  /// @param kind that word
  /// @param family the family it is limited to; empty for both
  /// @param address where to, or empty
  /// @param port the port or range, or empty
  record Nat(String kind, Optional<Family> family, Optional<Expr> address, Optional<Expr> port, String text)
      implements Statement {}

  /// @param with `icmp port-unreachable`, `tcp reset`, …
  record Reject(String with, String text) implements Statement {}

  /// What decides by earlier packets or the clock: `limit`, `quota`, `ct count`.
  record Rate(String text) implements Statement {}

  /// What neither decides nor changes anything this program models: `counter`, `log`, `add @set`, …
  record Note(String text) implements Statement {}

  record Notrack(String text) implements Statement {}

  /// `tproxy to address:port`: the packet is given to a local socket.
  record Tproxy(Optional<Expr> address, Optional<Expr> port, String text) implements Statement {}

  /// A whole rule that iptables-nft wrote, as `iptables-save` shows it; what nft makes of its extensions is not exact.
  record Iptables(Rule rule, String text) implements Statement {}

  /// What may match or not, and may do anything: words this reader does not know (they stand in the report as
  /// unread), or known words whose effect is not modelled or not listed.
  ///
  /// @param why one clause
  record Unknown(String text, String why) implements Statement {}
}
