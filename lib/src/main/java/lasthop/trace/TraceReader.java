package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.Transport;
import lasthop.text.Origin;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Reads one or more logs, line by line, into events, and hands each event on as it is read.
///
/// Clean lines take the short way through [KernelGrammar]; what looks like TRACE and is not clean is collected and
/// given to [Salvage]. Nothing is kept but what the report and the gaps need.
final class TraceReader {
  private static final Set<String> TABLES = Set.of("raw", "mangle", "nat", "filter", "security");
  private static final byte[] MARTIAN = Cursor.key("martian "), HEADER = Cursor.key("ll header");

  /// Where events go.
  interface Sink {
    /// @param source the host, or the log where it names no host
    /// @param base the base chain an nft tool named above the event; empty for kernel lines
    /// @param entering whether the event is the first after an nft tool's packet line
    /// @return false when the event is too damaged to belong to any packet
    boolean event(Seen e, String source, String base, boolean entering);

    void martian(Martian m);
  }

  private final Sink sink;
  private final Hints hints;
  private final CleanLines clean = new CleanLines();
  private final Envelope envelope = clean.envelope();
  private final Monitors monitors = new Monitors();
  private final Journal journal = new Journal();
  private final Salvage salvage;
  private final List<Repair> repairs = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private Optional<Martian> martian = Optional.empty();
  private Optional<Seen.Text> text = Optional.empty();
  private boolean isJournal;
  private String name = "";
  private String set = "";
  private String oneHost = "";
  private boolean severalHosts;
  private int line;

  TraceReader(Hints hints, Sink sink) {
    this.hints = hints;
    this.sink = sink;
    this.salvage = new Salvage(hints);
  }

  /// Whether any record so far came out of the journal's own formats, where it does not stand on a line of its own.
  boolean isJournal() {
    return isJournal;
  }

  /// Notes that a damaged event was completed from other records of its packet.
  void mended(Event damaged, Event whole) {
    repairs.add(new Repair(damaged.origin(), damaged.hop() + ": completed from the packet's record before it (" + whole.packet() + ")"));
  }

  /// What was mended and what could not be read, up to here.
  Report report() {
    return new Report(repairs, unread);
  }

  /// Where records are missing, up to here.
  List<Gap> gaps() {
    return gaps;
  }

  /// Notes that a file ended before the end it had when it was opened; what had been read is kept.
  void shrank(String file, long read, long size) {
    Origin origin = new Origin(file, line);
    gaps.add(new Gap(origin, Stamp.NONE, "", -1, "the file shrank while it was read"));
    unread.add(new Unread(origin, "", "the file shrank while it was read, from " + size + " bytes to " + read
        + " (rotated by copying and cutting it?); what came before is kept"));
  }

  /// Reads one stream to its end.
  ///
  /// @return how many bytes that was; the largest number when reading broke off, which is noted
  /// @param rotatedSet what its rotated parts have in common: stands for the host where lines name none
  /// @throws IOException when nothing at all could be read
  long read(InputStream in, String file, String rotatedSet) throws IOException {
    return read(in, Long.MAX_VALUE, file, rotatedSet, 0, 0);
  }

  /// From here on the text of clean lines can be had again, and is not kept; empty when it must be.
  void readsAgain(Optional<? extends Seen.Text> from) {
    text = from.map(t -> t);
  }

  /// Reads part of a file.
  ///
  /// @param length how many bytes of the stream to read
  /// @param linesBefore how many lines of the file lie before the stream
  /// @param bytesBefore how many bytes of the file lie before the stream
  long read(InputStream in, long length, String file, String rotatedSet, int linesBefore, long bytesBefore) throws IOException {
    name = file;
    set = rotatedSet;
    oneHost = "";
    severalHosts = false;
    var lines = new Lines(in, length, linesBefore, bytesBefore);
    while (lines.advance()) line(lines);
    journal.atEnd().ifPresent(m -> message(m, lines));
    mend();
    flushMartian();
    line = lines.number;
    if (lines.broken.isEmpty()) return lines.consumed() - bytesBefore;
    Origin origin = new Origin(name, line);
    gaps.add(new Gap(origin, Stamp.NONE, "", -1, "reading ended early: " + lines.broken));
    unread.add(new Unread(origin, "", "the file could be read only up to here (" + lines.broken + "); what came before is kept"));
    return Long.MAX_VALUE;
  }

