package lasthop.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lasthop.text.Note;
import lasthop.text.Origin;
import lasthop.text.Report;
import lasthop.text.Unread;

/// A terminal's text, or a page with headings: commands, and below each what it printed. Each listing becomes the file of a
/// snapshot, in which all lines but its own are blank, so that the numbers of its lines are those of the transcript.
public final class Transcript {
  /// Compiled when the first transcript is met.
  private static final class Patterns {
    /// `host# `, `+ `, `=== `, `## `, `$ `: what stands before a command where no host is named.
    static final Pattern HEADING = Pattern.compile("^\\s{0,8}([A-Za-z][\\w.-]*(?:[: ][^#$%>]{0,80})?\\s?[#$%>]|[#$%>❯➜»]{1,2}|[-=#*+>]{1,10}|\\d{1,2}[.)])?\\s*(?<command>[\\w/.-][^\\n]*?)(?:\\s*[-=#*<]{2,10}|:)?\\s*$");
    /// `user@host:~$ `, `[user@host ~]# `
    static final Pattern PROMPT = Pattern.compile("^\\s{0,8}(?:\\([\\w.-]+\\)\\s*)?\\[?[\\w.-]+@(?<host>[\\w.-]+)(?:[: ][^#$%>]{0,80})?\\]?\\s?[#$%>](\\s|$)");
    static final Pattern LOOKUP = Pattern.compile("\\blookup (\\S+)");
    static final Pattern LOGGED = Pattern.compile("(?i)\\btrace ?:|\\btrace id |\\bmartian ");
    /// What ends a listing without beginning another: a fence, or any other command.
    /// What differs between two prints of a listing although nothing was changed: counters, lifetimes, comments.
    static final Pattern PASSING = Pattern.compile("(?m)\\[\\d+:\\d+\\]|packets \\d+ bytes \\d+|_lft \\S+|^#.*$");
    static final Pattern SETTING = Pattern.compile("^\\s*([\\w./:-]+)\\s*=\\s*(.*?)\\s*$");
    static final Pattern END = Pattern.compile("^\\s*(```|~~~)|^\\$ \\S");
  }

  private static final int LONGEST_HEADING = 300;

  /// Listings that change by themselves.
  private static final Set<String> PASSING = Set.of("ip-neigh.txt", "ip-neigh.json", "ss.txt", "nstat.txt", "conntrack.txt", "conntrack-S.txt");

  private final String name;
  private final String[] lines;
  private final Map<String, Found> hosts = new LinkedHashMap<>();
  private final List<Unread> unread = new ArrayList<>();

  /// What was found of one host.
  private static final class Found {
    final Map<String, String[]> texts = new TreeMap<>();
    /// The tables whose routes were printed one by one.
    final Map<String, Set<String>> tables = new TreeMap<>();
    final Map<String, List<String>> where = new TreeMap<>();
    /// The files that were printed with several results.
    final Set<String> torn = new LinkedHashSet<>();
  }

  private record Heading(int line, String host, Optional<Printed> printed) {}

  private Transcript(String name, String text) {
    this.name = name;
    this.lines = text.split("\n", -1);
  }

  /// The listings of each host.
  ///
  /// @param texts by host, by the names of a snapshot's files
  /// @param notes by host, which lines became which file
  /// @param report what could not be read
  /// @param isLog whether lines of a kernel's log stand there as well, which tell of packets
  public record Result(Map<String, Map<String, String>> texts, Map<String, List<Note>> notes, Report report, boolean isLog) {
    public static final Result NONE = new Result(Map.of(), Map.of(), Report.EMPTY, false);

