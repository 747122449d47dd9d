package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;
import lasthop.ip.Family;
import lasthop.netfilter.Match.Option;
import lasthop.netfilter.Values.Context;

/// From the options as given to the options as iptables-save prints them: defaults left away or filled in, one
/// spelling for many, and the checks across options. An extension not named here prints its options as they are.
final class Canon {
  private Canon() {}

  static List<Option> match(Given given, Context context) throws Refused {
    given.requireAll();
    switch (given.name()) {
      case "addrtype" -> addrtype(given, context);
      case "bpf" -> given.require("bytecode", "object-pinned");
      case "ah" -> {
        withoutFullRange(given, "ahspi");
        if (!given.negated("ahlen")) zeroIsDefault(given, "ahlen", 0);
      }
      case "esp" -> withoutFullRange(given, "espspi");
      case "ipcomp" -> {
        if (!given.has("ipcompspi")) given.set(false, "ipcompspi", "0");
        withoutFullRange(given, "ipcompspi");
      }
      case "frag" -> withoutFullRange(given, "fragid");
      case "rt" -> {
        withoutFullRange(given, "rt-segsleft");
        boolean zero = given.value("rt-type").equals("0") && !given.negated("rt-type");
        if ((given.has("rt-0-res") || given.has("rt-0-addrs")) && !zero) throw new Refused("options of --rt-0 need --rt-type 0");
        if (given.has("rt-0-not-strict") && !given.has("rt-0-addrs")) throw new Refused("--rt-0-not-strict needs --rt-0-addrs");
      }
      case "tcp", "udp" -> ports(given);
      case "cgroup" -> {
        given.require("path", "cgroup");
        if (given.has("path") && given.has("cgroup")) throw new Refused("--path excludes --cgroup");
      }
      case "tcpmss" -> {
        if (falling(given.value("mss"))) throw new Refused("the range of --mss ends before it begins");
      }
      case "cluster" -> cluster(given);
      case "connbytes" -> connbytes(given);
      case "connlimit" -> connlimit(given, context);
      case "conntrack" -> {
        if (given.isEmpty()) throw new Refused("conntrack needs an option");
        for (String option : List.of("ctorigsrcport", "ctorigdstport", "ctreplsrcport", "ctrepldstport")) endless(given, option);
      }
      case "devgroup" -> given.require("src-group", "dst-group");
      case "dscp" -> dscp(given, "dscp", "dscp-class");
      case "ecn" -> given.require("ecn-tcp-cwr", "ecn-tcp-ece", "ecn-ip-ect");
      case "hashlimit" -> hashlimit(given, context);
      case "hl" -> given.require("hl-eq", "hl-lt", "hl-gt");
      case "ttl" -> given.require("ttl-eq", "ttl-lt", "ttl-gt");
      case "iprange" -> given.require("src-range", "dst-range");
      case "ipvs" -> {
        if (given.isEmpty()) throw new Refused("ipvs needs an option");
      }
      case "limit" -> limit(given);
      case "mh" -> {
        if (given.value("mh-type").equals("0:255")) given.remove("mh-type");
      }
      case "multiport" -> given.require("sports", "dports", "ports");
      case "owner" -> owner(given);
      case "physdev" -> {
        if (given.isEmpty()) throw new Refused("physdev needs an option");
      }
      case "policy" -> {
        return PolicyOptions.inOrder(given);
      }
      case "recent" -> recent(given, context);
      case "statistic" -> statistic(given);
      case "set" -> given.require("match-set");
      case "string" -> StringOptions.canonical(given);
      case "time" -> time(given);
      default -> { }
    }
    return given.inTableOrder();
  }

  /// A range that ends at 0 prints as its first port.
  private static void endless(Given given, String option) {
    String range = given.value(option);
    if (range.endsWith(":0")) given.set(given.negated(option), option, range.substring(0, range.indexOf(':')));
  }

  private static void withoutFullRange(Given given, String option) {
    if (given.value(option).equals("0:4294967295")) given.remove(option);
  }

  private static void ports(Given given) {
    if (given.value("sport").equals("0:65535")) given.remove("sport");
    if (given.value("dport").equals("0:65535")) given.remove("dport");
    if (given.value("tcp-flags").equals("NONE NONE") && !given.negated("tcp-flags")) given.remove("tcp-flags");
    if (!given.has("syn")) return;
    given.set(given.negated("syn"), "tcp-flags", "FIN,SYN,RST,ACK SYN");
    given.remove("syn");
  }

