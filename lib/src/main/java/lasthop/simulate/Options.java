package lasthop.simulate;

import java.util.Optional;

/// How to simulate.
///
/// @param all every way a random, rate or history match can go; false: the likeliest alone
/// @param start where to begin; empty: where the packet enters
public record Options(boolean all, Optional<Start> start) {
  public static final Options ALL = new Options(true, Optional.empty());
  public static final Options LIKELIEST = new Options(false, Optional.empty());
}
