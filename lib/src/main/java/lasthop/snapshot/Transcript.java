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
import lasthop.text.Origin;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;

/// A terminal's text, or a page with headings: commands, and below each what it printed. Each listing becomes the file of a
/// snapshot, in which all lines but its own are blank, so that the numbers of its lines are those of the transcript.
public final class Transcript {
  /// Compiled when the first transcript is met.
  private static final class Patterns {
    /// `host# `, `+ `, `=== `, `## `, `$ `: what stands before a command where no host is named.
    static final Pattern HEADING = Pattern.compile("^\\s{0,8}([A-Za-z][\\w.-]*(?:[: ][^#$%>]{0,80})?\\s?[#$%>]|[#$%>]{1,2}|[-=#*+>]{1,10}|\\d{1,2}[.)])?\\s*(?<command>[\\w/.-][^\\n]*?)(?:\\s*[-=#*<]{2,10}|:)?\\s*$");
    /// `user@host:~$ `, `[user@host ~]# `
    static final Pattern PROMPT = Pattern.compile("^\\s{0,8}(?:\\([\\w.-]+\\)\\s*)?\\[?[\\w.-]+@(?<host>[\\w.-]+)(?:[: ][^#$%>]{0,80})?\\]?\\s?[#$%>](\\s|$)");
    static final Pattern LOOKUP = Pattern.compile("\\blookup (\\S+)");
    static final Pattern LOGGED = Pattern.compile("(?i)\\btrace ?:|\\btrace id |\\bmartian ");
    /// What ends a listing without beginning another: a fence, or any other command.
    static final Pattern END = Pattern.compile("^\\s*(```|~~~)|^\\$ \\S");
  }

  private static final int LONGEST_HEADING = 300;

  private final String name;
  private final String[] lines;
  private final Map<String, Found> hosts = new LinkedHashMap<>();
  private final List<Repair> read = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();

  /// What was found of one host.
  private static final class Found {
    final Map<String, String[]> texts = new TreeMap<>();
    /// The tables whose routes were printed one by one.
    final Map<String, Set<String>> tables = new TreeMap<>();
    final Map<String, List<String>> where = new TreeMap<>();
  }

  private record Heading(int line, String host, Optional<Printed> printed) {}

  private Transcript(String name, String text) {
    this.name = name;
    this.lines = text.split("\n", -1);
  }

  /// The listings of each host.
  ///
  /// @param texts by host, by the names of a snapshot's files
  /// @param report what was taken for which listing, and what could not be
  record Result(Map<String, Map<String, String>> texts, Report report) {}

  /// @param name of the file
  /// @param unnamed the host's name where no prompt tells it
  static Result read(String name, String text, String unnamed) {
    return new Transcript(name, Pasted.plain(text)).result(unnamed);
  }

  /// Whether a file may hold a listing below its command: logs hold none, and are passed over at one glance.
  public static boolean mayBe(Path file) throws IOException {
    return mayBe(Pasted.text(Files.readAllBytes(file)));
  }

  static boolean mayBe(String text) {
    for (String sign : new String[] {"ip r", "ip a", "ip l", "ip -", "-save", "sysctl ", "nft "}) {
      if (text.contains(sign)) return true;
    }
    return false;
  }

  /// Whether lines of a kernel's log stand in it that tell of packets.
  static boolean isLog(String text) {
    return Patterns.LOGGED.matcher(text).find();
  }