  private void line(Lines l) {
    byte[] b = l.bytes();
    if (journal.takes(b, l.from, l.to)) {
      journal.message().ifPresent(m -> message(m, l));
      return;
    }
    int message = envelope.glance(b, l.from, l.to);
    if (message > l.from && CleanLines.isMark(b, message + 2, l.to) && strictLine(b, message + 2, l)) return;
    if (!salvage.isPending() && martian.isEmpty() && Remarks.isPlain(b, message, l.to) && !Monitors.mayRead(b, l.from, l.to)) {
      salvage.remember(b, l.from, l.to, l.number, l.offset);
      return;
    }
    int trace = CleanLines.mark(b, l.from, l.to);
    if (Monitors.mayRead(b, l.from, l.to) && monitorLine(l)) return;
    if (trace >= 0 && strictLine(b, trace, l)) return;
    if (salvage.wants(b, l.from, l.to, trace >= 0)) {
      salvage.add(b, l.from, l.to, l.number, l.offset);
      if (salvage.isFull()) mend();
      return;
    }
    mend();
    remark(b, l.from, l.to, l, true, Stamp.NONE, "");
    salvage.remember(b, l.from, l.to, l.number, l.offset);
  }

  private boolean strictLine(byte[] b, int trace, Lines l) {
    if (!clean.read(b, l.from, trace, l.to)) return false;
    strict(text.isPresent() ? new Seen(l, clean, text.get()) : new Seen(clean.event(new Origin(name, l.number), l.offset), clean.hop, clean.tail), b, trace, l.to);
    return true;
  }

  /// A message of the journal, whose stamps and host came in fields of their own.
  private void message(Journal.Message m, Lines l) {
    isJournal = true;
    byte[] b = m.text();
    int trace = CleanLines.mark(b, 0, b.length);
    if (trace < 0) {
      remark(b, 0, b.length, l, false, m.stamp(), m.host());
      return;
    }
    var origin = new Origin(name, l.number);
    if (clean.read(b, trace, b.length)) strict(new Seen(clean.event(origin, l.offset, m.stamp(), m.host()), clean.hop, clean.tail), b, trace, b.length);
    else unread.add(new Unread(origin, excerpt(b, 0, b.length), "not a TRACE record as the kernel writes it"));
  }

  /// Takes a record that is exactly as the kernel writes it.
  private void strict(Seen e, byte[] b, int trace, int to) {
    mend();
    if (!e.hop.learnt) salvage.names().learn(e);
    e.hop.learnt = true;
    Optional<String> imitation = imitation(e);
    if (imitation.isPresent()) unread.add(new Unread(new Origin(name, e.line), excerpt(b, trace + "TRACE: ".length(), to), imitation.get()));
    else emit(e, "", false);
  }

  private void emit(Seen seen, String base, boolean entering) {
    flushMartian();
    if (sink.event(seen, source(seen.host), base, entering)) return;
    Event e = seen.event();
    unread.add(new Unread(e.origin(), e.hop(), "too little is left of this record to say which packet it belongs to; not readable: "
        + String.join(", ", e.reading().missing())));
  }

  /// Damage may have cost a record the name of its host: in a log of one host it is that one's.
  private String source(String host) {
    if (host.isEmpty()) return oneHost.isEmpty() || severalHosts ? set : oneHost;
    if (!host.equals(oneHost)) {
      severalHosts |= !oneHost.isEmpty();
      oneHost = host;
    }
    return host;
  }

