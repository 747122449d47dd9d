package lasthop.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lasthop.text.Lines;
import lasthop.text.Origin;
import lasthop.text.Reading;
import lasthop.text.Report;
import lasthop.text.Unread;

/// The JSON forms of iproute2's listings (`ip -j`), turned into the words the plain command prints, so that one reader
/// serves both. A line's number is that of the JSON text where the entry begins.
final class JsonForm {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> WAY_OUT = Set.of("gateway", "via", "dev");
  private static final Set<String> ROUTE_KEYS = Set.of("type", "dst", "from", "nhid", "tos", "encap", "gateway", "via", "dev", "table", "protocol",
      "scope", "prefsrc", "metric", "flags", "flow", "expires", "metrics", "pref", "nexthops");
  private static final Set<String> RULE_KEYS = Set.of("priority", "not", "src", "srclen", "dst", "dstlen", "tos", "fwmark", "fwmask", "iif",
      "iif_detached", "oif", "oif_detached", "l3mdev", "uid", "uid_start", "uid_end", "ipproto", "sport", "sport_start", "sport_end", "dport",
      "dport_start", "dport_end", "table", "suppress_prefixlen", "suppress_ifgroup", "action", "goto", "unresolved", "nop", "flow_from", "flow_to", "protocol");

  private JsonForm() {}

