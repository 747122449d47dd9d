package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Why;
import lasthop.host.Host;
import lasthop.link.Link;
import lasthop.sysctl.Combination;
import lasthop.sysctl.Encyclopedia;
import lasthop.sysctl.Parameter;
import lasthop.sysctl.Sysctls;

/// Kernel parameters as answers: what one does and is here, or which ones a symptom points at.
public final class SysctlAnswer {
  private SysctlAnswer() {}

  /// @param host whose values are shown, if one is open
  /// @throws IllegalArgumentException naming those that are close, when no parameter is called so
  public static Answer of(String name, Optional<Host> host) {
    List<Parameter> named = Encyclopedia.named(name);
    if (named.isEmpty()) {
      List<String> near = Encyclopedia.near(name);
      throw new IllegalArgumentException("no parameter \"" + name + "\"" + (near.isEmpty() ? ": sysctl().about(\"martian\") finds one by symptom"
          : ": did you mean " + String.join(" or ", near) + "?"));
    }
    var reasons = new ArrayList<Why>();
    var grids = new ArrayList<Grid>();
    for (Parameter p : named) {
      reasons.add(described(p));
      host.flatMap(h -> values(p, h)).ifPresent(grids::add);
    }
    Parameter first = named.getFirst();
    return Answer.of(first.name() + ": " + first.what(), Why.NONE.because(reasons)).withGrids(grids)
        .withNext(first.shortName().equals("rp_filter") ? "rpfilter()" : "whatIf(\"" + first.setNow("all", "1") + "\")");
  }

  /// The parameters whose symptoms fit, best first.
  public static Answer about(String symptom) {
    List<Parameter> found = Encyclopedia.about(symptom);
    if (found.isEmpty()) return Answer.of("No parameter is known for \"" + symptom + "\".", Why.NONE).withNext("help()");
    var rows = new ArrayList<Row>();
    for (Parameter p : found) rows.add(new Row(List.of(List.of(Phrase.code(p.name())), List.of(Phrase.plain(p.what()))), false));
    return Answer.of(Say.count(found.size(), "parameter") + " for \"" + symptom + "\", best first.", Why.NONE)
        .withGrids(List.of(new Grid("", List.of(Head.of("parameter"), Head.elastic("what it decides")), rows)))
        .withNext("sysctl(\"" + found.getFirst().shortName() + "\")");
  }

  private static Why described(Parameter p) {
    var below = new ArrayList<Why>();
    for (String value : p.values()) below.add(Why.plain(value));
    below.add(Why.plain("scope: " + scope(p.combination())));
    if (!p.standard().isEmpty()) below.add(Say.words("the kernel starts with ").token(p.standard()).why());
    if (!p.since().isEmpty()) below.add(Why.plain("since Linux " + p.since() + (p.until().isEmpty() ? "" : ", until " + p.until())));
    if (!p.note().isEmpty()) below.add(Why.plain(p.note()));
    String device = p.isPerDevice() ? "all" : "";
    String value = p.values().isEmpty() ? "1" : p.values().getLast().split(" ", 2)[0];
    below.add(Say.words("for now: ").token(p.setNow(device, value)).why());
    below.add(Say.words("for good: ").token(p.setForGood(device, value)).why());
    below.add(Say.words("read by ").token(p.reader()).then(", documented in ").token("Documentation/" + p.source()).why());
    return Say.code(p.name()).then("  " + p.what()).because(below);
  }

  private static String scope(Combination combination) {
    return switch (combination) {
      case NETNS -> "one value per network namespace";
      case HOST -> "one value for the whole machine";
      case MAX -> "the larger of conf/all and the device's own; conf/default only seeds new devices";
      case MIN -> "the smaller of conf/all and the device's own; conf/default only seeds new devices";
      case OR -> "on if conf/all or the device's own is; conf/default only seeds new devices";
      case AND -> "on if conf/all and the device's own both are; conf/default only seeds new devices";
      case DEVICE -> "the device's own value alone";
      case DEVICE_WRITTEN_BY_ALL -> "the device's own value; writing conf/all writes it into every device";
      case ALL -> "the value of conf/all";
      case BY_FORWARDING -> "on a device that forwards both conf/all and its own must be on, on another one of them";
    };
  }

  /// The values on a host: one row, or one a device with the value in force.
  private static Optional<Grid> values(Parameter p, Host host) {
    Sysctls sysctls = host.sysctls();
    if (!p.isPerDevice()) {
      return sysctls.entry(p.name()).map(e -> new Grid(host.name(), List.of(Head.of("parameter"), Head.right("value"), Head.of("from")),
          List.of(new Row(List.of(List.of(Phrase.code(p.name())), List.of(Phrase.plain(e.value())), List.of(Phrase.plain(e.origin().toString()))), false))));
    }
    Optional<Sysctls.Entry> all = sysctls.entry(p.on("all"));
    var rows = new ArrayList<Row>();
    for (Link link : host.links().all()) {
      sysctls.entry(p.on(link.name())).ifPresent(own -> rows.add(new Row(List.of(List.of(Phrase.code(link.name())),
          List.of(Phrase.plain(all.map(Sysctls.Entry::value).orElse(""))), List.of(Phrase.plain(own.value())),
          List.of(Phrase.plain(inForce(p, all, own))), List.of(Phrase.plain(own.origin().toString()))), false)));
    }
    var heads = List.of(Head.of("device"), Head.right("all"), Head.right("own"), Head.right("in force"), Head.of("from"));
    return rows.isEmpty() ? Optional.empty() : Optional.of(new Grid(host.name() + "  " + p.name(), heads, rows));
  }

  private static String inForce(Parameter p, Optional<Sysctls.Entry> all, Sysctls.Entry own) {
    try {
      long device = Long.parseLong(own.value().strip());
      OptionalLong value = p.combination().combined(all.isPresent() ? Long.parseLong(all.get().value().strip()) : device, device);
      return value.isPresent() ? Long.toString(value.getAsLong()) : "?";
    } catch (NumberFormatException e) {
      return own.value();
    }
  }
}
