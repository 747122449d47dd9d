package lasthop.diagnose;

/// How far the files force a diagnosis.
public enum Confidence {
  /// The files force it: the model reproduces every line seen, one outcome fits, and no counter speaks against it.
  HIGH,
  /// It fits everything seen, but rests on an assumption or on a part of a log that lost records.
  MEDIUM,
  /// It is the likeliest of several, or the model does not reproduce what was seen.
  LOW,
  /// Nothing is claimed.
  NONE
}
