package lasthop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lasthop.Case.HostLog;
import lasthop.host.Host;
import lasthop.snapshot.Snapshot;
import lasthop.snapshot.Transcript;
import lasthop.text.Origin;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.trace.Hints;
import lasthop.trace.PacketSelector;
import lasthop.trace.TraceLog;
import lasthop.trace.TraceSearch;

/// Reads the files of a case.
final class CaseFiles {
  private static final String EXAMPLE = "/lasthop/example/ceph-rpfilter/";

  /// In the order of the packet's way.
  private static final List<String> EXAMPLE_HOSTS = List.of("ceph3", "ceph2");

  private static final String LOG = "kern.log";

  /// What `collect --log` adds to a snapshot.
  private static final String COLLECTED_LOG = "kernel-log.txt";

  /// In bytes. What people paste is far shorter, and a log should not be read twice.
  private static final int LONGEST_TRANSCRIPT = 4 << 20;

  private final PacketSelector wanted;
  private final boolean indexed;
  private final List<HostLog> logs = new ArrayList<>();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final List<String> ownLogs = new ArrayList<>();
  private Report beside = Report.EMPTY;

  private CaseFiles(PacketSelector wanted, boolean indexed) {
    this.wanted = wanted;
    this.indexed = indexed;
  }

  static Case open(List<String> names, PacketSelector wanted, boolean indexed) throws IOException {
    var files = new CaseFiles(wanted, indexed);
    var loose = new ArrayList<String>();
    for (String name : names) {
      if (Files.isDirectory(Path.of(name))) files.folder(Path.of(name));
      else if (isArchive(name)) files.host(Path.of(name));
      else loose.add(name);
    }
    loose.removeIf(files::isRead);
    files.transcripts(loose);
    if (!loose.isEmpty()) files.log("", loose, files.onlyHints());
    return new Case(files.logs, files.hosts, files.beside);
  }

  /// Keeps the packets that are wanted, so that memory does not grow with the log.
  private void log(String host, List<String> names, Hints hints) throws IOException {
    logs.add(new HostLog(host, TraceSearch.find(names, wanted, hints, indexed)));
  }

  private void folder(Path folder) throws IOException {
    boolean known = Snapshot.isFolder(folder);
    if (known) host(folder);
    else if (!hostsOf(folder)) {
      throw new IOException(folder + ": neither a snapshot (no " + String.join(", ", Snapshot.SIGNS) + ") nor a folder of snapshots; a log is named as a file");
    }
  }

  private void host(Path folder) throws IOException {
    Host host = Snapshot.read(folder);
    hosts.put(host.name(), host);
    host.text(COLLECTED_LOG).ifPresent(text -> collected(host, text, folder + "/" + COLLECTED_LOG));
    if (!Files.isDirectory(folder)) return;
    var own = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(folder, LOG + "*")) {
      for (Path file : files) own.add(file.toString());
    }
    own.sort(null);
    if (!own.isEmpty()) log(host.name(), own, hints(host));
    ownLogs.addAll(own);
  }

  /// Opens the hosts whose listings stand in texts below their commands, and the log of a text that is one host's. What is left
  /// are logs.
  private void transcripts(List<String> loose) throws IOException {
    Transcript.Result all = Transcript.Result.NONE;
    var logged = new LinkedHashMap<String, String>();
    for (String name : List.copyOf(loose)) {
      Path file = Path.of(name);
      Optional<Transcript.Result> read = Files.isRegularFile(file) && Files.size(file) <= LONGEST_TRANSCRIPT ? Transcript.read(file) : Optional.empty();
      if (read.isEmpty()) continue;
      all = all.plus(read.get(), name);
      Set<String> found = read.get().texts().keySet();
      for (String host : found) if (hosts.containsKey(host)) beside = beside.plus(known(name, host));
      if (read.get().isLog() && found.size() == 1) logged.put(name, found.iterator().next());
      if (!found.isEmpty() && (!read.get().isLog() || found.size() == 1)) loose.remove(name);
    }
    beside = beside.plus(all.report());
    for (var host : all.texts().entrySet()) hosts.putIfAbsent(host.getKey(), Snapshot.read(host.getKey(), host.getValue(), all.notes().get(host.getKey())));
    for (var own : logged.entrySet()) {
      Host host = hosts.get(own.getValue());
      log(own.getValue(), List.of(own.getKey()), host == null ? Hints.NONE : hints(host));
    }
  }

  private static Report known(String name, String host) {
    return new Report(List.of(), List.of(new Unread(new Origin(name, 1), "", "what was pasted of " + host + " is not read: its snapshot was named as well")));
  }

  private void collected(Host host, String text, String name) {
    TraceLog all = TraceLog.parse(text, name, hints(host));
    logs.add(new HostLog(host.name(), new TraceLog(all.packets().stream().filter(wanted::matches).toList(), all.martians(), all.gaps(), all.report())));
  }

  /// Whether a log that was named has been read with its host's folder.
  private boolean isRead(String name) {
    Path file = Path.of(name).toAbsolutePath().normalize();
    return ownLogs.stream().anyMatch(own -> Path.of(own).toAbsolutePath().normalize().equals(file));
  }

  /// Opens each folder in it that is a snapshot; false if there is none.
  private boolean hostsOf(Path folder) throws IOException {
    var inside = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path entry : entries) if (Snapshot.isFolder(entry)) inside.add(entry);
    }
    inside.sort(null);
    for (Path host : inside) host(host);
    return !inside.isEmpty();
  }

  /// What `collect.sh` prints, or a packed snapshot.
  private static boolean isArchive(String name) {
    return (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz") || name.endsWith(".zip")) && Files.isRegularFile(Path.of(name));
  }

  /// For logs that lie in no host's folder: the hints of the only host.
  private Hints onlyHints() {
    return hosts.size() == 1 ? hints(hosts.values().iterator().next()) : Hints.NONE;
  }

  private static Hints hints(Host host) {
    String rules = host.text("iptables-save.txt").orElse("") + "\n" + host.text("ip6tables-save.txt").orElse("");
    return Hints.of(rules, host.text("ip-link.txt").or(() -> host.text("ip-addr.txt")).orElse(""));
  }

  static Case example() throws IOException {
    var files = new CaseFiles(PacketSelector.ALL, false);
    for (String name : EXAMPLE_HOSTS) {
      Host host = Snapshot.read(name, exampleTexts(name));
      files.hosts.put(name, host);
      files.logs.add(new HostLog(name, TraceLog.parse(resource(name + "/" + LOG), name + "/" + LOG, hints(host))));
    }
    return new Case(files.logs, files.hosts, Report.EMPTY);
  }

  private static Map<String, String> exampleTexts(String host) throws IOException {
    var texts = new TreeMap<String, String>();
    for (String file : resource("files.txt").split("\n")) texts.put(file, resource(host + "/" + file));
    return texts;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CaseFiles.class.getResourceAsStream(EXAMPLE + name)) {
      if (in == null) throw new IOException("the bundled example lacks " + name + ": build lasthop again");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
