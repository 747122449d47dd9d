package lasthop.netfilter;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.text.Report;

/// The iptables rules of one family, as one listing shows them.
///
/// @param backend which part of the kernel holds them, as far as the listing says
/// @param tables the tables listed, in the order a packet meets them
/// @param report what was not understood, with its lines
public record Ruleset(Family family, Backend backend, List<Table> tables, Report report) {
  public Ruleset {
    tables = List.copyOf(tables);
  }

  /// A host of which no rules are known.
  public static Ruleset empty(Family family) {
    return new Ruleset(family, Backend.UNKNOWN, List.of(), Report.EMPTY);
  }

  public Optional<Table> table(TableKind kind) {
    for (Table table : tables) {
      if (table.kind() == kind) return Optional.of(table);
    }
    return Optional.empty();
  }

  /// The tables that have a chain on a hook, in the order they run there.
  public List<Table> on(Hook hook) {
    return tables.stream().filter(t -> t.kind().hooks().contains(hook))
        .sorted((a, b) -> Integer.compare(a.kind().priority(hook), b.kind().priority(hook))).toList();
  }
}
