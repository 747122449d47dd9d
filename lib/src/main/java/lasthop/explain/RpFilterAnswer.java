package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.host.Host;
import lasthop.ip.Prefix;
import lasthop.link.Link;
import lasthop.routing.ReversePath;
import lasthop.routing.RpFilter;
import lasthop.sysctl.Sysctls;

/// Reverse-path filtering of a host, device by device: the mode in force, where it comes from, and whom it refuses.
public final class RpFilterAnswer {
  /// So many prefixes are named in a row; the rest are counted.
  private static final int NAMED = 4;

  private RpFilterAnswer() {}

  public static Answer of(Host host) {
    if (host.routing().sysctls().isEmpty()) {
      return Answer.of("Undetermined: the kernel parameters are missing. Collect: sysctl -a (sysctl.txt)", Why.NONE);
    }
    Sysctls sysctls = host.sysctls();
    long all = sysctls.number(Sysctls.conf("ipv4", "all", "rp_filter"), 0);
    var rows = new ArrayList<Row>();
    int strict = 0;
    for (Link link : host.links().all()) {
      long own = sysctls.number(Sysctls.conf("ipv4", link.name(), "rp_filter"), 0);
      RpFilter mode = RpFilter.of(Math.max(all, own));
      if (mode == RpFilter.STRICT) strict++;
      rows.add(row(host, link, mode, all, own));
    }
    String headline = (host.name().isEmpty() ? "" : "On " + host.name() + ": ") + Say.count(strict, "device") + " of " + host.links().all().size() + " " + (strict == 1 ? "filters" : "filter")
        + " strictly; the mode in force is the larger of conf/all (" + all + ") and the device's own.";
    var heads = List.of(Head.of("device"), Head.of("mode"), Head.right("all"), Head.right("own"), Head.of("martians logged"), Head.elastic("refuses sources"));
    return Answer.of(headline, notes(host)).withGrids(List.of(new Grid("", heads, rows))).withNext("sysctl(\"rp_filter\")");
  }

  private static Row row(Host host, Link link, RpFilter mode, long all, long own) {
    boolean logged = host.sysctls().number(Sysctls.conf("ipv4", "all", "log_martians"), 0) != 0
        || host.sysctls().number(Sysctls.conf("ipv4", link.name(), "log_martians"), 0) != 0;
    List<Prefix> refused = mode == RpFilter.OFF ? List.of() : ReversePath.refused(host.routing(), link.name());
    var tone = mode == RpFilter.STRICT ? Tone.BAD : mode == RpFilter.LOOSE ? Tone.UNSURE : Tone.GOOD;
    return new Row(List.of(List.of(Phrase.code(link.name())), List.of(Phrase.mark(word(mode), tone)), List.of(Phrase.plain(Long.toString(all))),
        List.of(Phrase.plain(Long.toString(own))), List.of(Phrase.plain(logged ? "yes" : "no")), List.of(Phrase.code(named(refused)))), false);
  }

  private static String word(RpFilter mode) {
    return switch (mode) {
      case OFF -> "off";
      case STRICT -> "strict";
      case LOOSE -> "loose";
    };
  }

  private static String named(List<Prefix> refused) {
    if (refused.isEmpty()) return "none";
    String names = String.join(" ", refused.stream().limit(NAMED).map(Prefix::toString).toList());
    return refused.size() > NAMED ? names + " and " + (refused.size() - NAMED) + " more" : names;
  }

  private static Why notes(Host host) {
    var notes = new ArrayList<Why>();
    host.sysctls().entry("net.ipv4.conf.all.rp_filter").ifPresent(e -> notes.add(Say.words("conf/all is ").token(e.value())
        .cite(e.origin(), "net.ipv4.conf.all.rp_filter = " + e.value()).why()));
    notes.add(Why.plain("conf/default only seeds devices that are made later"));
    return Why.NONE.because(notes);
  }
}