  private Result result(String unnamed) {
    List<Heading> headings = headings(unnamed);
    for (int i = 0; i < headings.size(); i++) {
      Heading heading = headings.get(i);
      int end = i + 1 < headings.size() ? headings.get(i + 1).line() : lines.length;
      heading.printed().ifPresent(printed -> take(heading, printed, end));
    }
    var texts = new LinkedHashMap<String, Map<String, String>>();
    hosts.forEach((host, found) -> {
      var files = new TreeMap<String, String>();
      found.tables.keySet().forEach(file -> dropUnlessWhole(found, file));
      found.texts.forEach((file, kept) -> files.put(file, joined(kept)));
      if (files.isEmpty()) return;
      texts.put(host, files);
      read.add(note(host, found));
    });
    return new Result(texts, new Report(read, unread));
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
      case Printed.Part part -> unread.add(new Unread(new Origin(name, heading.line() + 1), lines[heading.line()].strip(),
          "this prints too little to tell what is not there: collect " + part.instead()));
    }
  }

  private void listing(Found found, Heading heading, String file, int end) {
    boolean merged = file.equals("sysctl.txt");
    String[] kept = new String[lines.length];
    System.arraycopy(lines, heading.line() + 1, kept, heading.line() + 1, end - heading.line() - 1);
    String[] had = found.texts.get(file);
    if (had != null && merged) for (int i = 0; i < had.length; i++) if (had[i] != null) kept[i] = had[i];
    if (had != null && !merged && !found.tables.containsKey(file) && !content(had).equals(content(kept))) {
      unread.add(new Unread(new Origin(name, heading.line() + 1), lines[heading.line()].strip(), "printed before with another result: the last one is taken"));
    }
    found.texts.put(file, kept);
    found.tables.remove(file);
    if (!merged) found.where.remove(file);
    found.where.computeIfAbsent(file, f -> new ArrayList<>()).add(heading.line() + 2 + " to " + end);
  }

  private static String content(String[] kept) {
    return joined(kept).strip();
  }

  /// Routes of one table: each line is given the table's name that the listing of all tables would show.
  private void table(Found found, Heading heading, Printed.OneTable one, int end) {
    String file = one.file();
    if (found.texts.containsKey(file) && !found.tables.containsKey(file)) return;
    String[] kept = found.texts.computeIfAbsent(file, f -> new String[lines.length]);
    if (!found.tables.computeIfAbsent(file, f -> new LinkedHashSet<>()).add(one.table())) {
      unread.add(new Unread(new Origin(name, heading.line() + 1), lines[heading.line()].strip(), "printed before: the first one is taken"));
      return;
    }
    boolean main = one.table().equals("main") || one.table().equals("254");
    for (int i = heading.line() + 1; i < end; i++) {
      boolean route = !lines[i].isBlank() && !Character.isWhitespace(lines[i].charAt(0));
      kept[i] = main || !route ? lines[i] : lines[i].stripTrailing() + " table " + one.table();
    }
    found.where.computeIfAbsent(file, f -> new ArrayList<>()).add(heading.line() + 2 + " to " + end);
  }

  /// Routes table by table are all routes if each table was printed that a lookup comes to; `default` is empty on nearly every host.
  private void dropUnlessWhole(Found found, String file) {
    var wanted = new LinkedHashSet<>(List.of("local", "main"));
    String[] rules = found.texts.get(file.replace("route", "rule"));
    Matcher lookup = Patterns.LOOKUP.matcher(rules == null ? "" : joined(rules));
    while (lookup.find()) wanted.add(lookup.group(1));
    wanted.remove("default");
    wanted.removeAll(found.tables.get(file));
    if (rules != null && wanted.isEmpty()) return;
    found.texts.remove(file);
    unread.add(new Unread(new Origin(name, 0), "", "the routes of " + String.join(", ", found.tables.get(file)) + " are not all there are"
        + (wanted.isEmpty() ? "" : ", " + String.join(", ", wanted) + " is missing") + ": collect ip route show table all"));
  }

  private void value(Found found, Heading heading, Printed.Value value, int end) {
    int at = heading.line() + 1;
    if (at >= end || !lines[at].strip().matches("[-\\w \\t.,]+")) return;
    found.texts.computeIfAbsent("sysctl.txt", f -> new String[lines.length])[at] = value.parameter() + " = " + lines[at].strip();
  }

  /// Which lines became which file: evidence names these by the numbers they have here.
  private Repair note(String host, Found found) {
    var parts = new ArrayList<String>();
    for (String file : found.texts.keySet()) {
      if (found.where.containsKey(file)) parts.add(file + " (lines " + String.join(", ", found.where.get(file)) + ")");
    }
    return new Repair(new Origin(name, 1), "taken for the snapshot of " + host + ": " + String.join(", ", parts));
  }

  private static String joined(String[] kept) {
    var text = new StringBuilder();
    for (String line : kept) text.append(line == null ? "" : line).append('\n');
    return text.toString();
  }
}
