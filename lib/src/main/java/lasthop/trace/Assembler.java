package lasthop.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lasthop.netfilter.Hook;

/// Joins events to packets as they come, by identity, order, time and addresses; never by the IP ID alone.
///
/// Holds only packets whose next line may still come and hands on the others.
final class Assembler {
  /// A packet that was not heard of for so many events is over: no log interleaves more.
  private static final int HORIZON = 1 << 16;
  /// After so many events it is looked which packets are over.
  private static final int SWEEP = 1 << 12;
  /// Packets with nothing to tell them apart (IP ID 0, same length) that are kept open at once.
  private static final int MOST_ALIKE = 256;

  /// How many packets back a damaged record or a remark is looked for: more are never in flight at once.
  private static final int NEAR = 256;

  private final Consumer<OpenPacket> closed;
  private final BiConsumer<Event, Event> mended;
  private final Map<Identity, List<OpenPacket>> open = new HashMap<>();
  private final ArrayDeque<OpenPacket> byStart = new ArrayDeque<>();
  /// Fragments with the start of their datagram, youngest first.
  private final ArrayDeque<OpenPacket> firstFragments = new ArrayDeque<>();
  /// By source: its last event.
  private final Map<String, Seen> clock = new HashMap<>();
  private long now;
  private int damaged;

  /// @param closed gets each packet when it is over, in the order of their first events
  /// @param mended is told of a damaged event and what it was completed to
  Assembler(Consumer<OpenPacket> closed, BiConsumer<Event, Event> mended) {
    this.closed = closed;
    this.mended = mended;
  }

  /// Puts the event where it belongs; false when it is too damaged to say where that is.
  ///
  /// @param source the host, or the log that names none
  boolean accept(Seen e, String source, String start, boolean entering) {
    now++;
    if (e.reading().mended() && !e.reading().missing().isEmpty()) return acceptDamaged(e, source);
    Identity identity = e.tail.identity(source);
    List<OpenPacket> alike = open.computeIfAbsent(identity, k -> new ArrayList<>(1));
    removeLate(alike, e);
    clock.put(source, e);
    if (alike.size() > MOST_ALIKE) alike.removeFirst();
    Optional<OpenPacket> repeated = repeated(alike, e);
    if (repeated.isPresent()) repeated.get().repeats.add(e);
    else best(alike, e, entering).or(() -> reassembled(e, identity, alike)).or(() -> akin(e, identity, alike)).orElseGet(() -> begin(e, identity, alike)).add(e, start, entering, now);
    if ((now & SWEEP - 1) == 0) sweep();
    return true;
  }

  private static void removeLate(List<OpenPacket> alike, Seen now) {
    for (int i = alike.size() - 1; i >= 0; i--) {
      if (alike.get(i).isLate(now.uptime, now.wall)) alike.remove(i);
    }
  }

  /// A record with values missing joins the one packet that agrees with what is left of it.
  private boolean acceptDamaged(Seen e, String source) {
    Optional<OpenPacket> found = Optional.empty();
    int most = -1;
    boolean several = false;
    for (OpenPacket p : youngest()) {
      if (!p.identity.source().equals(source) && !e.host.isEmpty()) continue;
      int agreed = Completion.agreement(p.last().packet(), e);
      if (agreed < 0 || agreed < most || !p.continuesWith(Seen.of(Completion.complete(e.event(), p.last())), false)) continue;
      several = agreed == most;
      most = agreed;
      found = Optional.of(p);
    }
    if (found.isPresent() && !several && (most > 0 || !e.reading().lacks("SRC"))) {
      Event whole = Completion.complete(e.event(), found.get().last());
      found.get().add(Seen.of(whole), "", false, now);
      mended.accept(e.event(), whole);
      return true;
    }
    if (!canStandAlone(e.reading())) return false;
    Identity identity = e.tail.identity(source);
    begin(e, identity, open.computeIfAbsent(identity, k -> new ArrayList<>(1))).add(e, "", false, now);
    damaged++;
    return true;
  }

  private static boolean canStandAlone(Reading r) {
    for (String key : List.of("PROTO", "ID", "SRC", "SPT", "SEQ", "TYPE", "ULEN")) {
      if (r.lacks(key)) return false;
    }
    return true;
  }

  /// A datagram put together from fragments goes on as its first fragment's packet, under the identity it has from here on.
  private Optional<OpenPacket> reassembled(Seen e, Identity identity, List<OpenPacket> alike) {
    for (OpenPacket p : firstFragments) {
      if (!p.isReassembledBy(e)) continue;
      move(p, identity, alike);
      return Optional.of(p);
    }
    return Optional.empty();
  }

  private void move(OpenPacket p, Identity identity, List<OpenPacket> alike) {
    forget(p);
    p.identity = identity;
    alike.add(p);
  }

