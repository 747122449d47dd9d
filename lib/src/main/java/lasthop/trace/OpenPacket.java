package lasthop.trace;

import java.util.ArrayList;
import java.util.List;
import lasthop.netfilter.Hook;
import lasthop.packet.Packet;

/// A packet whose next line may still come. Knows whether an event can be that line.
final class OpenPacket {
  /// Hops of one packet are microseconds apart; queueing to user space can stretch that.
  private static final long PATIENCE = 2_000_000;

  /// Of its first clean record: a damaged one may not have shown it whole.
  Identity identity;
  final List<Seen> events = new ArrayList<>(16);
  final List<Seen> repeats = new ArrayList<>(0);
  final List<Martian> martians = new ArrayList<>(0);
  long touched;
  /// Of its events; the largest number where one of them shows no wall clock, for that may be any.
  private long latestUptime = -1;
  private long latestWall = -1;
  private Hook hook;
  private String table = "";
  private String base = "";
  private int baseNumber;
  private boolean closedByPolicy;

  OpenPacket(Identity identity) {
    this.identity = identity;
  }

  Seen last() {
    return events.getLast();
  }

  /// @param start the base chain nft tools named in the packet line above the event; empty for kernel lines
  /// @param entering whether the event is the first after that line
  void add(Seen e, String start, boolean entering, long now) {
    Hook h = e.hook().orElse(null);
    if (h != null && h != hook || !e.table().equals(table)) {
      baseNumber = 0;
      closedByPolicy = false;
    }
    if (h != null) {
      hook = h;
      baseNumber = Math.max(e.number(), 0);
      closedByPolicy = e.kind() == Kind.POLICY;
    }
    table = e.table();
    if (entering || base.isEmpty()) base = start;
    events.add(e);
    latestUptime = Math.max(latestUptime, e.uptime);
    latestWall = Math.max(latestWall, e.wall < 0 ? Long.MAX_VALUE : e.wall);
    touched = now;
  }

  /// Whether the event was made after all of this packet's.
  boolean isNewer(Seen e) {
    return e.uptime > latestUptime || e.uptime < 0 && latestUptime < 0 && e.wall > latestWall;
  }

  boolean isLate(long uptime, long wall) {
    Seen last = last();
    return Stamp.since(uptime, wall, last.uptime, last.wall) > PATIENCE;
  }

  /// Late by so much that lines which come a little out of order make no difference.
  boolean isLongOver(Seen latest) {
    return latest.since(last()) > 2 * PATIENCE;
  }

  /// Whether the event can be this packet's next line, going by order, time and addresses.
  boolean continuesWith(Seen e, boolean entering) {
    if (isLate(e.uptime, e.wall) || isDropped()) return false;
    Hook h = e.hook().orElse(null);
    if (h == null) return e.isNft() && entering ? e.nft().id().equals(last().nft().id()) && isNewBase(e) : innerFollows(e);
    boolean sameVisit = h == hook && e.table().equals(table);
    if (!(sameVisit ? higher(e, entering) : outerFollows(h, e))) return false;
    return addressesFit(e, sameVisit, h);
  }

  private boolean isDropped() {
    return last().isNft() && last().nft().verdict().equals("drop");
  }

  private boolean isNewBase(Seen e) {
    for (Seen seen : events) {
      if (seen.table().equals(e.table()) && seen.chain().equals(e.chain())) return false;
    }
    return true;
  }

  private boolean higher(Seen e, boolean entering) {
    if (closedByPolicy && !returnsToPolicy(e) || entering && !base.isEmpty()) return false;
    return e.isNft() || e.number() > baseNumber;
  }

  /// An unconditional RETURN of a built-in chain calls itself policy; then the policy speaks, right behind it.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/ip_tables.c get_chainname_rulenum, ipt_do_table
  private boolean returnsToPolicy(Seen e) {
    return !e.isNft() && e.kind() == Kind.POLICY && e.chain().equals(last().chain()) && last().kind() == Kind.POLICY;
  }

