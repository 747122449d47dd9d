package lasthop.nft;

import java.util.List;
import java.util.Optional;

/// One element of a set, map or verdict map.
///
/// @param verdict of a verdict map
/// @param value of a map
/// @param statements that run when the element is hit: counter, limit, quota
public record Element(Pattern key, Optional<NftVerdict> verdict, Optional<Pattern> value, List<Statement> statements) {
  public Element {
    statements = List.copyOf(statements);
  }
}
