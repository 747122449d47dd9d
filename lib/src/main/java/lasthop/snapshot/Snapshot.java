package lasthop.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import lasthop.host.Counter;
import lasthop.host.CounterReader;
import lasthop.host.Host;
import lasthop.host.Rules;
import lasthop.host.Socket;
import lasthop.host.SocketReader;
import lasthop.ip.Family;
import lasthop.link.Address;
import lasthop.link.GroupReader;
import lasthop.link.Link;
import lasthop.link.LinkReader;
import lasthop.link.Links;
import lasthop.link.Neighbour;
import lasthop.link.NeighbourReader;
import lasthop.routing.Fib;
import lasthop.routing.History;
import lasthop.routing.Kernel;
import lasthop.routing.NexthopObject;
import lasthop.routing.PolicyRule;
import lasthop.routing.Route;
import lasthop.routing.RouteFile;
import lasthop.routing.RoutingState;
import lasthop.routing.Rpdb;
import lasthop.routing.Tables;
import lasthop.sysctl.SysctlReader;
import lasthop.sysctl.Sysctls;
import lasthop.text.Lines;
import lasthop.text.Note;
import lasthop.text.Origin;
import lasthop.text.Reading;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Snapshots: the texts of the standard commands, read into a host. What is missing stays missing.
public final class Snapshot {
  private static final int LONGEST_ENTRY = 400;
  /// From here on a listing of rules is read no further than packets come.
  private static final long LARGE = 1 << 20;

  /// The files that tell a snapshot's folder from any other.
  public static final List<String> SIGNS = List.of("iptables-save.txt", "nft-ruleset.txt", "ip-route.txt", "ip-addr.txt", "ip-rule.txt", "sysctl.txt");

  private static final Completeness DEVICES = new Completeness("^\\d+|\\binet6? |\\bmtu ");
  private static final Completeness RULES = new Completeness("^\\d+|\\blookup |\\bfrom ");
  private static final Completeness SOCKETS = new Completeness("\\b(tcp|udp|LISTEN|UNCONN|ESTAB)\\b|:\\*");
  private static final Completeness ROUTES = new Completeness("\\b(dev|via|proto|scope|metric|src|nexthop) \\S");

  private final Map<String, String> texts;
  private final Map<String, ByteBuffer> large;
  private Report report = Report.EMPTY;

  private Snapshot(Map<String, String> texts, Map<String, ByteBuffer> large) {
    this.texts = new LinkedHashMap<>();
    texts.forEach((file, text) -> this.texts.put(file, Pasted.plain(text)));
    this.large = large;
    this.texts.entrySet().removeIf(e -> {
      Optional<Unread> other = OtherTool.in(e.getKey(), e.getValue());
      other.ifPresent(unread -> report = report.plus(new Report(List.of(), List.of(unread))));
      return other.isPresent();
    });
  }

  /// Reads a folder, or an archive of one: `.zip`, `.tar`, `.tar.gz`. Only `.txt` and `.json` files are looked at.
  ///
  /// @throws IOException when it cannot be read, or when an archive holds what no snapshot does: a link, a path that
  ///     leads out of it, or far too much
  public static Host read(Path path) throws IOException {
    String name = hostName(path.toAbsolutePath().normalize());
    return Files.isDirectory(path) ? folder(name, path) : read(name, Archive.read(path));
  }

  private static Host folder(String host, Path path) throws IOException {
    var texts = new TreeMap<String, String>();
    var large = new TreeMap<String, ByteBuffer>();
    for (Path file : files(path)) {
      String name = file.getFileName().toString();
      String meant = isText(name) ? name : Printed.file(name).orElse("");
      if (meant.endsWith("-save.txt") && Files.size(file) >= LARGE) large.put(meant, bytes(file));
      else if (!meant.isEmpty()) texts.put(meant, Pasted.text(Files.readAllBytes(file)));
    }
    for (String name : List.copyOf(texts.keySet())) Printed.file(name).ifPresent(meant -> texts.putIfAbsent(meant, texts.get(name)));
    return new Snapshot(texts, large).host(host);
  }

  /// Whether a folder holds listings of a host.
  public static boolean isFolder(Path path) throws IOException {
    if (!Files.isReadable(path)) return false;
    for (String sign : SIGNS) {
      if (Files.exists(path.resolve(sign)) || Files.exists(path.resolve(sign.replace(".txt", ".json")))) return true;
    }
    return files(path).stream().anyMatch(file -> Printed.file(file.getFileName().toString()).filter(SIGNS::contains).isPresent());
  }

