package lasthop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.diagnose.Witness;
import lasthop.host.Host;
import lasthop.ip.Ip;
import lasthop.link.Links;
import lasthop.text.Report;
import lasthop.trace.PacketSelector;
import lasthop.trace.TraceLog;
import lasthop.trace.TracedPacket;

/// What is known of one incident: the logs and the snapshots of its hosts. Immutable.
///
/// @param logs in the order opened
/// @param hosts by name, in the order opened
/// @param beside what was mended and not read of texts that several hosts may share
public record Case(List<HostLog> logs, Map<String, Host> hosts, Report beside) {
  public static final Case NONE = new Case(List.of(), Map.of(), Report.EMPTY);

  public Case {
    logs = List.copyOf(logs);
    hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
  }

  /// A log, and whose it is.
  ///
  /// @param host the host in whose folder it lay; empty where only its lines can tell
  public record HostLog(String host, TraceLog log) {}

  /// Opens logs, snapshot folders, and folders that hold a snapshot and a log for each host, in any order.
  ///
  /// @throws IOException saying what is wrong with which file
  public static Case open(List<String> names) throws IOException {
    return open(names, PacketSelector.ALL);
  }

  /// The same, keeping of the logs only the packets that are wanted: memory grows with those and not with the logs.
  public static Case open(List<String> names, PacketSelector wanted) throws IOException {
    return open(names, wanted, false);
  }

  /// The same with the help of the indexes beside the logs, where there are some that fit.
  public static Case open(List<String> names, PacketSelector wanted, boolean indexed) throws IOException {
    return CaseFiles.open(names, wanted, indexed);
  }

  /// The bundled case: a packet to a service address that strict reverse-path filtering refuses on the second host.
  public static Case example() throws IOException {
    return CaseFiles.example();
  }

  /// The devices of all hosts: before it is known which host a question is for, it may name any of them.
  Links devices() {
    return Links.of(hosts.values().stream().flatMap(h -> h.routing().links().stream()).flatMap(l -> l.all().stream()).toList());
  }

  /// The logs, whosever they are.
  public List<TraceLog> traceLogs() {
    return logs.stream().map(HostLog::log).toList();
  }

  /// Every packet of the logs, in their order.
  public List<Trace> packets() {
    var packets = new ArrayList<Trace>();
    for (HostLog log : logs) {
      for (TracedPacket packet : log.log().packets()) {
        packets.add(new Trace(this, packet, log.host().isEmpty() ? host(packet.host()) : host(log.host())));
      }
    }
    return packets;
  }

  public List<Trace> packets(PacketSelector selector) {
    var packets = new ArrayList<Trace>();
    for (Trace trace : packets()) {
      if (selector.matches(trace.packet())) packets.add(trace);
    }
    return packets;
  }

  /// The questions that one host of the case answers.
  ///
  /// @throws IllegalArgumentException listing those there are, when there is none of that name
  public On on(String name) {
    Host host = hosts.get(name);
    if (host == null) throw new IllegalArgumentException("no snapshot of \"" + name + "\": open are " + String.join(" ", hosts.keySet()));
    return new On(this, host);
  }

  /// The host that a flow's question is for: the only one; or of several the one that owns the destination, or else the
  /// source.
  ///
  /// @throws IllegalArgumentException saying how to name one, when that leaves several
  On on(Ip dst, Optional<Ip> src) {
    if (hosts.isEmpty()) throw new IllegalStateException("no snapshot is open: open(\"snapshots/ceph2\") opens one, example() the bundled case");
    if (hosts.size() == 1) return new On(this, hosts.values().iterator().next());
    List<Host> owners = owners(dst);
    if (owners.size() != 1 && src.isPresent()) owners = owners(src.get());
    if (owners.size() == 1) return new On(this, owners.getFirst());
    throw new IllegalArgumentException("several hosts are open, name one: on(\"" + hosts.keySet().iterator().next() + "\"); there are "
        + String.join(" ", hosts.keySet()));
  }

  private List<Host> owners(Ip ip) {
    return hosts.values().stream().filter(h -> h.links().hasAddress(ip)).toList();
  }

  /// The snapshot of the host that a log names; of an only host also where names differ or the log has none.
  public Optional<Host> host(String name) {
    Host host = hosts.get(name);
    if (host == null && hosts.size() == 1) host = hosts.values().iterator().next();
    return Optional.ofNullable(host);
  }

  /// The names of what is in it, by kind: packet, address, host, device, chain, sysctl; in order of appearance.
  public Map<String, Set<String>> names() {
    return Names.of(this);
  }

  /// What each host has to say, for a diagnosis.
  public List<Witness> witnesses() {
    return Witnesses.of(this);
  }

  /// What was mended and what could not be read, of all files.
  public Report report() {
    Report report = beside;
    for (HostLog log : logs) report = report.plus(log.log().report());
    for (Host host : hosts.values()) report = report.plus(host.report());
    return report;
  }
}
