package lasthop.answer;

/// What a marked word means to its reader.
public enum Tone { GOOD, BAD, CHANGED, INFERRED, UNSURE, QUIET }
