package lasthop.routing;

import java.util.Optional;
import java.util.OptionalLong;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Link;
import lasthop.link.Links;
import lasthop.packet.FlowKey;
import lasthop.packet.Proto;
import lasthop.text.Words;

/// The words of `ip route get`, read as iproute2 reads them. Mutable, used once.
public final class RouteWords {
  /// What the words ask.
  ///
  /// @param fibmatch print the route that matches instead of the result
  /// @param warning what iproute2 writes on stderr before it asks; empty for nothing
  public record Query(FlowKey flow, boolean fibmatch, boolean notified, String warning) {
    /// The decision as the kernel reports it to who asks so.
    public RouteDecision reported(RouteDecision decision) {
      return notified && decision instanceof RouteDecision.Routed routed ? routed.notified() : decision;
    }
  }

  /// The words are refused, by iproute2 itself or by the kernel for their form.
  public static final class Refused extends Exception {
    private final int rc;

    Refused(int rc, String stderr) {
      super(stderr);
      this.rc = rc;
    }

    /// The exit status of `ip`.
    public int rc() {
      return rc;
    }
  }

  private static final int BY_KERNEL = 2;
  private static final int BY_USAGE = 255;
  private static final long MAX_U32 = 0xffffffffL;

  private final Words words;
  private final Links links;
  private Optional<Family> family;
  private Optional<Prefix> to = Optional.empty();
  private Optional<Prefix> from = Optional.empty();
  private String iif = "";
  private String oif = "";
  private long mark;
  private int tos;
  private long uid = -1;
  private int ipproto = -1;
  private int sport = -1;
  private int dport = -1;
  private boolean fibmatch;
  private boolean notified;
  private boolean toIsWord;

  private RouteWords(String args, Optional<Family> family, Links links) {
    this.words = new Words(args);
    this.family = family;
    this.links = links;
  }

  /// @param family the one asked for by `-6`; empty lets the first address decide
  /// @param links the devices a question may name
  /// @throws Refused with what `ip` would print and return
  public static Query parse(String args, Optional<Family> family, Links links) throws Refused {
    return new RouteWords(args, family, links).query();
  }

  private Query query() throws Refused {
    while (words.hasNext()) readWord(words.next());
    if (to.isEmpty()) throw new Refused(1, "need at least a destination address\n");
    iif = device(iif);
    oif = device(oif);
    String warning = warning(to.get());
    refuseForm(to.get().ip().isV4(), warning);
    if (ipproto >= 0 && !isSupported(to.get().ip().isV4())) {
      throw new Refused(BY_KERNEL, warning + "Error: Unsupported ip proto.\n");
    }
    boolean input = !iif.isEmpty();
    if (!input && uid < 0) uid = 0;
    if (uid == MAX_U32) uid = -1;
    Optional<Ip> source = from.map(Prefix::ip).filter(ip -> !ip.isAny());
    return new Query(new FlowKey(to.get().ip(), source, iif, oif, mark, tos, uid, ipproto, sport, dport), fibmatch, notified,
        warning);
  }

  /// @kernel v6.12 net/ipv4/route.c inet_rtm_valid_getroute_req, net/ipv6/route.c inet6_rtm_valid_getroute_req
  private void refuseForm(boolean v4, String warning) throws Refused {
    boolean sized = from.isPresent() && !from.get().isHost();
    String request = v4 ? "route get request." : "get route request.";
    String words = "";
    if (sized && from.get().length() > 0) words = "Invalid values in header for " + request;
    else if (notified && !v4) words = "Invalid flags for " + request;
    else if (sized) words = "rtm_src_len and rtm_dst_len must be " + (v4 ? "32 for IPv4." : "128 for IPv6.");
    if (!words.isEmpty()) throw new Refused(BY_KERNEL, warning + "Error: " + (v4 ? "ipv4: " : "ipv6: ") + words + "\n");
  }

  private boolean isSupported(boolean v4) {
    return ipproto == Proto.TCP || ipproto == Proto.UDP || ipproto == (v4 ? Proto.ICMP : Proto.ICMPV6);
  }

