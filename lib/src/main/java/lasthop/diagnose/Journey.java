package lasthop.diagnose;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lasthop.ip.Ip;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Traversal;

/// One packet on its way over the hosts of a case, from the one that sent it as far as the files tell.
///
/// A host that the packet left says by its routes which address comes next; the host that owns the address is next. Logs
/// of the same packet are found by [SamePacket], whatever the routes say.
final class Journey {
  private final List<Witness> witnesses;
  private final Neighbourhood neighbourhood;
  private final Map<String, TracedPacket> seen = new LinkedHashMap<>();
  private final Map<String, Diagnosis> done = new LinkedHashMap<>();

  Journey(List<Witness> witnesses, Wanted wanted) {
    this.witnesses = witnesses;
    this.neighbourhood = new Neighbourhood(witnesses);
    find(wanted, _ -> true);
    // its sender may translate its source behind the last line that it prints
    if (seen.isEmpty()) wanted.withoutSource().ifPresent(w -> find(w, p -> p.packet().meta().in().isEmpty()));
  }

  /// A diagnosis for every witness, those on the packet's way first and in its order.
  List<Diagnosis> follow(Wanted wanted) {
    Optional<Witness> at = start(wanted);
    Optional<Packet> arriving = wanted.packet();
    while (at.isPresent() && !done.containsKey(at.get().name())) {
      Diagnosis diagnosis = diagnosis(at.get(), arriving);
      done.put(diagnosis.host(), diagnosis);
      Optional<Arrival> next = next(diagnosis);
      arriving = next.map(Arrival::packet);
      at = next.map(Arrival::at);
    }
    for (Witness witness : witnesses) {
      if (!done.containsKey(witness.name())) done.put(witness.name(), aside(witness, wanted));
    }
    return List.copyOf(done.values());
  }

  private Diagnosis diagnosis(Witness witness, Optional<Packet> arriving) {
    TracedPacket own = seen.get(witness.name());
    return own != null ? Judge.of(witness, own) : Unseen.arrives(witness, arriving, List.copyOf(done.values()));
  }

  /// A host that is not on the way the others describe. The one that owns the destination is where the packet was to
  /// end, even where a host before it cannot say so.
  private Diagnosis aside(Witness witness, Wanted wanted) {
    TracedPacket own = seen.get(witness.name());
    if (own != null) return Judge.of(witness, own);
    List<Diagnosis> way = List.copyOf(done.values());
    Optional<Neighbourhood.Door> door = wanted.dst().flatMap(neighbourhood::owner).filter(d -> d.host() == witness);
    boolean open = way.isEmpty() || !way.getLast().isSettled();
    if (door.isEmpty() || !open || wanted.host().equals(witness.name())) return Unseen.passedBy(witness, way);
    return Unseen.arrives(witness, wanted.packet().map(p -> arriving(p, door.get().dev())), way);
  }

  /// Finds the packet in every log: first as wanted, then as what that log shows it to be.
  private void find(Wanted wanted, Predicate<TracedPacket> eligible) {
    Optional<TracedPacket> model = Optional.empty();
    for (Witness witness : witnesses) {
      Optional<TracedPacket> pointed = wanted.logged().isKnown() ? witness.packets().stream().filter(wanted::isAt).findFirst() : Optional.empty();
      Optional<TracedPacket> own = pointed.or(() -> witness.packets().stream().filter(p -> eligible.test(p) && SamePacket.as(wanted, p).isPresent()).findFirst());
      own.ifPresent(p -> seen.put(witness.name(), p));
      if (model.isEmpty()) model = own;
    }
    if (model.isEmpty()) return;
    TracedPacket found = model.get();
    for (Witness witness : witnesses) {
      if (!seen.containsKey(witness.name())) {
        witness.packets().stream().filter(p -> SamePacket.same(found, p)).findFirst().ifPresent(p -> seen.put(witness.name(), p));
      }
    }
  }

  /// The sender if it is named, else the host that made the packet, else the one that saw it with the largest TTL.
  private Optional<Witness> start(Wanted wanted) {
    Optional<Witness> named = Witness.named(witnesses, wanted.host());
    if (named.isPresent()) return named;
    Optional<Witness> maker = witnesses.stream()
        .filter(w -> seen.containsKey(w.name()) && seen.get(w.name()).packet().meta().in().isEmpty()).findFirst();
    if (maker.isPresent()) return maker;
    return witnesses.stream().filter(w -> seen.containsKey(w.name()))
        .max(Comparator.comparingInt(w -> seen.get(w.name()).packet().header().ttl()))
        .or(() -> wanted.src().flatMap(neighbourhood::owner).map(Neighbourhood.Door::host));
  }

  /// The host that gets the packet next, and the packet as it gets it.
  private record Arrival(Witness at, Packet packet) {}

  private Optional<Arrival> next(Diagnosis from) {
    if (!(from.disposition() instanceof Disposition.Transmitted sent)) return Optional.empty();
    Optional<Packet> leaving = leaving(from);
    if (leaving.isEmpty()) return Optional.empty();
    Ip nexthop = sent.route().flatMap(r -> r.nexthop().via()).orElse(leaving.get().dst());
    return neighbourhood.owner(nexthop).filter(door -> !door.host().name().equals(from.host()))
        .map(door -> new Arrival(door.host(), arriving(leaving.get(), door.dev())));
  }

  /// A packet as it comes in at the next host: what the kernel kept beside it stays behind.
  static Packet arriving(Packet packet, String dev) {
    return packet.with(Meta.NONE.withIn(dev));
  }

  /// The packet as it left a host: as its last line or the model's last hop has it.
  static Optional<Packet> leaving(Diagnosis from) {
    Optional<Packet> predicted = from.predicted().flatMap(Journey::lastPacket);
    return predicted.or(() -> from.seen().map(p -> p.last().packet()));
  }

  /// A packet as the last hop has it that tells.
  static Optional<Packet> lastPacket(Traversal way) {
    return way.hops().reversed().stream().flatMap(h -> h.leaving().stream()).findFirst();
  }
}
