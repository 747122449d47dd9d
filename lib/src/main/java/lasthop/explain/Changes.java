package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.packet.Packet;

/// What differs between two sights of one packet, in the keys of the kernel's log.
final class Changes {
  private Changes() {}

  /// The fields that changed, as `DST=10.0.1.12` in the later packet's values; empty when nothing did.
  static List<Phrase> between(Packet before, Packet after) {
    var changed = new ArrayList<String>();
    made(before, after, changed);
    found(before, after, changed);
    return phrases(changed);
  }

  /// What a row of a trace shows: what is new at this line, and what the rule behind it changed. A line is printed before
  /// its rule's target runs, so that change shows in the line after it.
  static List<Phrase> at(Packet before, Packet here, Packet next) {
    var changed = new ArrayList<String>();
    found(before, here, changed);
    made(here, next, changed);
    return phrases(changed);
  }

  /// What rules change.
  private static void made(Packet before, Packet after, List<String> changed) {
    if (!before.src().equals(after.src())) changed.add("SRC=" + after.src());
    if (!before.dst().equals(after.dst())) changed.add("DST=" + after.dst());
    if (before.sport() != after.sport() && after.sport() >= 0) changed.add("SPT=" + after.sport());
    if (before.dport() != after.dport() && after.dport() >= 0) changed.add("DPT=" + after.dport());
    if (before.meta().mark() != after.meta().mark()) changed.add("MARK=0x" + Long.toHexString(after.meta().mark()));
    if (before.header().tos() != after.header().tos()) changed.add("TOS=0x" + Integer.toHexString(after.header().tos()));
  }

  /// What the kernel does between the chains.
  private static void found(Packet before, Packet after, List<String> changed) {
    if (!before.meta().in().equals(after.meta().in())) changed.add("IN=" + after.meta().in());
    if (!before.meta().out().equals(after.meta().out())) changed.add("OUT=" + after.meta().out());
    if (!before.meta().physin().equals(after.meta().physin())) changed.add("PHYSIN=" + after.meta().physin());
    if (!before.meta().physout().equals(after.meta().physout())) changed.add("PHYSOUT=" + after.meta().physout());
    if (before.header().ttl() != after.header().ttl()) changed.add("TTL=" + after.header().ttl());
    if (before.header().len() != after.header().len()) changed.add("LEN=" + after.header().len());
  }

  private static List<Phrase> phrases(List<String> changed) {
    var phrases = new ArrayList<Phrase>();
    for (int i = 0; i < changed.size(); i++) phrases.add(Phrase.mark(i == 0 ? changed.get(i) : " " + changed.get(i), Tone.CHANGED));
    return phrases;
  }

  /// `IN=enp5s0` or `OUT=enp3s0`: what the first hop shows.
  static List<Phrase> first(Packet packet) {
    var out = new StringBuilder();
    if (!packet.meta().in().isEmpty()) out.append("IN=").append(packet.meta().in()).append(' ');
    if (!packet.meta().physin().isEmpty()) out.append("PHYSIN=").append(packet.meta().physin()).append(' ');
    if (!packet.meta().out().isEmpty()) out.append("OUT=").append(packet.meta().out()).append(' ');
    if (packet.meta().mark() != 0) out.append("MARK=0x").append(Long.toHexString(packet.meta().mark())).append(' ');
    return out.isEmpty() ? List.of() : List.of(Phrase.code(out.substring(0, out.length() - 1)));
  }
}
