package lasthop.netfilter;

import lasthop.packet.Packet;

/// One thing a rule demands of a packet. A rule matches when all its conditions hold.
///
/// @param text the words that ask for it, as iptables-save prints them: `! -s 10.0.0.0/8`, `--dport 8081`
/// @param negated whether `!` stands before it
public record Condition(String text, boolean negated, Test test) {

  Outcome outcome(Packet packet, Surroundings at) {
    return switch (test.result(packet, at)) {
      case YES -> negated ? new Outcome.No(this) : Outcome.YES;
      case NO -> negated ? Outcome.YES : new Outcome.No(this);
      case NEVER -> new Outcome.No(this);
      case UNKNOWN -> new Outcome.Maybe(java.util.List.of(new Doubt(this, Doubt.Kind.UNKNOWN, -1)));
      case DEPENDS -> new Outcome.Maybe(java.util.List.of(doubt()));
    };
  }

  private Doubt doubt() {
    return switch (test) {
      case Test.Random random -> new Doubt(this, Doubt.Kind.RANDOM, negated ? 1 - random.probability() : random.probability());
      case Test.History _ -> new Doubt(this, Doubt.Kind.HISTORY, -1);
      case Test.Unmodelled _ -> new Doubt(this, Doubt.Kind.UNMODELLED, -1);
      default -> new Doubt(this, Doubt.Kind.UNKNOWN, -1);
    };
  }

  @Override public String toString() {
    return text;
  }
}
