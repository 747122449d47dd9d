package lasthop.nft;

import java.util.List;
import java.util.Set;
import lasthop.text.Origin;

/// A named set, map or verdict map as the listing shows it.
///
/// @param types of the parts of its keys, one for each part of a concatenation
/// @param valueTypes of the parts of its values; empty for a set
/// @param flags `constant`, `interval`, `timeout`, `dynamic`
public record NftSet(String name, List<Type> types, List<Type> valueTypes, Set<String> flags, List<Element> elements,
    Origin origin) {
  public NftSet {
    types = List.copyOf(types);
    valueTypes = List.copyOf(valueTypes);
    flags = Set.copyOf(flags);
    elements = List.copyOf(elements);
  }
}
