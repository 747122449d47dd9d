package lasthop.fix;

/// One change that would let a packet through: what to type, how to take it back, and what confirms it.
///
/// @param command what changes the host; for kinds that no command does, what has to be done, in a few words
/// @param undo takes it back; empty for kinds that no command does
/// @param persist where to write it so that it survives a restart, or what to tell the program that writes such rules anew; empty for none
/// @param confirm one read-only command whose answer shows that it took effect
public record Fix(Kind kind, String command, String undo, String persist, String confirm) {

  /// What a change touches, narrowest first.
  public enum Kind {
    /// An answer for one connection or address: the peer, the sender or a service has to change, not this host.
    ELSEWHERE,
    /// One rule of a ruleset.
    RULE,
    /// One route.
    ROUTE,
    /// One policy rule.
    POLICY_RULE,
    /// A parameter of one device.
    DEVICE_SETTING,
    /// A parameter of the whole host.
    HOST_SETTING
  }

  /// Whether it is a command, so that it can be replayed.
  public boolean isCommand() {
    return !undo.isEmpty();
  }

  @Override public String toString() {
    return command;
  }
}
