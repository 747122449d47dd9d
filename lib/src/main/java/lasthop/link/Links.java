package lasthop.link;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;

/// The devices of a host by name, in the kernel's order. Immutable.
public final class Links {
  public static final Links NONE = new Links(List.of());

  private final Map<String, Link> byName;
  private final Map<String, Link> byAltname = new HashMap<>();

  private Links(Collection<Link> links) {
    var map = new LinkedHashMap<String, Link>();
    for (Link link : links) {
      map.put(link.name(), link);
      for (String name : link.altnames()) byAltname.put(name, link);
    }
    byName = map;
  }

  public static Links of(Collection<Link> links) {
    return new Links(links);
  }

  public boolean isEmpty() {
    return byName.isEmpty();
  }

  public List<Link> all() {
    return List.copyOf(byName.values());
  }

  /// The device of a name, be it one of its other names.
  public Optional<Link> link(String name) {
    Link named = byName.get(name);
    return Optional.ofNullable(named != null || byAltname.isEmpty() ? named : byAltname.get(name));
  }

  public boolean has(String name) {
    return byName.containsKey(name) || byAltname.containsKey(name);
  }

  /// A copy with a device replaced, or added at the end.
  public Links with(Link link) {
    var copy = new LinkedHashMap<>(byName);
    copy.put(link.name(), link);
    return new Links(copy.values());
  }

  /// A copy with the groups that `ip maddr` lists; devices it does not name keep none known.
  public Links withGroups(Map<String, Set<Ip>> joined) {
    return new Links(byName.values().stream().map(l -> joined.containsKey(l.name()) ? l.withGroups(joined.get(l.name())) : l).toList());
  }

  /// The device that has an address of its own, the first if several do.
  public Optional<Link> owner(Ip ip) {
    for (Link link : byName.values()) {
      for (Address address : link.addresses()) if (address.ip().equals(ip)) return Optional.of(link);
    }
    return Optional.empty();
  }

  public boolean hasAddress(Ip ip) {
    return owner(ip).isPresent();
  }

  /// Whether any device has an address of the family.
  public boolean hasAddresses(Family family) {
    return byName.values().stream().anyMatch(l -> l.addresses().stream().anyMatch(a -> a.ip().family() == family));
  }
}
