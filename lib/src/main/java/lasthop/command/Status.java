package lasthop.command;

/// How a command ends; the exit status is the place in this list, from 0.
public enum Status {
  /// There is an answer; for `why`: the packet got through.
  ANSWERED,
  /// What was asked for is not there; for `why`: the packet did not get through.
  NOT_FOUND,
  /// The input or the call could not be understood.
  UNREADABLE,
  /// The input does not settle the answer.
  UNDETERMINED
}
