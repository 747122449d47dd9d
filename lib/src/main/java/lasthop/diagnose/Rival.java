package lasthop.diagnose;

import java.util.Optional;

/// Another cause that could have ended the packet at the same place.
///
/// @param code a [lasthop.traversal.Cause] as printed, or the name of something outside the model: `xfrm-policy`,
///     `tc-filter`, `flowtable`, `ebpf`
/// @param killer the fact that rules it out; empty when nothing in the files does
/// @param collect the command whose output would tell; empty when it is ruled out
public record Rival(String code, Optional<Evidence> killer, String collect) {
  static Rival ruledOut(Object code, Evidence killer) {
    return new Rival(code.toString(), Optional.of(killer), "");
  }

  static Rival open(Object code, String collect) {
    return new Rival(code.toString(), Optional.empty(), collect);
  }

  public boolean isRuledOut() {
    return killer.isPresent();
  }
}
