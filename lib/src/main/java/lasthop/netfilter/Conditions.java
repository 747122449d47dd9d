package lasthop.netfilter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.netfilter.ConnectionTest.Facet;
import lasthop.netfilter.HeaderTest.End;
import lasthop.netfilter.HeaderTest.Field;
import lasthop.netfilter.Match.Option;
import lasthop.netfilter.Values.Context;

/// What each option of a match demands of a packet. Options that only tune a match demand nothing.
final class Conditions {
  private Conditions() {}

  static List<Condition> of(String match, List<Option> options, Context context) {
    switch (match) {
      case "comment" -> {
        return List.of();
      }
      case "statistic" -> {
        return whole(options, options.get(0).value().equals("random")
            ? new Test.Random(Double.parseDouble(options.get(1).value())) : new Test.History(match), true);
      }
      case "limit", "hashlimit", "recent", "connlimit", "connbytes", "quota", "time", "rateest", "nfacct", "osf" -> {
        return whole(options, new Test.History(match), false);
      }
      case "rpfilter" -> {
        return reversePath(options);
      }
      case "socket" -> {
        boolean restricted = options.stream().anyMatch(o -> o.name().equals("transparent"));
        return whole(options, new HostTest.Socket(restricted), false);
      }
      case "set" -> {
        return set(options);
      }
      default -> { }
    }
    var out = new ArrayList<Condition>();
    boolean state = options.stream().anyMatch(o -> o.name().equals("ctstate"));
    for (Option option : options) {
      String text = OptionText.of(option);
      test(match, option, options, state).ifPresent(t -> out.add(new Condition(text, option.negated(), t)));
    }
    if (options.isEmpty() && Extensions.match(match, context.family()).isEmpty()) {
      out.add(new Condition("-m " + match, false, new Test.Unmodelled(match)));
    }
    return out;
  }

  private static List<Condition> whole(List<Option> options, Test test, boolean signAtEnd) {
    boolean negated = signAtEnd && options.stream().anyMatch(Option::negated);
    return List.of(new Condition(OptionText.of(options).strip(), negated, test));
  }

  private static List<Condition> reversePath(List<Option> options) {
    var o = new Targets.Read(options);
    var test = new HostTest.ReversePath(o.has("loose"), o.has("validmark"), o.has("accept-local"));
    String text = "-m rpfilter" + OptionText.of(options);
    return List.of(new Condition(text, o.has("invert"), test));
  }

  private static List<Condition> set(List<Option> options) {
    Option first = options.get(0);
    if (options.size() > 1) return whole(options, new Test.Unmodelled("set"), false);
    String[] words = first.value().split(" ");
    var test = new HostTest.InSet(words[0], List.of(words[1].split(",")));
    return List.of(new Condition(OptionText.of(first), first.negated(), test));
  }

  private static Optional<Test> test(String match, Option option, List<Option> all, boolean state) {
    Test test = switch (match) {
      case "tcp", "udp", "sctp", "dccp", "multiport" -> transport(option);
      case "icmp", "icmp6" -> icmp(option.value());
      case "conntrack", "state" -> connection(option, state);
      case "mark" -> new HeaderTest.Mark(number(option), mask(option));
      case "connmark" -> new ConnectionTest.Has(new Facet.Mark(number(option), mask(option)), false);
      case "addrtype" -> addrtype(option, all);
      case "iprange" -> range(option);
      case "length" -> number(option, Field.LENGTH);
      case "ttl", "hl" -> ttl(option);
      case "esp", "ah", "ipcomp" -> spi(option);
      case "tos" -> new HeaderTest.Tos((int) number(option), (int) mask(option));
      case "dscp" -> new HeaderTest.Tos((int) number(option) << 2, 0xfc);
      case "ecn" -> option.name().equals("ecn-ip-ect") ? new HeaderTest.Tos((int) number(option), 3)
          : new HeaderTest.Flags(option.name().endsWith("cwr") ? 0x80 : 0x40, option.name().endsWith("cwr") ? 0x80 : 0x40);
      case "mac" -> new HeaderTest.MacSource(option.value());
      case "owner" -> owner(option);
      case "physdev" -> physdev(option);
      case "pkttype" -> new HostTest.LinkType(option.value());
      case "connlabel", "helper" -> new Test.History(match);
      default -> new Test.Unmodelled(match);
    };
    return test instanceof Test.Always ? Optional.empty() : Optional.of(test);
  }

  private static long number(Option option) {
    return Numbers.value(option.value());
  }

  private static long mask(Option option) {
    int slash = option.value().indexOf('/');
    return slash < 0 ? 0xffffffffL : Numbers.value(option.value().substring(slash + 1));
  }

  private static long[] ends(String value) {
    int colon = value.indexOf(':');
    if (colon < 0) return new long[] {Numbers.value(value), Numbers.value(value)};
    return new long[] {Numbers.value(value.substring(0, colon)), Numbers.value(value.substring(colon + 1))};
  }