  /// A clean record whose packet began with a damaged one.
  private Optional<OpenPacket> akin(Seen e, Identity identity, List<OpenPacket> alike) {
    if (damaged == 0) return Optional.empty();
    for (OpenPacket p : youngest()) {
      if (p.last().reading().missing().isEmpty()) continue;
      if (Completion.agreement(e.packet(), p.last()) < 2 || !p.continuesWith(e, false)) continue;
      move(p, identity, alike);
      return Optional.of(p);
    }
    return Optional.empty();
  }

  private List<OpenPacket> youngest() {
    var youngest = new ArrayList<OpenPacket>(NEAR);
    Iterator<OpenPacket> i = byStart.descendingIterator();
    while (i.hasNext() && youngest.size() < NEAR) youngest.add(i.next());
    return youngest;
  }

  private void forget(OpenPacket p) {
    open.computeIfPresent(p.identity, (k, alike) -> {
      alike.remove(p);
      return alike.isEmpty() ? null : alike;
    });
  }

  private OpenPacket begin(Seen e, Identity identity, List<OpenPacket> alike) {
    var packet = new OpenPacket(identity);
    if (e.packet().header().mf() && e.packet().header().frag() == 0) firstFragments.addFirst(packet);
    if (firstFragments.size() > MOST_ALIKE) firstFragments.removeLast();
    alike.add(packet);
    byStart.add(packet);
    return packet;
  }

  private static Optional<OpenPacket> best(List<OpenPacket> alike, Seen e, boolean entering) {
    Optional<OpenPacket> best = Optional.empty();
    int points = -1;
    for (OpenPacket p : alike) {
      if (!p.continuesWith(e, entering)) continue;
      int its = p.likeness(e);
      if (its > points || its == points && p.touched < best.orElseThrow().touched) {
        best = Optional.of(p);
        points = its;
      }
    }
    return best.isPresent() || canStart(e) ? best : forerunner(alike, e);
  }

  private static Optional<OpenPacket> forerunner(List<OpenPacket> alike, Seen e) {
    Optional<OpenPacket> best = Optional.empty();
    for (OpenPacket p : alike) {
      if (p.mayHaveLost(e) && (best.isEmpty() || p.touched > best.get().touched)) best = Optional.of(p);
    }
    return best;
  }

  private static boolean canStart(Seen e) {
    Hook hook = e.hook().orElse(null);
    return hook == Hook.PREROUTING || hook == Hook.OUTPUT;
  }

  /// Pasted text quotes a record twice: the same stamp to the microsecond, the same hop, the same packet.
  private static Optional<OpenPacket> repeated(List<OpenPacket> alike, Seen e) {
    if (!e.precise) return Optional.empty();
    for (OpenPacket p : alike) {
      if (p.isNewer(e)) continue;
      for (Seen seen : p.events) {
        if (sameStamp(seen, e) && seen.hop.says(e.hop) && seen.packet().equals(e.packet())) return Optional.of(p);
      }
    }
    return Optional.empty();
  }

  private static boolean sameStamp(Seen a, Seen b) {
    return a.uptime == b.uptime && (a.wall == b.wall || a.wall < 0 || b.wall < 0);
  }

  /// Hands on what is over, from the front, so that packets leave in the order of their first events.
  private void sweep() {
    while (!byStart.isEmpty() && isOver(byStart.getFirst())) leave(byStart.removeFirst());
  }

  /// By the count of events, or by the clock of its own host where its lines show one.
  private boolean isOver(OpenPacket p) {
    long unheard = now - p.touched;
    return unheard > HORIZON || unheard > SWEEP && p.isLongOver(clock.getOrDefault(p.identity.source(), p.last()));
  }

  private void leave(OpenPacket p) {
    forget(p);
    closed.accept(p);
  }

  /// Ties a remark of the kernel to the packet it speaks of; false when none is open that it fits.
  boolean explain(Martian m) {
    Optional<OpenPacket> best = Optional.empty();
    Iterator<OpenPacket> i = byStart.descendingIterator();
    for (int n = 0; n < NEAR && i.hasNext(); n++) {
      OpenPacket p = i.next();
      var last = p.last().packet();
      if (!last.src().equals(m.src()) || !last.meta().in().equals(m.dev()) || p.isLate(m.stamp().uptime(), m.stamp().wall())) continue;
      if (best.isEmpty() || last.dst().equals(m.dst()) && !best.get().last().packet().dst().equals(m.dst())) best = Optional.of(p);
    }
    best.ifPresent(p -> p.martians.add(m));
    return best.isPresent();
  }

  void finish() {
    for (OpenPacket p : byStart) closed.accept(p);
    byStart.clear();
    open.clear();
  }
}
