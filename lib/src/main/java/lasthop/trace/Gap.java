package lasthop.trace;

import lasthop.text.Origin;

/// A place where the log says, or shows, that records are missing. No absence near one proves anything.
///
/// @param count how many records the log says are missing; -1 when it does not say
/// @param reason one clause: who lost them
public record Gap(Origin origin, Stamp stamp, String host, long count, String reason) {}