  private boolean outerFollows(Hook h, Seen e) {
    if (hook == null) return e.isNft() || !events.isEmpty();
    if (h == hook) return Stages.later(h, table, e.table());
    return Stages.follows(hook, h, loops(e));
  }

  private boolean loops(Seen e) {
    return last().packet().meta().out().equals("lo") && (e.packet().meta().in().equals("lo") || e.reading().lacks("IN"));
  }

  /// A line of a user chain follows a line of the same table, for a jump prints a line too.
  private boolean innerFollows(Seen e) {
    if (!e.table().equals(table) || closedByPolicy) return false;
    if (e.isNft()) return e.nft().id().equals(last().nft().id()) && last().kind() != Kind.POLICY;
    boolean sameChain = last().chain().equals(e.chain());
    return (!sameChain || e.number() > last().number()) && addressesFit(e, true, null);
  }

  /// Whether the event is this first fragment's datagram, put together for local delivery.
  boolean isReassembledBy(Seen e) {
    Packet first = last().packet();
    Packet all = e.packet();
    return first.header().mf() && first.header().frag() == 0 && !all.header().mf() && all.header().frag() == 0
        && hook == Hook.PREROUTING && e.hook().filter(h -> h == Hook.INPUT).isPresent() && !isLate(e.uptime, e.wall)
        && first.header().id() == all.header().id() && first.proto() == all.proto() && first.src().equals(all.src())
        && all.header().len() > first.header().len();
  }

  /// For lines whose forerunner was lost: only time and addresses speak.
  boolean mayHaveLost(Seen e) {
    return !isLate(e.uptime, e.wall) && !isDropped() && e.hook().isEmpty() && addressesFit(e, false, null)
        && !(last().table().equals(e.table()) && last().chain().equals(e.chain()));
  }

  /// Destinations change only behind PREROUTING and OUTPUT, sources only behind INPUT and POSTROUTING.
  private boolean addressesFit(Seen e, boolean sameVisit, Hook h) {
    Packet mine = last().packet();
    Packet its = e.packet();
    boolean again = h == Hook.PREROUTING && hook != Hook.PREROUTING;
    boolean source = again || lacks(e, "SRC") || mine.src().equals(its.src());
    boolean sourcePort = again || lacks(e, "SPT") || mine.sport() == its.sport();
    boolean movable = !sameVisit && (hook == null || hook == Hook.PREROUTING || hook == Hook.OUTPUT || again);
    boolean dst = movable || lacks(e, "DST") || mine.dst().equals(its.dst());
    boolean dport = movable || lacks(e, "DPT") || mine.dport() == its.dport();
    return source && sourcePort && dst && dport && devicesFit(e, sameVisit);
  }

  private boolean lacks(Seen e, String key) {
    Reading its = e.reading();
    Reading mine = last().reading();
    return (its != Reading.CLEAN || mine != Reading.CLEAN) && (its.lacks(key) || mine.lacks(key));
  }

  private boolean devicesFit(Seen e, boolean sameVisit) {
    if (!sameVisit) return true;
    return (lacks(e, "IN") || last().packet().meta().in().equals(e.packet().meta().in()))
        && (lacks(e, "OUT") || last().packet().meta().out().equals(e.packet().meta().out()));
  }

  /// How alike this packet's last line and the event are: the higher the likelier they are one.
  int likeness(Seen e) {
    Packet mine = last().packet();
    Packet its = e.packet();
    int points = e.isNft() && e.nft().id().equals(last().nft().id()) ? 16 : 0;
    if (mine.src().equals(its.src()) && mine.sport() == its.sport()) points += 4;
    if (mine.dst().equals(its.dst()) && mine.dport() == its.dport()) points += 4;
    if (mine.meta().in().equals(its.meta().in())) points += 2;
    if (mine.meta().mac().equals(its.meta().mac())) points += 1;
    if (mine.header().options().equals(its.header().options())) points += 1;
    if (mine.transport().equals(its.transport())) points += 4;
    if (mine.header().ttl() == its.header().ttl() || mine.header().ttl() - 1 == its.header().ttl()) points += 2;
    return points;
  }
}
