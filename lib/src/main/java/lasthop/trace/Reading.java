package lasthop.trace;

import java.util.List;

/// How far an event can be trusted to say what the kernel wrote.
///
/// @param missing the fields that could not be read, by the key of the log line (`SRC`, `SPT`, `MAC`); where one is
///     listed the packet holds a placeholder (`0.0.0.0`, -1, empty) in its stead
/// @param chainUncertain the case of the chain's name was restored by convention alone, without a snapshot or another
///     line that says so
/// @param mended the record was damaged and has been repaired; the log's report says how
/// @param inferred the hop was not read but supplied by reasoning
public record Reading(List<String> missing, boolean chainUncertain, boolean mended, boolean inferred) {
  /// As the kernel wrote it.
  public static final Reading CLEAN = new Reading(List.of(), false, false, false);

  public Reading {
    missing = List.copyOf(missing);
  }

  public boolean lacks(String key) {
    return missing.contains(key);
  }
}
