package lasthop.netfilter;

import lasthop.packet.Packet;

/// What a condition looks at. Each kind is one small record that knows how the kernel decides it.
public sealed interface Test permits HeaderTest, ConnectionTest, HostTest, Test.Always, Test.Random, Test.History,
    Test.Unmodelled {

  Result result(Packet packet, Surroundings at);

  /// Holds for every packet: comments, and options that only change how a match counts.
  record Always() implements Test {
    @Override public Result result(Packet packet, Surroundings at) {
      return Result.YES;
    }
  }

  /// `statistic --mode random`.
  ///
  /// @param probability 0 to 1
  /// @kernel v6.12 net/netfilter/xt_statistic.c statistic_mt
  record Random(double probability) implements Test {
    @Override public Result result(Packet packet, Surroundings at) {
      return Result.DEPENDS;
    }
  }

  /// Depends on earlier packets, on counters or on the clock: limit, recent, nth, quota, time, …
  record History(String extension) implements Test {
    @Override public Result result(Packet packet, Surroundings at) {
      return Result.DEPENDS;
    }
  }

  /// A match this program does not model: the packet may or may not match.
  record Unmodelled(String extension) implements Test {
    @Override public Result result(Packet packet, Surroundings at) {
      return Result.DEPENDS;
    }
  }
}
