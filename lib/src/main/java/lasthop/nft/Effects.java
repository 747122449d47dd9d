package lasthop.nft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.Doubt;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.nft.Datum.Num;
import lasthop.packet.Header;
import lasthop.packet.Packet;
import lasthop.packet.Proto;

/// What one statement does to a packet. Empty results mean that the rule does not match; all else is its verdict so far.
final class Effects {
  private final State state;
  private final Walk walk;
  private final Comparison comparison;
  private final Evaluation evaluation;
  String rejectWith = "";
  /// The condition of an iptables rule that failed last; empty where the statement itself says it.
  String failed = "";
  Optional<NftNat> nat = Optional.empty();

  Effects(NftTable table, State state, Walk walk) {
    this.state = state;
    this.walk = walk;
    this.comparison = new Comparison(table);
    this.evaluation = new Evaluation(comparison, state, walk);
  }

  Optional<NftVerdict> run(Statement statement) {
    return switch (statement) {
      case Statement.Match match -> match(match);
      case Statement.Decide decide -> Optional.of(decide.verdict());
      case Statement.VerdictMap map -> verdictMap(map);
      case Statement.Assign assign -> assign(assign);
      case Statement.Nat request -> nat(request);
      case Statement.Reject reject -> reject(reject);
      case Statement.Rate rate -> goOn(walk.holds(Comparison.rate(rate), rate.text()));
      case Statement.Note _ -> goOn(true);
      case Statement.Notrack _ -> {
        state.untrack();
        yield goOn(true);
      }
      case Statement.Tproxy tproxy -> tproxy(tproxy);
      case Statement.Iptables iptables -> new IptablesEffects(state, walk, this).run(iptables.rule());
      case Statement.Unknown unknown ->
          goOn(walk.holds(Truth.open(Doubt.Kind.UNMODELLED, unknown.why(), true), unknown.text()));
    };
  }

  private static Optional<NftVerdict> goOn(boolean holds) {
    return holds ? Optional.of(NftVerdict.CONTINUE) : Optional.empty();
  }

  private Optional<NftVerdict> match(Statement.Match match) {
    Optional<Datum> value = evaluation.value(match.left());
    if (value.isEmpty()) return Optional.empty();
    return goOn(walk.holds(comparison.compare(value.get(), match.op(), match.right()), match.text()));
  }

  private Optional<NftVerdict> verdictMap(Statement.VerdictMap map) {
    Optional<Datum> key = evaluation.value(map.key());
    if (key.isEmpty()) return Optional.empty();
    Optional<List<Element>> elements = comparison.elements(map.map());
    if (elements.isEmpty()) {
      walk.holds(Truth.open(Doubt.Kind.UNMODELLED, "the map is not listed", false), map.text());
      return Optional.empty();
    }
    return walk.lookup(comparison, key.get(), elements.get(), map.text()).flatMap(Element::verdict);
  }

  /// An answer of one protocol is for packets of that protocol only.
  ///
  /// @kernel v6.12 net/netfilter/nft_reject_inet.c nft_reject_inet_eval; nftables src/evaluate.c stmt_evaluate_reject
  private Optional<NftVerdict> reject(Statement.Reject reject) {
    String with = reject.with().isEmpty() ? "icmpx port-unreachable" : reject.with();
    boolean fits = switch (with.substring(0, with.indexOf(' '))) {
      case "icmp" -> state.packet.family() == Family.IPV4;
      case "icmpv6" -> state.packet.family() == Family.IPV6;
      case "tcp" -> state.packet.proto() == Proto.TCP;
      default -> true;
    };
    if (!fits) return Optional.empty();
    rejectWith = with.startsWith("icmpx ") ? icmp(with.substring(6)) : with;
    return Optional.of(NftVerdict.DROP);
  }

  private String icmp(String code) {
    boolean v4 = state.packet.family() == Family.IPV4;
    String name = switch (code) {
      case "no-route" -> v4 ? "net-unreachable" : code;
      case "host-unreachable" -> v4 ? code : "addr-unreachable";
      default -> code;
    };
    return (v4 ? "icmp " : "icmpv6 ") + name;
  }

  /// A redirection to a local socket: where none listens, the rule does not match.
  ///
  /// @kernel v6.12 net/netfilter/nft_tproxy.c nft_tproxy_eval_v4
  private Optional<NftVerdict> tproxy(Statement.Tproxy tproxy) {
    int proto = state.packet.proto();
    if (proto != Proto.TCP && proto != Proto.UDP) return Optional.empty();
    boolean taken = walk.holds(Truth.open(Doubt.Kind.UNKNOWN, "whether a socket listens there is not known", true), tproxy.text());
    state.tproxy |= taken;
    return goOn(taken);
  }

