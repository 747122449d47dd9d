package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.routing.PolicyRule;
import lasthop.routing.Route;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What was read prints as `ip` printed it: nothing of a listing is lost, and nothing is added.
class ListingTextTest {
  private static final Map<String, Map<String, String>> SNAPSHOTS = new TreeMap<>();

  @BeforeAll static void unpack() throws IOException {
    var json = new JsonMapper();
    try (var zip = new ZipInputStream(ListingTextTest.class.getResourceAsStream("/route/recorded.zip"))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        JsonNode host = json.readTree(zip.readAllBytes());
        var texts = new HashMap<String, String>();
        host.path("snapshot").properties().forEach(f -> texts.put(f.getKey(), f.getValue().asText()));
        SNAPSHOTS.put(entry.getName(), texts);
      }
    }
  }

  @Test void everyRecordedRoutePrintsAsItWasListed() {
    int routes = 0;
    for (var snapshot : SNAPSHOTS.entrySet()) {
      Host host = Snapshot.read(snapshot.getKey(), snapshot.getValue());
      for (Family family : Family.values()) {
        String file = family == Family.IPV4 ? "ip-route.txt" : "ip6-route.txt";
        String listed = snapshot.getValue().get(file);
        if (listed == null) continue;
        List<Route> read = host.routing().fib(family).orElseThrow().routes();
        assertEquals(entries(listed, family == Family.IPV4), read.stream().map(Route::toString).toList(), snapshot.getKey());
        routes += read.size();
      }
    }
    assertTrue(routes > 2_000, "routes read: " + routes);
  }

  @Test void everyRecordedRulePrintsAsItWasListed() {
    int rules = 0;
    for (var snapshot : SNAPSHOTS.entrySet()) {
      Host host = Snapshot.read(snapshot.getKey(), snapshot.getValue());
      for (Family family : Family.values()) {
        String listed = snapshot.getValue().get(family == Family.IPV4 ? "ip-rule.txt" : "ip6-rule.txt");
        if (listed == null) continue;
        List<PolicyRule> read = host.routing().rules(family).orElseThrow().rules();
        assertEquals(listed.lines().map(String::stripTrailing).toList(), read.stream().map(PolicyRule::toString).toList(), snapshot.getKey());
        rules += read.size();
      }
    }
    assertTrue(rules > 200, "rules read: " + rules);
  }

  /// The entries of a listing with their `nexthop` lines; that of all tables has the other family's entries too.
  private static List<String> entries(String listing, boolean v4) {
    var entries = new ArrayList<String>();
    for (String line : listing.split("\n")) {
      if (line.startsWith("\t")) entries.add(entries.removeLast() + "\n" + line);
      else entries.add(line);
    }
    if (v4) entries.removeIf(e -> e.contains(" pref ") || e.contains("::") && !e.contains("via inet6 "));
    return entries;
  }
}
