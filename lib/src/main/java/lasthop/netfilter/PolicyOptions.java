package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;
import lasthop.netfilter.Match.Option;

/// The options of `policy`: what holds for the whole, then elements divided by `--next`.
final class PolicyOptions {
  private static final List<String> ELEMENT = List.of("reqid", "spi", "proto", "mode", "tunnel-dst", "tunnel-src");

  private PolicyOptions() {}

  static List<Option> inOrder(Given given) throws Refused {
    boolean none = given.value("pol").equals("none");
    boolean strict = given.has("strict");
    if (!given.has("dir")) throw new Refused("policy needs --dir");
    if (none && strict) throw new Refused("--pol none excludes --strict");
    if (given.has("next") && !strict) throw new Refused("--next needs --strict");
    var out = new ArrayList<Option>();
    out.add(new Option(false, "dir", given.value("dir")));
    out.add(new Option(false, "pol", none ? "none" : "ipsec"));
    if (strict) out.add(new Option(false, "strict", ""));
    var element = new ArrayList<Option>();
    for (Option option : given.inOrder()) {
      if (option.name().equals("next")) {
        add(element, strict, out);
        out.add(option);
        element.clear();
      } else if (ELEMENT.contains(option.name())) {
        if (element.stream().anyMatch(o -> o.name().equals(option.name()))) {
          throw new Refused("--" + option.name() + " is given twice");
        }
        element.add(printed(option));
      }
    }
    if (!none) add(element, strict, out);
    return out;
  }

  private static void add(List<Option> element, boolean strict, List<Option> out) throws Refused {
    if (strict && element.isEmpty()) throw new Refused("an element of --strict is empty");
    boolean tunnel = element.stream().anyMatch(o -> o.name().startsWith("tunnel-"));
    boolean inTunnel = element.stream().anyMatch(o -> o.name().equals("mode")
        && o.value().equals("tunnel") != o.negated());
    if (tunnel && !inTunnel) throw new Refused("--tunnel-src and --tunnel-dst need --mode tunnel");
    for (String name : ELEMENT) {
      element.stream().filter(o -> o.name().equals(name)).forEach(out::add);
    }
  }

  private static Option printed(Option option) throws Refused {
    if (!option.name().equals("proto")) return option;
    int number = Integer.parseInt(option.value());
    if (number != 50 && number != 51 && number != 108) throw new Refused("--proto takes ah, esp or ipcomp");
    return new Option(option.negated(), "proto", Names.protocol(number));
  }
}
