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
  final List<Event> events = new ArrayList<>(16);
  final List<Event> repeats = new ArrayList<>(0);
  final List<Martian> martians = new ArrayList<>(0);
  long touched;
  private Hook hook;
  private String table = "";
  private String base = "";
  private int baseNumber;
  private boolean closedByPolicy;

  OpenPacket(Identity identity) {
    this.identity = identity;
  }

  Event last() {
    return events.getLast();
  }

  /// @param start the base chain nft tools named in the packet line above the event; empty for kernel lines
  /// @param entering whether the event is the first after that line
  void add(Event e, String start, boolean entering, long now) {
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
    touched = now;
  }

  boolean isLate(Stamp stamp) {
    return stamp.since(last().stamp()) > PATIENCE;
  }

  /// Late by so much that lines which come a little out of order make no difference.
  boolean isLongOver(Stamp stamp) {
    return stamp.since(last().stamp()) > 2 * PATIENCE;
  }

  /// Whether the event can be this packet's next line, going by order, time and addresses.
  boolean continuesWith(Event e, boolean entering) {
    if (isLate(e.stamp()) || isDropped()) return false;
    Hook h = e.hook().orElse(null);
    if (h == null) return e.isNft() && entering ? e.nft().id().equals(last().nft().id()) && isNewBase(e) : innerFollows(e);
    boolean sameVisit = h == hook && e.table().equals(table);
    if (!(sameVisit ? higher(e, entering) : outerFollows(h, e))) return false;
    return addressesFit(e, sameVisit, h);
  }

  private boolean isDropped() {
    return last().isNft() && last().nft().verdict().equals("drop");
  }

  private boolean isNewBase(Event e) {
    for (Event seen : events) {
      if (seen.table().equals(e.table()) && seen.chain().equals(e.chain())) return false;
    }
    return true;
  }

  private boolean higher(Event e, boolean entering) {
    if (closedByPolicy && !returnsToPolicy(e) || entering && !base.isEmpty()) return false;
    return e.isNft() || e.number() > baseNumber;
  }

  /// An unconditional RETURN of a built-in chain calls itself policy; then the policy speaks, right behind it.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/ip_tables.c get_chainname_rulenum, ipt_do_table
  private boolean returnsToPolicy(Event e) {
    return !e.isNft() && e.kind() == Kind.POLICY && e.chain().equals(last().chain()) && last().kind() == Kind.POLICY;
  }

  private boolean outerFollows(Hook h, Event e) {
    if (hook == null) return e.isNft() || !events.isEmpty();
    if (h == hook) return Stages.later(h, table, e.table());
    return Stages.follows(hook, h, loops(e));
  }

  private boolean loops(Event e) {
    return last().packet().meta().out().equals("lo") && (e.packet().meta().in().equals("lo") || e.reading().lacks("IN"));
  }

  /// A line of a user chain follows a line of the same table, for a jump prints a line too.
  private boolean innerFollows(Event e) {
    if (!e.table().equals(table) || closedByPolicy) return false;
    if (e.isNft()) return e.nft().id().equals(last().nft().id()) && last().kind() != Kind.POLICY;
    boolean sameChain = last().chain().equals(e.chain());
    return (!sameChain || e.number() > last().number()) && addressesFit(e, true, null);
  }

  /// Whether the event is this first fragment's datagram, put together for local delivery.
  boolean isReassembledBy(Event e) {
    Packet first = last().packet();
    Packet all = e.packet();
    return first.header().mf() && first.header().frag() == 0 && !all.header().mf() && all.header().frag() == 0
        && hook == Hook.PREROUTING && e.hook().filter(h -> h == Hook.INPUT).isPresent() && !isLate(e.stamp())
        && first.header().id() == all.header().id() && first.proto() == all.proto() && first.src().equals(all.src())
        && all.header().len() > first.header().len();
  }

  /// For lines whose forerunner was lost: only time and addresses speak.
  boolean mayHaveLost(Event e) {
    return !isLate(e.stamp()) && !isDropped() && e.hook().isEmpty() && addressesFit(e, false, null)
        && !(last().table().equals(e.table()) && last().chain().equals(e.chain()));
  }

  /// Destinations change only behind PREROUTING and OUTPUT, sources only behind INPUT and POSTROUTING.
  private boolean addressesFit(Event e, boolean sameVisit, Hook h) {
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

  private boolean lacks(Event e, String key) {
    return e.reading().lacks(key) || last().reading().lacks(key);
  }

  private boolean devicesFit(Event e, boolean sameVisit) {
    if (!sameVisit) return true;
    return (lacks(e, "IN") || last().packet().meta().in().equals(e.packet().meta().in()))
        && (lacks(e, "OUT") || last().packet().meta().out().equals(e.packet().meta().out()));
  }

  /// How alike this packet's last line and the event are: the higher the likelier they are one.
  int likeness(Event e) {
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
