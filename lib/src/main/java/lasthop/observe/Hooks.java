package lasthop.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Hook;
import lasthop.trace.Event;

/// On which hook each line was printed. A built-in chain says so by its name, a user chain was called from the chain
/// before; where the log begins in a user chain, the devices tell.
final class Hooks {
  private Hooks() {}

  static List<Hook> of(List<Event> events) {
    var hooks = new ArrayList<Hook>(events.size());
    Optional<Hook> last = Optional.empty();
    for (Event event : events) {
      if (event.hook().isPresent()) last = event.hook();
      hooks.add(last.orElseGet(() -> byDevices(event)));
    }
    return hooks;
  }

  private static Hook byDevices(Event event) {
    boolean in = !event.packet().meta().in().isEmpty();
    boolean out = !event.packet().meta().out().isEmpty();
    if (in && out) return event.table().equals("nat") ? Hook.POSTROUTING : Hook.FORWARD;
    if (in) return event.table().equals("filter") || event.table().equals("security") ? Hook.INPUT : Hook.PREROUTING;
    return Hook.OUTPUT;
  }
}
