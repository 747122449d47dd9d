package lasthop.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lasthop.ip.Family;
import lasthop.netfilter.Backend;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Ruleset;
import lasthop.nft.NftRuleset;
import lasthop.nft.NftTable;
import lasthop.text.Report;

/// The packet filter of a host, read from its texts when first asked for: a route lookup never pays for it.
///
/// Seen from outside immutable, and safe to share between threads.
public final class Rules {
  private static final String CONNECTIONS = "conntrack.txt";

  private final Map<String, String> texts;
  private final Map<String, ByteBuffer> large;
  private final Map<String, Ruleset> others = new ConcurrentHashMap<>();
  private volatile Ruleset ipv4;
  private volatile Ruleset ipv6;
  private volatile NftRuleset nft;
  private volatile NftRuleset shown;
  private volatile Optional<IpSets> sets;
  private volatile Optional<ConnectionTable> connections;

  private Rules(Map<String, String> texts, Map<String, ByteBuffer> large) {
    this.texts = texts;
    this.large = large;
  }

  static Rules of(Map<String, String> texts) {
    return new Rules(texts, Map.of());
  }

  /// @param large listings of iptables-save too large to be read for the sake of one packet: of these each rule is read
  ///     when a packet comes to it
  public static Rules of(Map<String, String> texts, Map<String, ByteBuffer> large) {
    return new Rules(Map.copyOf(texts), Map.copyOf(large));
  }

  Optional<String> text(String file) {
    return Optional.ofNullable(large.get(file)).map(b -> StandardCharsets.UTF_8.decode(b.duplicate()).toString());
  }

  boolean has(String file) {
    return texts.containsKey(file) || large.containsKey(file);
  }

  private Ruleset read(String file, Family family) {
    if (large.containsKey(file)) return IptablesSave.index(large.get(file), file, family);
    return texts.containsKey(file) ? IptablesSave.read(texts.get(file), file, family) : Ruleset.empty(family);
  }

  /// The sets of `ipset-save.txt` or `ipset.txt`; none where neither is there.
  public Optional<IpSets> sets() {
    Optional<IpSets> ready = sets;
    if (ready == null) {
      ready = Optional.ofNullable(texts.getOrDefault("ipset-save.txt", texts.get("ipset.txt"))).map(IpSets::parse);
      sets = ready;
    }
    return ready;
  }

  /// The connections of `conntrack.txt`; none where it is not there.
  public Optional<ConnectionTable> connections() {
    Optional<ConnectionTable> ready = connections;
    if (ready == null) {
      ready = Optional.ofNullable(texts.get(CONNECTIONS)).map(text -> ConnectionTable.parse(text, CONNECTIONS));
      connections = ready;
    }
    return ready;
  }

  /// What of the listing of a family could not be read, with its lines; of a large one, only of rules that packets met.
  public Report report(Family family) {
    return legacy(family).report();
  }

  /// A copy with the rules of one family replaced.
  public Rules with(Ruleset changed) {
    Rules copy = copy();
    if (changed.family() == Family.IPV4) copy.ipv4 = changed;
    else copy.ipv6 = changed;
    if (isNftView(changed)) copy.nft = nft().with(changed);
    return copy;
  }

  /// A copy with the rules replaced that one of the two tools sees, whichever of them `iptables` is.
  ///
  /// @param changed what {@link #tool} gave, edited
  public Rules withTool(Ruleset changed) {
    if (isOwn(changed.family(), changed.backend())) return with(changed);
    Rules copy = copy();
    copy.others.put(file(changed.family(), changed.backend()), changed);
    if (changed.backend() == Backend.NFT) copy.nft = nft().with(changed);
    return copy;
  }

  /// A copy with all nftables rules replaced.
  public Rules with(NftRuleset changed) {
    Rules copy = copy();
    copy.nft = changed;
    return copy;
  }

  private Rules copy() {
    var copy = new Rules(texts, large);
    copy.others.putAll(others);
    copy.connections = connections;
    copy.ipv4 = ipv4;
    copy.ipv6 = ipv6;
    copy.nft = nft;
    return copy;
  }

  /// The rules of `iptables-save.txt` or `ip6tables-save.txt`, in whichever part of the kernel they stand.
  public Ruleset listed(Family family) {
    boolean v4 = family == Family.IPV4;
    Ruleset ready = v4 ? ipv4 : ipv6;
    if (ready != null) return ready;
    Ruleset read = read(listing(family), family);
    if (v4) ipv4 = read;
    else ipv6 = read;
    return read;
  }