  /// @kernel v6.12 net/netfilter/xt_addrtype.c addrtype_mt_checkentry_v1
  private static void addrtype(Given given, Context context) throws Refused {
    given.require("src-type", "dst-type");
    if (isV4(context)) return;
    String types = given.value("src-type") + "," + given.value("dst-type");
    for (String type : List.of("BROADCAST", "BLACKHOLE", "PROHIBIT", "THROW", "NAT", "XRESOLVE")) {
      if (types.contains(type)) throw new Refused("IPv6 has no address type " + type);
    }
  }

  private static boolean falling(String range) {
    int colon = range.indexOf(':');
    return colon > 0 && Long.parseLong(range.substring(0, colon)) > Long.parseLong(range.substring(colon + 1));
  }

  private static void cluster(Given given) throws Refused {
    given.require("cluster-local-node", "cluster-local-nodemask");
    long total = given.number("cluster-total-nodes", 0);
    boolean node = given.has("cluster-local-node");
    long mask = node ? 1L << (given.number("cluster-local-node", 1) - 1) : given.number("cluster-local-nodemask", 0);
    boolean negated = given.negated(node ? "cluster-local-node" : "cluster-local-nodemask");
    if (total > 0 && mask >= 1L << total) throw new Refused("the node mask names more nodes than there are");
    given.remove("cluster-local-node");
    given.set(negated, "cluster-local-nodemask", Numbers.hex(mask, 8));
    if (given.has("cluster-hash-seed")) {
      given.set(false, "cluster-hash-seed", Numbers.hex(given.number("cluster-hash-seed", 0), 8));
    }
  }

  private static void connbytes(Given given) throws Refused {
    String range = given.value("connbytes");
    int colon = range.indexOf(':');
    if (colon >= 0 && colon == range.length() - 1) {
      range = range.substring(0, colon);
    } else if (colon > 0 && Long.compareUnsigned(Long.parseUnsignedLong(range.substring(0, colon)), Long.parseUnsignedLong(range.substring(colon + 1))) > 0) {
      throw new Refused("connbytes range \"" + range + "\" ends before it begins");
    }
    given.set(given.negated("connbytes"), "connbytes", range);
  }

  private static void connlimit(Given given, Context context) throws Refused {
    given.require("connlimit-upto", "connlimit-above");
    boolean above = given.has("connlimit-above");
    String limit = given.value(above ? "connlimit-above" : "connlimit-upto");
    boolean flipped = given.negated(above ? "connlimit-above" : "connlimit-upto");
    given.remove("connlimit-upto");
    given.remove("connlimit-above");
    given.set(false, above != flipped ? "connlimit-above" : "connlimit-upto", limit);
    if (!given.has("connlimit-mask")) given.set(false, "connlimit-mask", Integer.toString(context.family().bits()));
    if (!given.has("connlimit-daddr")) given.set(false, "connlimit-saddr", "");
  }

  static void dscp(Given given, String option, String named) throws Refused {
    given.require(option, named);
    String from = given.has(option) ? option : named;
    given.set(given.negated(from), option, Numbers.hex(given.number(from, 0), 2));
    given.remove(named);
  }

  private static void hashlimit(Given given, Context context) throws Refused {
    given.require("hashlimit-upto", "hashlimit-above");
    boolean above = given.has("hashlimit-above");
    String option = above ? "hashlimit-above" : "hashlimit-upto";
    boolean perInterval = given.has("hashlimit-rate-match");
    Rates.Hash hash = Rates.hash(given.value(option), given.value("hashlimit-burst"), perInterval);
    boolean flipped = given.negated(option);
    given.remove(option);
    given.set(false, above != flipped ? "hashlimit-above" : "hashlimit-upto", hash.rate());
    given.remove("hashlimit-burst");
    if (!hash.burst().isEmpty()) given.set(false, "hashlimit-burst", hash.burst());
    for (String table : List.of("hashlimit-htable-size", "hashlimit-htable-max")) {
      if (given.has(table)) given.set(false, table, Long.toString(Math.min(1 << 20, given.number(table, 0))));
      zeroIsDefault(given, table, 0);
    }
    boolean dead = given.number("hashlimit-htable-gcinterval", 1) == 0 || given.number("hashlimit-htable-expire", 1) == 0;
    if (dead) throw new Refused("intervals of hashlimit are above 0");
    zeroIsDefault(given, "hashlimit-htable-gcinterval", 1000);
    long expire = given.number("hashlimit-htable-expire", hash.given());
    given.set(false, "hashlimit-htable-expire", Long.toString(expire));
    zeroIsDefault(given, "hashlimit-htable-expire", hash.expire());
    zeroIsDefault(given, "hashlimit-srcmask", context.family().bits());
    zeroIsDefault(given, "hashlimit-dstmask", context.family().bits());
    if (given.number("hashlimit-rate-interval", 1) > Integer.MAX_VALUE) throw new Refused("bad --hashlimit-rate-interval");
    if (perInterval && given.number("hashlimit-rate-interval", 1) == 1) given.remove("hashlimit-rate-interval");
    if (!perInterval) given.remove("hashlimit-rate-interval");
  }

