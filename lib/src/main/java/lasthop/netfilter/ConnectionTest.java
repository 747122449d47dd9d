package lasthop.netfilter;

import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Packet;

/// Tests of the connection a packet belongs to. Ports and addresses are those of a direction, not of the packet.
///
/// @kernel v6.12 net/netfilter/xt_conntrack.c conntrack_mt
public sealed interface ConnectionTest extends Test {

  /// `--ctstate`, `--state`. SNAT and DNAT are states of translated connections.
  record State(Set<CtState> states) implements ConnectionTest {
    public State {
      states = Set.copyOf(states);
    }

    @Override public Result result(Packet packet, Surroundings at) {
      Optional<CtState> state = at.ctState();
      if (state.isEmpty()) return Result.UNKNOWN;
      if (states.contains(state.get())) return Result.YES;
      if (!states.contains(CtState.SNAT) && !states.contains(CtState.DNAT) || !isTracked(state.get())) return Result.NO;
      if (at.connection().isEmpty()) return Result.UNKNOWN;
      Tuple original = at.connection().get().original();
      Tuple reply = at.connection().get().reply();
      boolean snat = !original.src().equals(reply.dst()) || original.sport() != reply.dport();
      boolean dnat = !original.dst().equals(reply.src()) || original.dport() != reply.sport();
      return Result.of(snat && states.contains(CtState.SNAT) || dnat && states.contains(CtState.DNAT));
    }
  }

  /// What the other tests of a connection have in common: without one, `conntrack` holds only if it asked for the
  /// state as well, and nothing but that is looked at.
  ///
  /// @param besideState whether the same `-m conntrack` has `--ctstate`
  record Has(Facet facet, boolean besideState) implements ConnectionTest {
    @Override public Result result(Packet packet, Surroundings at) {
      if (at.ctState().isEmpty()) return Result.UNKNOWN;
      if (!isTracked(at.ctState().get())) return besideState ? Result.YES : Result.NEVER;
      if (at.connection().isEmpty()) return Result.UNKNOWN;
      return Result.of(facet.holds(at.connection().get()));
    }
  }

  private static boolean isTracked(CtState state) {
    return state != CtState.INVALID && state != CtState.UNTRACKED;
  }

  /// One property of a connection.
  sealed interface Facet {
    boolean holds(Connection connection);

    record Direction(boolean reply) implements Facet {
      @Override public boolean holds(Connection connection) {
        return connection.isReply() == reply;
      }
    }

    record Protocol(int number) implements Facet {
      @Override public boolean holds(Connection connection) {
        return connection.original().proto() == number;
      }
    }

    record Address(boolean reply, boolean source, Ip network, Ip mask) implements Facet {
      @Override public boolean holds(Connection connection) {
        Tuple tuple = reply ? connection.reply() : connection.original();
        Ip ip = source ? tuple.src() : tuple.dst();
        return (ip.high() & mask.high()) == network.high() && (ip.low() & mask.low()) == network.low();
      }
    }

    record Port(boolean reply, boolean source, int first, int last) implements Facet {
      @Override public boolean holds(Connection connection) {
        Tuple tuple = reply ? connection.reply() : connection.original();
        int port = source ? tuple.sport() : tuple.dport();
        return first <= port && port <= last;
      }
    }

    /// `NONE` is a mask without a bit: no connection has one of those.
    record Status(Set<String> any) implements Facet {
      @Override public boolean holds(Connection connection) {
        return connection.status().stream().anyMatch(any::contains);
      }
    }

    record Mark(long value, long mask) implements Facet {
      @Override public boolean holds(Connection connection) {
        return (connection.mark() & mask) == value;
      }
    }
  }
}