  static Reading<Lines> lines(String file, String text) {
    var lines = new ArrayList<Lines>();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) return new Reading<>(List.of(), Report.EMPTY);
      if (first != JsonToken.START_ARRAY) return new Reading<>(List.of(), unread(file, text, "not a JSON list"));
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        int number = parser.currentTokenLocation().getLineNr();
        JsonNode entry = entry(parser);
        for (String words : words(entry)) lines.add(new Lines(file, number, words));
      }
      return new Reading<>(lines, Report.EMPTY);
    } catch (IOException e) {
      return new Reading<>(lines, unread(file, text, "not JSON from here: " + e.getMessage().lines().findFirst().orElse("")));
    }
  }

  /// An entry. What a route wraps its packets into stands between `encap` and the way out, under names that the route
  /// itself has too; it is made the words of one value.
  private static ObjectNode entry(JsonParser parser) throws IOException {
    ObjectNode entry = JSON.createObjectNode();
    boolean wrapping = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      JsonNode value = JSON.readTree(parser);
      wrapping = (wrapping || name.equals("encap")) && !WAY_OUT.contains(name);
      if (wrapping) entry.put("encap", (entry.path("encap").asText("") + " " + name + " " + said(value)).strip());
      else entry.set(name, value);
    }
    return entry;
  }

  private static String said(JsonNode value) {
    if (!value.isArray()) return value.asText();
    var words = new StringBuilder().append(value.size()).append(" [ ");
    for (JsonNode one : value) words.append(one.asText()).append(' ');
    return words.append(']').toString();
  }

  private static Report unread(String file, String text, String reason) {
    String shown = text.length() > 80 ? text.substring(0, 80) : text;
    return new Report(List.of(), List.of(new Unread(new Origin(file, 1), shown, reason)));
  }

  private static List<String> words(JsonNode entry) {
    if (entry.has("ifname")) return device(entry);
    if (entry.has("priority") && entry.has("src")) return List.of(rule(entry));
    if (entry.has("id")) return List.of(nexthop(entry));
    if (entry.has("lladdr") || entry.has("state")) return List.of(neighbour(entry));
    return List.of(route(entry));
  }

  private static String route(JsonNode r) {
    var out = new StringBuilder();
    plain(out, r, "type");
    plain(out, r, "dst");
    named(out, r, "from", "from");
    named(out, r, "nhid", "nhid");
    named(out, r, "tos", "tos");
    hop(out, r);
    named(out, r, "table", "table");
    named(out, r, "protocol", "proto");
    named(out, r, "scope", "scope");
    named(out, r, "prefsrc", "src");
    named(out, r, "metric", "metric");
    flags(out, r);
    realm(out, r);
    if (r.has("expires")) out.append("expires ").append(r.path("expires").asText()).append("sec ");
    for (JsonNode metrics : r.path("metrics")) {
      for (Map.Entry<String, JsonNode> metric : metrics.properties()) metric(out, metric.getKey(), metric.getValue());
    }
    named(out, r, "pref", "pref");
    for (JsonNode hop : r.path("nexthops")) {
      out.append(" nexthop ");
      hop(out, hop);
      realm(out, hop);
      named(out, hop, "weight", "weight");
      flags(out, hop);
    }
    others(out, r, ROUTE_KEYS);
    return out.toString();
  }

  /// Times are milliseconds, printed as seconds from one on. `ip` sets `rto_min` with a lock always, which JSON does not show.
  private static void metric(StringBuilder out, String name, JsonNode value) {
    switch (name) {
      case "rto_min" -> out.append("rto_min lock ").append(time(value)).append(' ');
      case "rtt", "rttvar" -> out.append(name).append(' ').append(time(value)).append(' ');
      case "congestion" -> out.append("congctl ").append(value.asText()).append(' ');
      default -> out.append(value.isNull() ? "features " + name : name + " " + value.asText()).append(' ');
    }
  }

  private static String time(JsonNode milliseconds) {
    long ms = milliseconds.asLong();
    return ms < 1000 ? ms + "ms" : BigDecimal.valueOf(ms, 3).stripTrailingZeros().toPlainString() + "s";
  }

  /// Names that are not known are passed on, so that the reader of the words reports them.
  private static void others(StringBuilder out, JsonNode node, Set<String> known) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (known.contains(field.getKey())) continue;
      out.append(' ').append(field.getKey()).append(' ');
      if (!field.getValue().isNull()) out.append(field.getValue().asText()).append(' ');
    }
  }

  private static void hop(StringBuilder out, JsonNode r) {
    plain(out, r, "encap");
    named(out, r, "gateway", "via");
    if (r.has("via")) out.append("via ").append(r.path("via").path("family").asText()).append(' ')
        .append(r.path("via").path("host").asText()).append(' ');
    named(out, r, "dev", "dev");
  }

  private static void flags(StringBuilder out, JsonNode r) {
    for (JsonNode flag : r.path("flags")) out.append(flag.asText()).append(' ');
  }

  private static void realm(StringBuilder out, JsonNode r) {
    JsonNode flow = r.path("flow");
    if (flow.isMissingNode()) return;
    boolean both = flow.has("from");
    out.append(both ? "realms " + flow.path("from").asText() + "/" : "realm ").append(flow.path("to").asText()).append(' ');
  }

  private static String rule(JsonNode r) {
    var out = new StringBuilder().append(r.path("priority").asText()).append(": ");
    if (r.has("not")) out.append("not ");
    prefix(out, r, "from", "src", "srclen");
    prefix(out, r, "to", "dst", "dstlen");
    named(out, r, "tos", "tos");
    if (r.has("fwmark")) {
      out.append("fwmark ").append(r.path("fwmark").asText());
      if (r.has("fwmask")) out.append('/').append(r.path("fwmask").asText());
      out.append(' ');
    }
    named(out, r, "iif", "iif");
    if (r.has("iif_detached")) out.append("[detached] ");
    named(out, r, "oif", "oif");
    if (r.has("oif_detached")) out.append("[detached] ");
    if (r.has("l3mdev")) out.append("lookup [l3mdev-table] ");
    range(out, r, "uidrange", "uid");
    named(out, r, "ipproto", "ipproto");
    range(out, r, "sport", "sport");
    range(out, r, "dport", "dport");
    named(out, r, "table", "lookup");
    named(out, r, "suppress_prefixlen", "suppress_prefixlength");
    named(out, r, "suppress_ifgroup", "suppress_ifgroup");
    plain(out, r, "action");
    named(out, r, "goto", "goto");
    if (r.has("nop")) out.append("nop ");
    if (r.has("flow_to")) {
      String from = r.has("flow_from") ? r.path("flow_from").asText() + "/" : "";
      out.append("realms ").append(from).append(r.path("flow_to").asText()).append(' ');
    }
    named(out, r, "protocol", "proto");
    others(out, r, RULE_KEYS);
    return out.toString();
  }

  private static void prefix(StringBuilder out, JsonNode r, String word, String address, String length) {
    if (!r.has(address)) return;
    out.append(word).append(' ').append(r.path(address).asText());
    if (r.has(length)) out.append('/').append(r.path(length).asText());
    out.append(' ');
  }

  private static void range(StringBuilder out, JsonNode r, String word, String key) {
    if (r.has(key)) named(out, r, key, word);
    if (!r.has(key + "_start")) return;
    out.append(word).append(' ').append(r.path(key + "_start").asText()).append('-').append(r.path(key + "_end").asText())
        .append(' ');
  }

  private static String nexthop(JsonNode n) {
    var out = new StringBuilder();
    named(out, n, "id", "id");
    for (JsonNode member : n.path("group")) {
      out.append(out.indexOf("group") < 0 ? "group " : "/").append(member.path("id").asText());
      if (member.has("weight")) out.append(',').append(member.path("weight").asText());
    }
    if (n.has("group")) out.append(' ');
    named(out, n, "type", "type");
    hop(out, n);
    named(out, n, "scope", "scope");
    if (n.has("blackhole")) out.append("blackhole ");
    flags(out, n);
    return out.toString();
  }

  private static String neighbour(JsonNode n) {
    var out = new StringBuilder();
    plain(out, n, "dst");
    named(out, n, "dev", "dev");
    named(out, n, "lladdr", "lladdr");
    for (JsonNode state : n.path("state")) out.append(state.asText()).append(' ');
    return out.toString();
  }

  private static List<String> device(JsonNode d) {
    var lines = new ArrayList<String>();
    String parent = d.has("link") ? "@" + d.path("link").asText() : "";
    var head = new StringBuilder().append(d.path("ifindex").asText()).append(": ").append(d.path("ifname").asText())
        .append(parent).append(": <");
    int count = 0;
    for (JsonNode flag : d.path("flags")) head.append(count++ == 0 ? "" : ",").append(flag.asText());
    head.append("> ");
    for (String word : List.of("mtu", "master", "group")) named(head, d, word, word);
    lines.add(head.toString());
    if (d.has("address")) lines.add("    link/" + d.path("link_type").asText() + " " + d.path("address").asText());
    for (JsonNode name : d.path("altnames")) lines.add("    altname " + name.asText());
    JsonNode info = d.path("linkinfo");
    if (info.has("info_kind")) {
      String table = info.path("info_data").has("table") ? " table " + info.path("info_data").path("table").asText() : "";
      lines.add("    " + info.path("info_kind").asText() + table);
    }
    for (JsonNode address : d.path("addr_info")) lines.add("    " + address(address));
    return lines;
  }

  private static String address(JsonNode a) {
    String length = "/" + a.path("prefixlen").asText();
    var out = new StringBuilder().append(a.path("family").asText()).append(' ').append(a.path("local").asText());
    if (a.has("address")) out.append(" peer ").append(a.path("address").asText());
    out.append(length).append(' ');
    named(out, a, "broadcast", "brd");
    named(out, a, "scope", "scope");
    for (Map.Entry<String, JsonNode> flag : a.properties()) {
      if (flag.getValue().isBoolean() && flag.getValue().booleanValue()) out.append(flag.getKey()).append(' ');
    }
    return out.append(a.path("label").asText()).toString();
  }

  private static void plain(StringBuilder out, JsonNode node, String key) {
    if (node.has(key)) out.append(node.path(key).asText()).append(' ');
  }

  private static void named(StringBuilder out, JsonNode node, String key, String word) {
    if (node.has(key)) out.append(word).append(' ').append(node.path(key).asText()).append(' ');
  }
}