    /// The same with what another file holds. A listing that both have with different results is that of neither.
    ///
    /// @param name of the other file
    public Result plus(Result other, String name) {
      var all = new LinkedHashMap<String, Map<String, String>>();
      texts.forEach((host, files) -> all.put(host, new TreeMap<>(files)));
      var torn = new ArrayList<Unread>();
      other.texts.forEach((host, files) -> files.forEach((file, text) -> {
        Map<String, String> known = all.computeIfAbsent(host, h -> new TreeMap<>());
        String before = known.putIfAbsent(file, text);
        if (before == null || PASSING.contains(file) || content(before).equals(content(text))) return;
        known.remove(file);
        torn.add(new Unread(new Origin(name, 1), "", file + " of " + host + " stands in another text with another result: " + UNSETTLED));
      }));
      var allNotes = new LinkedHashMap<>(notes);
      other.notes.forEach((host, more) -> allNotes.merge(host, more, (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
      return new Result(all, allNotes, report.plus(other.report).plus(new Report(List.of(), torn)), isLog || other.isLog);
    }
  }

  private static final String UNSETTLED = "which of them held for a packet is not known, and none is read";

  /// Reads a file; empty when it holds no command whose listing we know, as logs do not.
  public static Optional<Result> read(Path file) throws IOException {
    String text = Pasted.text(Files.readAllBytes(file));
    if (!mayBe(text)) return Optional.empty();
    return Optional.of(read(file.toString(), text, file.getFileName().toString().replaceFirst("\\.\\w{1,5}$", "")));
  }

  /// @param name of the file
  /// @param unnamed the host's name where no prompt tells it
  static Result read(String name, String text, String unnamed) {
    return new Transcript(name, Pasted.plain(text)).result(unnamed);
  }

  /// At one glance: nearly every log is none.
  static boolean mayBe(String text) {
    for (String sign : new String[] {"ip r", "ip a", "ip l", "ip n", "ip -", "-save", "sysctl ", "/proc/sys/", "nft ", "ss -", "conntrack "}) {
      if (text.contains(sign)) return true;
    }
    return false;
  }

  private Result result(String unnamed) {
    List<Heading> headings = headings(unnamed);
    for (int i = 0; i < headings.size(); i++) {
      Heading heading = headings.get(i);
      int end = i + 1 < headings.size() ? headings.get(i + 1).line() : lines.length;
      heading.printed().ifPresent(printed -> take(heading, printed, end));
    }
    var texts = new LinkedHashMap<String, Map<String, String>>();
    var notes = new LinkedHashMap<String, List<Note>>();
    hosts.forEach((host, found) -> {
      var files = new TreeMap<String, String>();
      found.tables.keySet().forEach(file -> dropUnlessWhole(found, file));
      if (found.texts.containsKey("sysctl.txt")) dropChanged(found.texts.get("sysctl.txt"));
      found.texts.forEach((file, kept) -> files.put(file, joined(kept)));
      if (files.isEmpty()) return;
      texts.put(host, files);
      notes.put(host, List.of(note(host, found)));
    });
    return new Result(texts, notes, new Report(List.of(), unread), Patterns.LOGGED.matcher(String.join("\n", lines)).find());
  }

  private List<Heading> headings(String unnamed) {
    var headings = new ArrayList<Heading>();
    String host = unnamed;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isEmpty() || lines[i].length() > LONGEST_HEADING) continue;
      Matcher prompt = Patterns.PROMPT.matcher(lines[i]);
      boolean prompted = prompt.find();
      if (prompted) host = prompt.group("host");
      Optional<Printed> printed = prompted ? Printed.by(lines[i].substring(prompt.end())) : printed(lines[i]);
      if (printed.isPresent() || prompted || Patterns.END.matcher(lines[i]).find()) headings.add(new Heading(i, host, printed));
    }
    return headings;
  }

  /// What the command prints that is all there is in the line, but for what marks it as one.
  private static Optional<Printed> printed(String line) {
    Optional<Printed> bare = Printed.by(line.strip().replaceFirst(":$", ""));
    if (bare.isPresent()) return bare;
    Matcher heading = Patterns.HEADING.matcher(line);
    return heading.matches() ? Printed.by(heading.group("command")) : Optional.empty();
  }

  private void take(Heading heading, Printed printed, int end) {
    Found found = hosts.computeIfAbsent(heading.host(), h -> new Found());
    switch (printed) {
      case Printed.Listing listing -> listing(found, heading, listing.file(), end);
      case Printed.OneTable one -> table(found, heading, one, end);
      case Printed.Value value -> value(found, heading, value, end);
      case Printed.Part part -> unread(heading, "this prints too little to tell what is not there: collect " + part.instead());
    }
  }

  private void unread(Heading heading, String reason) {
    unread.add(new Unread(new Origin(name, heading.line() + 1), lines[heading.line()].strip(), reason));
  }

  private void listing(Found found, Heading heading, String file, int end) {
    if (found.torn.contains(file)) return;
    String[] kept = new String[lines.length];
    System.arraycopy(lines, heading.line() + 1, kept, heading.line() + 1, end - heading.line() - 1);
    String[] had = found.tables.containsKey(file) ? null : found.texts.get(file);
    if (had != null && file.equals("sysctl.txt")) {
      for (int i = 0; i < had.length; i++) if (had[i] != null) kept[i] = had[i];
    } else {
      found.where.remove(file);
      if (had != null && !content(joined(had)).equals(content(joined(kept))) && !PASSING.contains(file)) {
        unread(heading, "printed before with another result: " + UNSETTLED + "; give the text of one time");
        found.texts.remove(file);
        found.torn.add(file);
        return;
      }
    }
    found.texts.put(file, kept);
    found.tables.remove(file);
    where(found, file, heading.line() + 1, end);
  }