  /// The rules in the kernel's legacy tables. When the listing is iptables-nft's view of nftables, or says nothing, those are
  /// in `iptables-legacy-save.txt`, if there are any.
  public Ruleset legacy(Family family) {
    Ruleset listed = listed(family);
    return isNftView(listed) || listed.tables().isEmpty() ? beside(family, Backend.LEGACY) : listed;
  }

  private Ruleset beside(Family family, Backend backend) {
    return others.computeIfAbsent(file(family, backend), file -> read(file, family));
  }

  private static String listing(Family family) {
    return family == Family.IPV4 ? "iptables-save.txt" : "ip6tables-save.txt";
  }

  private static String file(Family family, Backend backend) {
    return (family == Family.IPV4 ? "iptables" : "ip6tables") + (backend == Backend.NFT ? "-nft-save.txt" : "-legacy-save.txt");
  }

  /// Which tool `iptables` or `ip6tables` is on this host: the one whose rules its listing shows. An empty listing beside
  /// legacy tables is iptables-nft's, for the other would have listed them.
  public Backend toolBackend(Family family) {
    Ruleset listed = listed(family);
    if (isNftView(listed)) return Backend.NFT;
    if (!listed.tables().isEmpty()) return listed.backend() == Backend.UNKNOWN && has(file(family, Backend.NFT)) ? Backend.LEGACY : listed.backend();
    return legacy(family).tables().isEmpty() ? listed.backend() : Backend.NFT;
  }

  /// What one of the two tools lists, whichever of them `iptables` is.
  ///
  /// @param backend {@link Backend#UNKNOWN}: the one that `iptables` is
  /// @return empty where the snapshot does not show it
  public Optional<Ruleset> tool(Family family, Backend backend) {
    boolean own = isOwn(family, backend);
    if (!own && !has(file(family, backend)) && !others.containsKey(file(family, backend))) return Optional.empty();
    Ruleset shown = own ? listed(family) : beside(family, backend);
    return Optional.of(new Ruleset(family, own ? toolBackend(family) : backend, shown.tables(), shown.report()));
  }

  /// The file that shows what {@link #tool} gives.
  public String toolFile(Family family, Backend backend) {
    return isOwn(family, backend) ? listing(family) : file(family, backend);
  }

  /// Whether `iptables` itself is the tool asked for. Where nothing tells which it is, it is either, but for the one that has a
  /// listing of its own.
  private boolean isOwn(Family family, Backend backend) {
    Backend own = toolBackend(family);
    return backend == Backend.UNKNOWN || backend == own || own == Backend.UNKNOWN && !has(file(family, backend));
  }

  /// All nftables rules, those of iptables-nft included; these as `iptables-save` lists them where it does.
  public NftRuleset nft() {
    NftRuleset ready = nft;
    if (ready != null) return ready;
    NftRuleset read = shown();
    for (Family family : Family.values()) {
      Ruleset listed = listed(family);
      if (isNftView(listed)) read = isHeld(listed) ? read.with(listed) : read.plus(NftRuleset.of(listed));
    }
    nft = read;
    return read;
  }

  /// `nft-ruleset.txt` alone; failing that, what iptables-nft lists on a host whose own listing is the legacy one.
  private NftRuleset shown() {
    NftRuleset ready = shown;
    if (ready != null) return ready;
    String text = texts.get("nft-ruleset.txt");
    NftRuleset read = text != null ? NftRuleset.parse("nft-ruleset.txt", text) : NftRuleset.EMPTY;
    for (Family family : text == null ? Family.values() : new Family[0]) {
      String file = file(family, Backend.NFT);
      if (has(file)) read = read.plus(NftRuleset.of(read(file, family)));
    }
    shown = read;
    return read;
  }

  /// Whether nftables holds the rules of the listing: it says so, or it does not and nftables shows its tables. Where the
  /// listing of iptables-nft lies beside it, it is the legacy one.
  private boolean isNftView(Ruleset listed) {
    if (listed.backend() != Backend.UNKNOWN) return listed.backend() == Backend.NFT;
    return !has(file(listed.family(), Backend.NFT)) && isHeld(listed);
  }

  /// Whether a table of the listing is among those nft shows.
  private boolean isHeld(Ruleset listed) {
    for (NftTable table : shown().tables()) {
      boolean named = listed.tables().stream().anyMatch(t -> t.kind().text().equals(table.name()));
      if (table.byIptables() && table.family().sees(listed.family()) && named) return true;
    }
    return false;
  }
}