  /// Decodes the damaged text collected so far.
  private void mend() {
    if (!salvage.isPending()) return;
    Salvage.Result result = salvage.decode(name);
    repairs.addAll(result.report().repairs());
    unread.addAll(result.report().unread());
    gaps.addAll(result.gaps());
    for (Event e : result.events()) {
      Seen seen = Seen.of(e);
      Optional<String> imitation = imitation(seen);
      if (imitation.isPresent()) unread.add(new Unread(e.origin(), e.toString(), imitation.get()));
      else emit(seen, "", false);
    }
  }

  private boolean monitorLine(Lines l) {
    Optional<Monitors.Step> read = monitors.read(new String(l.bytes(), l.from, l.to - l.from, StandardCharsets.UTF_8));
    if (!monitors.understood) return false;
    read.ifPresent(s -> {
      Reading reading = s.packet().isPresent() ? Reading.CLEAN : new Reading(Monitors.UNSEEN_KEYS, false, false, false);
      emit(Seen.of(new Event(new Origin(name, l.number), l.offset, Stamp.NONE, "", s.table(), s.chain(), s.kind(), -1, s.nft(),
          s.packet().orElse(Monitors.UNSEEN), reading)), s.base(), s.entering());
    });
    return true;
  }

  /// @param enveloped whether stamp and host still stand in the line
  private void remark(byte[] b, int from, int to, Lines l, boolean enveloped, Stamp stamp, String host) {
    int header = martian.isPresent() ? Remarks.find(b, from, to, HEADER) : -1;
    if (header >= 0) {
      String octets = Remarks.linkHeader(b, header, to).orElse("");
      Martian m = martian.get();
      martian = Optional.of(new Martian(m.origin(), m.stamp(), m.host(), m.source(), m.dst(), m.src(), m.dev(), octets));
      flushMartian();
      return;
    }
    if (!Remarks.mayRemark(b, from, to)) return;
    int at = Remarks.find(b, from, to, MARTIAN);
    if (at >= 0) {
      if (enveloped) envelope.read(b, from, at);
      Stamp made = enveloped ? envelope.stamp() : stamp;
      String on = enveloped ? envelope.hostName() : host;
      Remarks.martian(b, at, to).ifPresent(w -> {
        flushMartian();
        martian = Optional.of(new Martian(new Origin(name, l.number), made, on, w[0].equals("source"), Ip.parse(w[1]), Ip.parse(w[2]), w[3], ""));
      });
      return;
    }
    Remarks.loss(b, from, to).ifPresent(loss -> {
      if (enveloped) envelope.read(b, from, to);
      gaps.add(new Gap(new Origin(name, l.number), enveloped ? envelope.stamp() : stamp, enveloped ? envelope.hostName() : host,
          loss.count(), loss.text()));
    });
  }

  private void flushMartian() {
    martian.ifPresent(sink::martian);
    martian = Optional.empty();
  }

  /// Why a record that is well formed is yet no TRACE but a LOG rule's prefix; empty when it is TRACE.
  private Optional<String> imitation(Seen e) {
    if (!e.hop.genuine && !TABLES.contains(e.table())) {
      return Optional.of("a LOG rule's prefix that looks like TRACE: there is no table \"" + e.table() + "\"");
    }
    if (e.packet().transport() instanceof Transport.Tcp t && t.seq() < 0 && !e.reading().lacks("SEQ")) {
      return Optional.of("a LOG rule's prefix that looks like TRACE: a TRACE line of a TCP packet shows SEQ and ACK");
    }
    if (e.hop.genuine) return Optional.empty();
    var chains = hints.chains().get(e.table());
    if (chains != null && e.hook().isEmpty() && !chains.containsKey(e.chain())) {
      return Optional.of("table " + e.table() + " of the snapshot has no chain \"" + e.chain()
          + "\": a LOG rule's prefix that looks like TRACE, or the snapshot is of another time");
    }
    e.hop.genuine = true;
    return Optional.empty();
  }

  static String excerpt(byte[] b, int from, int to) {
    return new String(b, from, Math.min(to - from, 240), StandardCharsets.UTF_8);
  }
}