  private static void zeroIsDefault(Given given, String option, long value) {
    if (given.number(option, value) == value) given.remove(option);
  }

  private static void limit(Given given) throws Refused {
    String rate = given.has("limit") ? given.value("limit") : "3/hour";
    given.set(false, "limit", Rates.limit(rate, given.number("limit-burst", 5)));
    zeroIsDefault(given, "limit-burst", 5);
  }

  private static void recent(Given given, Context context) throws Refused {
    given.require("set", "rcheck", "update", "remove");
    if (given.has("reap") && !given.has("seconds")) throw new Refused("--reap needs --seconds");
    if (given.has("rttl") && (given.has("set") || given.has("remove"))) {
      throw new Refused("--rttl goes with --rcheck or --update only");
    }
    boolean touches = given.has("set") || given.has("remove");
    if (touches && (given.has("seconds") || given.number("hitcount", 0) > 0)) {
      throw new Refused("--seconds and --hitcount go with --rcheck or --update only");
    }
    if (given.number("hitcount", 0) > 65535) throw new Refused("--hitcount is at most 65535");
    if (given.number("hitcount", 1) == 0) given.remove("hitcount");
    if (!given.has("name")) given.set(false, "name", "DEFAULT");
    if (!given.has("mask")) given.set(false, "mask", Addresses.ones(context.family().bits(), context.family()).toString());
    boolean dest = given.has("rdest") && !given.has("rsource")
        || given.has("rdest") && given.inOrder().indexOf(new Option(false, "rdest", ""))
            > given.inOrder().indexOf(new Option(false, "rsource", ""));
    given.remove("rsource");
    given.remove("rdest");
    given.set(false, dest ? "rdest" : "rsource", "");
  }

  private static void owner(Given given) throws Refused {
    given.require("uid-owner", "gid-owner", "socket-exists");
    for (Option option : given.inOrder()) {
      if (option.name().equals("gid-owner")) return;
      if (option.name().equals("suppl-groups")) throw new Refused("--suppl-groups stands after --gid-owner");
    }
  }

  private static void statistic(Given given) throws Refused {
    boolean random = given.value("mode").equals("random");
    if (random) {
      given.require("probability");
      if (given.has("every") || given.has("packet")) throw new Refused("--every and --packet are for --mode nth");
      return;
    }
    given.require("every");
    given.require("packet");
    if (given.has("probability")) throw new Refused("--probability is for --mode random");
    long packet = given.number("packet", 0);
    if (packet >= given.number("every", 0)) throw new Refused("--packet must be below --every");
    given.set(false, "packet", Long.toString(packet));
  }

  private static void time(Given given) throws Refused {
    String start = given.has("timestart") ? given.value("timestart") : "00:00:00";
    String stop = given.has("timestop") ? given.value("timestop") : "23:59:59";
    if (given.has("contiguous") && start.compareTo(stop) < 0) {
      throw new Refused("--contiguous needs --timestop before --timestart");
    }
    boolean all = start.equals("00:00:00") && stop.equals("23:59:59");
    given.set(false, "timestart", start);
    given.set(false, "timestop", stop);
    if (all) given.remove("timestart");
    if (all) given.remove("timestop");
    complement(given, "monthdays", 31);
    complement(given, "weekdays", 7);
    if (given.value("datestart").equals("1970-01-01T00:00:00")) given.remove("datestart");
    if (!given.has("datestop")) given.set(false, "datestop", "2038-01-19T03:14:07");
    given.remove("utc");
  }

  /// A negated list of days prints as the days that are left.
  private static void complement(Given given, String option, int last) {
    if (!given.has(option)) return;
    String[] names = last == 7 ? new String[] {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} : new String[0];
    var listed = List.of(given.value(option).split(","));
    var out = new ArrayList<String>();
    for (int day = 1; day <= last; day++) {
      String name = last == 7 ? names[day - 1] : Integer.toString(day);
      if (listed.contains(name) != given.negated(option)) out.add(name);
    }
    given.set(false, option, String.join(",", out));
    if (out.size() == last) given.remove(option);
  }

  static boolean isV4(Context context) {
    return context.family() == Family.IPV4;
  }
}