  /// A folder's files, and those of what `sos report` keeps, a folder for each of its plugins.
  private static List<Path> files(Path path) throws IOException {
    Path reports = path.resolve("sos_commands");
    try (var own = Files.list(path); var below = Files.isDirectory(reports) ? Files.walk(reports, 2) : Stream.<Path>empty()) {
      return Stream.concat(own, below).filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// Outside of the heap, and not mapped: a file may be written anew while it is in use.
  private static ByteBuffer bytes(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      var bytes = ByteBuffer.allocateDirect(Math.toIntExact(channel.size()));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) { }
      return bytes.flip();
    }
  }

  static boolean isText(String name) {
    return name.endsWith(".txt") || name.endsWith(".json");
  }

  /// A folder or archive bears its host's name; one that is only called `state` or `snapshot` lies in a folder that does.
  private static String hostName(Path folder) {
    String name = folder.getFileName().toString().replaceFirst("\\.(tar|tar\\.gz|tgz|zip)$", "");
    boolean general = name.equals("state") || name.equals("snapshot");
    return general && folder.getParent() != null && folder.getParent().getFileName() != null ? folder.getParent().getFileName().toString() : name;
  }

  /// Reads texts by the file names of a snapshot.
  public static Host read(String name, Map<String, String> texts) {
    return read(name, texts, List.of());
  }

  /// The same of texts that were taken out of others.
  ///
  /// @param notes which of them became which file
  public static Host read(String name, Map<String, String> texts, List<Note> notes) {
    var snapshot = new Snapshot(texts, Map.of());
    snapshot.report = snapshot.report.plus(new Report(List.of(), List.of(), notes));
    return snapshot.host(name);
  }

  private Host host(String name) {
    Optional<Links> links = links();
    List<NexthopObject> nexthops = lines("ip-nexthop").map(lines -> kept(RouteFile.nexthops(lines))).orElse(List.of());
    var state = new RoutingState(kernel(), links, sysctls(), rules("ip-rule"), rules("ip6-rule"),
        allTables(Family.IPV4, links).map(f -> f.joined(nexthops)), allTables(Family.IPV6, links).map(f -> f.joined(nexthops)), neighbours(),
        nexthops, new History(false, false, false));
    return new Host(name, state, text("ss.txt").flatMap(this::sockets), counters("nstat.txt"), counters("nstat-delta.txt"), texts,
        Rules.of(texts, large), report);
  }

  /// Where nothing listens, the heading stands there all the same.
  private Optional<List<Socket>> sockets(String text) {
    Reading<Socket> read = SocketReader.read("ss.txt", text);
    List<Socket> sockets = kept(read);
    boolean headed = text.lines().anyMatch(SocketReader::isHeading);
    boolean whole = SOCKETS.isWhole(read.report(), () -> sockets.stream().map(Socket::origin));
    return whole && (headed || !sockets.isEmpty()) ? Optional.of(sockets) : Optional.empty();
  }

  private Optional<Map<String, Counter>> counters(String file) {
    return text(file).map(t -> {
      var byName = new LinkedHashMap<String, Counter>();
      for (Counter counter : kept(CounterReader.read(file, t))) byName.put(counter.name(), counter);
      return byName;
    });
  }

  private Optional<String> text(String file) {
    return Optional.ofNullable(texts.get(file));
  }

  private <T> List<T> kept(Reading<T> reading) {
    report = report.plus(reading.report());
    return reading.items();
  }

  private Kernel kernel() {
    return text("uname.txt").filter(t -> !t.isBlank()).map(Kernel::parse).orElse(Kernel.ASSUMED);
  }

  /// The lines of a listing: its text, or failing that its JSON form turned into the words of the text.
  private Optional<List<Lines>> lines(String stem) {
    String file = stem + ".txt";
    boolean printed = texts.containsKey(file) && !texts.get(file).isBlank();
    Optional<List<Lines>> json = printed ? Optional.empty() : json(stem);
    return json.isPresent() || !texts.containsKey(file) ? json : Optional.of(Lines.of(file, texts.get(file)));
  }

  private Optional<List<Lines>> json(String stem) {
    String file = stem + ".json";
    return text(file).map(t -> kept(JsonForm.lines(file, t)));
  }