  private static void where(Found found, String file, int from, int to) {
    found.where.computeIfAbsent(file, f -> new ArrayList<>()).add(from + 1 + " to " + to);
  }

  private static String content(String text) {
    return Patterns.PASSING.matcher(text).replaceAll("").strip();
  }

  /// A parameter that was shown with two values was changed: when, no line tells.
  private void dropChanged(String[] settings) {
    var first = new TreeMap<String, Integer>();
    for (int i = 0; i < settings.length; i++) {
      Matcher setting = Patterns.SETTING.matcher(settings[i] == null ? "" : settings[i]);
      if (!setting.matches()) continue;
      Integer before = first.putIfAbsent(setting.group(1), i);
      if (before == null) continue;
      Matcher other = Patterns.SETTING.matcher(settings[before] == null ? "" : settings[before]);
      if (other.matches() && other.group(2).equals(setting.group(2))) continue;
      unread.add(new Unread(new Origin(name, i + 1), settings[i], "shown before with another value, line " + (before + 1) + ": " + UNSETTLED));
      settings[i] = null;
      settings[before] = null;
    }
  }

  /// Routes of one table: each line is given the table's name that the listing of all tables would show.
  private void table(Found found, Heading heading, Printed.OneTable one, int end) {
    String file = one.file();
    if (found.texts.containsKey(file) && !found.tables.containsKey(file)) return;
    String[] kept = found.texts.computeIfAbsent(file, f -> new String[lines.length]);
    if (!found.tables.computeIfAbsent(file, f -> new LinkedHashSet<>()).add(tableName(one.table()))) {
      unread(heading, "printed before: the first one is taken");
      return;
    }
    boolean main = tableName(one.table()).equals("main");
    for (int i = heading.line() + 1; i < end; i++) {
      boolean route = !lines[i].isBlank() && !Character.isWhitespace(lines[i].charAt(0));
      kept[i] = main || !route ? lines[i] : lines[i].stripTrailing() + " table " + one.table();
    }
    where(found, file, heading.line() + 1, end);
  }

  private static String tableName(String table) {
    return switch (table) {
      case "255" -> "local";
      case "254" -> "main";
      case "253" -> "default";
      default -> table;
    };
  }

  /// Routes table by table are all routes if each table was printed that a lookup comes to; `default` is empty on nearly every host.
  private void dropUnlessWhole(Found found, String file) {
    var wanted = new LinkedHashSet<>(List.of("local", "main"));
    String[] rules = found.texts.get(file.replace("route", "rule"));
    Matcher lookup = Patterns.LOOKUP.matcher(rules == null ? "" : joined(rules));
    while (lookup.find()) wanted.add(tableName(lookup.group(1)));
    wanted.remove("default");
    wanted.removeAll(found.tables.get(file));
    if (rules != null && wanted.isEmpty()) return;
    found.texts.remove(file);
    unread.add(new Unread(new Origin(name, 0), "", "the routes of " + String.join(", ", found.tables.get(file)) + " are not all there are"
        + (wanted.isEmpty() ? "" : ", those of " + String.join(", ", wanted) + " are missing") + ": collect ip route show table all"));
  }

  private void value(Found found, Heading heading, Printed.Value value, int end) {
    int at = heading.line() + 1;
    if (at >= end || !lines[at].strip().matches("[-\\w \\t.,]+")) {
      unread(heading, "no value stands below it");
      return;
    }
    found.texts.computeIfAbsent("sysctl.txt", f -> new String[lines.length])[at] = value.parameter() + " = " + lines[at].strip();
    where(found, "sysctl.txt", at, at + 1);
  }

  /// Which lines became which file: evidence names these by the numbers they have here.
  private Note note(String host, Found found) {
    var parts = new ArrayList<String>();
    for (String file : found.texts.keySet()) {
      parts.add(file + " (lines " + String.join(", ", found.where.get(file)) + ")");
    }
    return new Note(new Origin(name, 1), "taken for the snapshot of " + host + ", each line by its own number: " + String.join(", ", parts));
  }

  private static String joined(String[] kept) {
    var text = new StringBuilder();
    for (String line : kept) text.append(line == null ? "" : line).append('\n');
    return text.toString();
  }
}
