package lasthop.simulate;

/// Begin in the middle: at a chain of a table.
///
/// The packet is taken as already traced, unless it begins in the first table it would meet anyway.
///
/// @param only whether nothing is done after that chain
public record Start(String table, String chain, boolean only) {}