  private Optional<Links> links() {
    Optional<List<Lines>> addresses = lines("ip-addr");
    if (addresses.isEmpty()) return Optional.empty();
    var found = Stream.concat(lines("ip-link").stream(), addresses.stream()).toList();
    Reading<Link> read = LinkReader.read(found);
    Links links = Links.of(kept(read));
    // Every host has lo: a text without any device is none of ip.
    boolean whole = DEVICES.isWhole(read.report(), () -> origins(links)) && Completeness.ofAddresses(addresses.get(), links);
    return links.isEmpty() || !whole ? Optional.empty() : Optional.of(grouped(links));
  }

  private Links grouped(Links links) {
    Optional<GroupReader.Read> read = text("ip-maddr.txt").map(text -> GroupReader.read("ip-maddr.txt", text));
    if (read.isEmpty()) return links;
    report = report.plus(read.get().report());
    // Of a listing that is not whole, what is absent from it proves nothing.
    return read.get().report().unread().isEmpty() ? links.withGroups(read.get().joined()) : links;
  }

  private static Stream<Origin> origins(Links links) {
    return links.all().stream().flatMap(l -> Stream.concat(Stream.of(l.origin()), l.addresses().stream().map(Address::origin)));
  }

  private Optional<Sysctls> sysctls() {
    if (text("sysctl.txt").isEmpty()) return Optional.empty();
    SysctlReader.Read read = SysctlReader.read("sysctl.txt", texts.get("sysctl.txt"));
    report = report.plus(read.report());
    return Optional.of(read.sysctls());
  }

  private Optional<Rpdb> rules(String stem) {
    return lines(stem).map(RouteFile::rules).flatMap(read -> {
      List<PolicyRule> rules = kept(read);
      if (rules.isEmpty()) return Optional.empty();
      boolean whole = RULES.isWhole(read.report(), () -> rules.stream().map(PolicyRule::origin));
      boolean ended = !cutInALine(stem) || rules.getLast().action() instanceof PolicyRule.Action.Lookup last && Tables.isBuiltIn(last.table());
      return !whole || !ended ? Optional.empty() : Optional.of(new Rpdb(rules));
    });
  }

  /// The kernel makes a local route for each own address: a listing without any is that of one table.
  private Optional<Fib> allTables(Family family, Optional<Links> links) {
    boolean addressed = links.stream().flatMap(l -> l.all().stream()).filter(l -> l.isUp() && l.master().isEmpty()).flatMap(l -> l.addresses().stream())
        .anyMatch(a -> a.ip().family() == family && !a.has("tentative") && !a.has("dadfailed"));
    return fib(family).filter(fib -> !addressed || fib.table(Tables.LOCAL).isPresent());
  }

  /// IPv6 routes stand in `ip6-route.txt`; failing that, in the listing of all tables, which prints both families.
  private Optional<Fib> fib(Family family) {
    boolean v6 = family == Family.IPV6;
    if (v6 && texts.containsKey("ip6-route.txt")) return listed(RouteFile::fib6, "ip6-route.txt");
    if (v6 && texts.containsKey("ip6-route.json")) return json("ip6-route").map(l -> Fib.of(kept(RouteFile.routes6(l))));
    if (texts.containsKey("ip-route.txt")) return listed((file, text) -> RouteFile.fib(family, file, text), "ip-route.txt");
    return json("ip-route").map(l -> Fib.of(kept(RouteFile.routes(family, l))));
  }

  /// A text that was cut off, or holds no route at all, does not tell the routes.
  private Optional<Fib> listed(BiFunction<String, String, RouteFile.Listed> reader, String file) {
    String text = texts.get(file);
    RouteFile.Listed listed = reader.apply(file, text);
    report = report.plus(listed.report());
    List<Unread> unread = listed.report().unread();
    boolean cut = !unread.isEmpty() && !text.endsWith("\n") && unread.getLast().text().endsWith(lastLine(text));
    // On one line the routes of one family hide in one of the other.
    boolean oneLine = text.length() > LONGEST_ENTRY && text.strip().indexOf('\n') < 0;
    boolean noRoutes = (oneLine || !unread.isEmpty()) && listed.fib().isEmpty();
    boolean whole = ROUTES.isWhole(listed.report(), () -> listed.fib().routes().stream().map(Route::origin));
    return cut || noRoutes || !whole ? Optional.empty() : Optional.of(listed.fib());
  }

  /// Whether a text ends within a line, by what text editors and copying leave away as well.
  private boolean cutInALine(String stem) {
    return text(stem + ".txt").filter(t -> !t.isBlank() && !t.endsWith("\n")).isPresent();
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private Optional<List<Neighbour>> neighbours() {
    return lines("ip-neigh").map(lines -> kept(NeighbourReader.read(lines)));
  }
}