  private Optional<NftVerdict> nat(Statement.Nat request) {
    if (request.family().isPresent() && request.family().get() != state.packet.family()) return goOn(true);
    boolean destination = request.kind().equals("dnat") || request.kind().equals("redirect");
    Optional<Pattern> target = request.address().flatMap(evaluation::pattern);
    Optional<Pattern> port = request.port().flatMap(evaluation::pattern);
    if (request.address().isPresent() && target.isEmpty() || request.port().isPresent() && port.isEmpty()) return Optional.empty();
    if (target.orElse(null) instanceof Pattern.Concat both && both.parts().size() == 2) {
      target = Optional.of(both.parts().getFirst());
      port = Optional.of(both.parts().getLast());
    }
    Optional<Num[]> addresses = target.flatMap(Effects::ends);
    Optional<Num[]> ports = port.flatMap(Effects::ends);
    boolean known = addresses.isPresent() == target.isPresent() && ports.isPresent() == port.isPresent();
    nat = Optional.of(new NftNat(destination, request.kind(), addresses.map(a -> ip(a[0])), addresses.map(a -> ip(a[1])),
        ports.map(p -> (int) p[0].low()).orElse(-1), ports.map(p -> (int) p[1].low()).orElse(-1), known));
    return Optional.of(NftVerdict.ACCEPT);
  }

  private static Optional<Num[]> ends(Pattern pattern) {
    return switch (pattern) {
      case Pattern.One(Num one) -> Optional.of(new Num[] {one, one});
      case Pattern.Range range -> Optional.of(new Num[] {range.from(), range.to()});
      default -> Optional.empty();
    };
  }

  private Ip ip(Num number) {
    return state.packet.family() == Family.IPV4 ? Ip.v4(number.low()) : Ip.v6(number.high(), number.low());
  }

  private Optional<NftVerdict> assign(Statement.Assign assign) {
    String field = assign.field();
    if (!HostFields.owns(field) && !hasPlaceFor(field)) return Optional.empty();
    Optional<Datum> value = evaluation.value(assign.value());
    if (value.isEmpty()) return Optional.empty();
    walk.forget(field);
    if (value.get() instanceof Num number) {
      set(field, number.low(), number);
    } else {
      state.blurred.add(field);
      walk.blurred(assign.text(), value.get() instanceof Datum.Unknown u ? u.why() : "one of several values is drawn");
    }
    return goOn(true);
  }

  /// A header that is not there cannot be written; an option that is not there is left alone.
  ///
  /// @kernel v6.18 net/netfilter/nft_exthdr.c nft_exthdr_tcp_set_eval
  private boolean hasPlaceFor(String field) {
    boolean option = field.startsWith("tcp option ");
    return evaluation.value(new Expr.Field(option ? "tcp flags" : field, Type.NUMBER)).isPresent();
  }

  private void set(String field, long low, Num number) {
    Packet packet = state.packet;
    Header header = packet.header();
    state.blurred.remove(field);
    switch (field) {
      case "meta mark" -> state.packet = packet.with(packet.meta().withMark(low & 0xffffffffL));
      case "meta nftrace" -> state.trace = (low & 1) != 0;
      case "ct mark" -> {
        if (state.isTracked()) state.ctMark = OptionalLong.of(low & 0xffffffffL);
      }
      case "ip dscp", "ip6 dscp" -> state.packet = packet.with(header.withTos((int) low << 2 | header.tos() & 3));
      case "ip ecn", "ip6 ecn" -> state.packet = packet.with(header.withTos(header.tos() & ~3 | (int) low & 3));
      case "ip ttl", "ip6 hoplimit" -> state.packet = packet.with(header.withTtl((int) low));
      case "ip saddr", "ip6 saddr" -> state.packet = packet.withSrc(ip(number), packet.sport());
      case "ip daddr", "ip6 daddr" -> state.packet = packet.withDst(ip(number), packet.dport());
      case "tcp sport", "udp sport", "th sport" -> state.packet = packet.withSrc(packet.src(), (int) low);
      case "tcp dport", "udp dport", "th dport" -> state.packet = packet.withDst(packet.dst(), (int) low);
      default -> { }
    }
  }
}