  private static Test transport(Option option) {
    return switch (option.name()) {
      case "sport", "sports" -> new HeaderTest.Ports(End.SRC, ranges(option.value()));
      case "dport", "dports" -> new HeaderTest.Ports(End.DST, ranges(option.value()));
      case "ports" -> new HeaderTest.Ports(End.EITHER, ranges(option.value()));
      case "tcp-option" -> new HeaderTest.TcpOption((int) number(option));
      case "tcp-flags" -> {
        String[] words = option.value().split(" ");
        yield new HeaderTest.Flags(flags(words[0]), flags(words[1]));
      }
      default -> new Test.Unmodelled(option.name());
    };
  }

  private static List<int[]> ranges(String value) {
    var out = new ArrayList<int[]>();
    for (String one : value.split(",")) {
      long[] ends = ends(one);
      out.add(new int[] {(int) ends[0], (int) ends[1]});
    }
    return out;
  }

  private static int flags(String list) {
    int bits = 0;
    for (String flag : list.split(",")) {
      if (!flag.equals("NONE")) bits |= lasthop.packet.TcpFlag.valueOf(flag).bit();
    }
    return bits;
  }

  private static Test icmp(String value) {
    if (value.equals("any")) return new HeaderTest.Icmp(255, 0, 255);
    int slash = value.indexOf('/');
    int type = (int) Numbers.value(value);
    if (slash < 0) return new HeaderTest.Icmp(type, 0, 255);
    int code = (int) Numbers.value(value.substring(slash + 1));
    return new HeaderTest.Icmp(type, code, code);
  }

  private static Test connection(Option option, boolean state) {
    String name = option.name();
    return switch (name) {
      case "ctstate", "state" -> {
        Set<Surroundings.CtState> states = EnumSet.noneOf(Surroundings.CtState.class);
        for (String word : option.value().split(",")) states.add(Surroundings.CtState.valueOf(word));
        yield new ConnectionTest.State(states);
      }
      case "ctdir" -> new ConnectionTest.Has(new Facet.Direction(option.value().equals("REPLY")), state);
      case "ctproto" -> new ConnectionTest.Has(new Facet.Protocol((int) number(option)), state);
      case "ctstatus" -> new ConnectionTest.Has(new Facet.Status(Set.of(option.value().split(","))), state);
      case "ctexpire" -> new Test.History("conntrack");
      default -> new ConnectionTest.Has(end(name, option.value()), state);
    };
  }

  private static Facet end(String name, String value) {
    boolean reply = name.startsWith("ctrepl");
    boolean source = name.contains("src");
    if (name.endsWith("port")) {
      long[] ends = ends(value);
      return new Facet.Port(reply, source, (int) ends[0], (int) ends[1]);
    }
    int slash = value.indexOf('/');
    Ip ip = Ip.parse(slash < 0 ? value : value.substring(0, slash));
    int length = slash < 0 ? ip.family().bits() : Integer.parseInt(value.substring(slash + 1));
    return new Facet.Address(reply, source, ip.masked(length), Addresses.ones(length, ip.family()));
  }

  private static Test addrtype(Option option, List<Option> all) {
    if (option.name().startsWith("limit-")) return new Test.Always();
    Set<Surroundings.AddrType> types = EnumSet.noneOf(Surroundings.AddrType.class);
    for (String word : option.value().split(",")) types.add(Surroundings.AddrType.valueOf(word));
    var o = new Targets.Read(all);
    String limit = o.has("limit-iface-in") ? "in" : o.has("limit-iface-out") ? "out" : "";
    return new HostTest.RouteType(option.name().startsWith("src") ? End.SRC : End.DST, types, limit);
  }

  private static Test range(Option option) {
    int dash = option.value().indexOf('-');
    return new HeaderTest.Range(option.name().startsWith("src") ? End.SRC : End.DST,
        Ip.parse(option.value().substring(0, dash)), Ip.parse(option.value().substring(dash + 1)));
  }

  private static Test number(Option option, Field field) {
    long[] ends = ends(option.value());
    return new HeaderTest.Number(field, ends[0], ends[1]);
  }

  private static Test ttl(Option option) {
    long value = number(option);
    if (option.name().endsWith("-lt")) return new HeaderTest.Number(Field.TTL, 0, value - 1);
    if (option.name().endsWith("-gt")) return new HeaderTest.Number(Field.TTL, value + 1, 255);
    return new HeaderTest.Number(Field.TTL, value, value);
  }

  private static Test spi(Option option) {
    return option.name().endsWith("spi") ? number(option, Field.SPI) : new Test.Unmodelled(option.name());
  }

  private static Test owner(Option option) {
    if (option.name().equals("socket-exists")) return new HostTest.HasSocket();
    if (option.name().equals("suppl-groups")) return new Test.Always();
    int dash = option.value().indexOf('-');
    long first = number(option);
    long last = dash < 0 ? first : Numbers.value(option.value().substring(dash + 1));
    return new HostTest.Owner(option.name().startsWith("gid"), first, last);
  }

  private static Test physdev(Option option) {
    boolean in = option.name().endsWith("-in");
    boolean named = !option.value().isEmpty();
    String name = option.value();
    boolean wildcard = name.endsWith("+");
    return new HostTest.Port(in, named && wildcard ? name.substring(0, name.length() - 1) : name, wildcard);
  }
}