  private void readWord(String word) throws Refused {
    switch (word) {
      case "tos", "dsfield" -> tos = dsfield(value());
      case "from" -> from = Optional.of(prefix(value()));
      case "iif" -> iif = value();
      case "oif", "dev" -> oif = value();
      case "vrf" -> oif = vrf(value());
      case "mark" -> mark = number(value(), MAX_U32, "invalid mark value");
      case "uid" -> uid = number(value(), MAX_U32, "invalid UID\n");
      case "sport" -> sport = (int) number(value(), 65535, "invalid sport\n");
      case "dport" -> dport = (int) number(value(), 65535, "invalid dport\n");
      case "ipproto" -> ipproto = protocol(value());
      case "fibmatch" -> fibmatch = true;
      case "notify" -> notified = true;
      case "connected" -> { }
      case "to" -> destination(value());
      default -> destination(word);
    }
  }

  private void destination(String word) throws Refused {
    toIsWord = isAll(word) && family.isEmpty();
    to = Optional.of(prefix(word));
  }

  private static boolean isAll(String word) {
    return word.equals("default") || word.equals("any") || word.equals("all");
  }

  private String value() throws Refused {
    if (!words.hasNext()) throw new Refused(BY_USAGE, "Command line is not complete. Try option \"help\"\n");
    return words.next();
  }

  private static Refused wrong(String argument, String why) {
    return new Refused(BY_USAGE, "Error: argument \"" + argument + "\" is wrong: " + why + "\n");
  }

  private static int dsfield(String word) throws Refused {
    if (Dsfield.asked(word).isEmpty()) throw wrong(word, "TOS value is invalid\n");
    return Dsfield.asked(word).getAsInt();
  }

  private static long number(String word, long max, String why) throws Refused {
    OptionalLong value = RouteWord.unsigned(word, max);
    if (value.isEmpty()) throw wrong(word, why);
    return value.getAsLong();
  }

  private static int protocol(String word) throws Refused {
    int number = word.equals("ip") ? 0 : Proto.number(word);
    if (number < 0 || word.equals("icmpv6")) throw wrong(word, "Invalid \"ipproto\" value\n");
    return number;
  }

  private String vrf(String name) throws Refused {
    if (links.link(name).filter(Link::isVrf).isEmpty()) throw wrong(name, "Invalid VRF\n");
    return name;
  }

  private Prefix prefix(String word) throws Refused {
    if (isAll(word)) {
      return new Prefix(Ip.any(family.orElse(Family.IPV4)), 0);
    }
    try {
      Prefix prefix = parsed(word);
      if (family.isEmpty()) family = Optional.of(prefix.ip().family());
      if (prefix.ip().family() == family.get()) return prefix;
    } catch (IllegalArgumentException e) {
      // The text is shown by iproute2's own sentence below.
    }
    String name = family.map(f -> f == Family.IPV4 ? "inet" : "inet6").orElse("any valid");
    throw new Refused(1, "Error: " + name + " prefix is expected rather than \"" + word + "\".\n");
  }

  private Prefix parsed(String word) {
    try {
      return Prefix.parse(word);
    } catch (IllegalArgumentException e) {
      if (family.equals(Optional.of(Family.IPV6))) throw e;
      return LooseIp.prefix(word);
    }
  }

  private String warning(Prefix to) {
    if (to.isHost() || toIsWord) return "";
    int bits = to.ip().family().bits();
    return "Warning: /" + to.length() + " as prefix is invalid, only /" + bits + " (or none) is supported.\n";
  }

  /// The name of a device that may be named by another of its names, or by its index as `if2`.
  private String device(String word) throws Refused {
    if (word.isEmpty()) return "";
    Optional<Link> named = links.link(word);
    if (named.isPresent()) return named.get().name();
    OptionalLong index = word.startsWith("if") ? RouteWord.unsigned(word.substring(2), Integer.MAX_VALUE) : OptionalLong.empty();
    if (index.isEmpty()) throw new Refused(1, "Cannot find device \"" + word + "\"\n");
    return links.all().stream().filter(l -> l.index() == index.getAsLong()).findFirst().map(Link::name)
        .orElseThrow(() -> new Refused(BY_KERNEL, "RTNETLINK answers: No such device\n"));
  }
}
