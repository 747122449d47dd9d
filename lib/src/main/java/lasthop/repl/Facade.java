package lasthop.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lasthop.Case;
import lasthop.Lasthop;
import lasthop.Trace;
import lasthop.repl.Library.Name;

/// The library as the shell shows it: the facade, and the names of what is open.
public final class Facade {
  private static final List<String> IMPORTS = List.of("import static lasthop.Lasthop.*;", "import java.util.*;",
      "import java.util.stream.*;", "import java.nio.file.*;");

  private static final Set<String> VERBS = Set.of("open", "example", "packets", "trace", "on", "host", "route", "rpfilter", "sysctl",
      "simulate", "diagnose", "whatIf", "diff", "explain", "help", "text", "markdown", "json", "html", "svg", "show");

  private Case named = Case.NONE;
  private List<Name> names = List.of();

  private Facade() {}

  public static Library library() {
    var facade = new Facade();
    return new Library(Lasthop.class, IMPORTS, VERBS, Lasthop::answer, facade::names, facade::tries, Facade::open);
  }

  /// Where nothing is named the bundled case is opened, so that there is something to ask about.
  private static Case open(List<String> files) {
    return files.isEmpty() ? Lasthop.example() : Lasthop.open(files.toArray(String[]::new));
  }

  private synchronized List<Name> names() {
    var current = Lasthop.current();
    if (current != named) {
      var all = new ArrayList<Name>();
      current.names().forEach((kind, some) -> some.forEach(name -> all.add(new Name(name, kind))));
      names = List.copyOf(all);
      named = current;
    }
    return names;
  }

  /// What to type first, about the packet that was logged last.
  private List<String> tries() {
    var last = Lasthop.current().packets().stream().map(Trace::id).filter(id -> id > 0).reduce((_, b) -> b);
    return last.map(id -> List.of("packets()", "trace(" + id + ").diagnose()", "help(\"vanished\")"))
        .orElse(List.of("packets()", "help()", "help(\"vanished\")"));
  }
}
