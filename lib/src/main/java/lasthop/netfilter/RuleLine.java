package lasthop.netfilter;

import java.util.List;
import java.util.Optional;

/// One rule as a line asks for it, before it has a number.
///
/// @param insertAt 0 to append; else the number it is to get
/// @param jump name after `-j` or `-g`; empty for none
/// @param unknown what of it is not known, one clause each
record RuleLine(String chain, int insertAt, List<Match> matches, Target target, String jump, String text, Optional<Counters> counters,
    List<String> unknown) {}
