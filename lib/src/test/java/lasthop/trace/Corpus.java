package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/// The recorded logs: real packets through network namespaces on Linux 6.18, the kernel's records as many tools show them.
final class Corpus {
  /// `scenario/host` to file name to text.
  static final Map<String, Map<String, String>> LOGS = new TreeMap<>();
  /// `scenario/host` to the hop lists of the packets known to have been there.
  static final Map<String, List<List<String>>> TRUTH = new LinkedHashMap<>();

  static {
    try (InputStream in = Corpus.class.getResourceAsStream("/trace-corpus.zip"); var zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        if (entry.getName().equals("truth.tsv")) truth(text);
        else log(entry.getName().split("/"), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Corpus() {}

  private static void log(String[] path, String text) {
    LOGS.computeIfAbsent(path[0] + "/" + path[1], k -> new TreeMap<>()).put(path[3], text);
  }

  private static void truth(String text) {
    for (String line : text.split("\n")) {
      int tab = line.indexOf('\t');
      var hops = new ArrayList<String>();
      for (String hop : line.substring(tab + 1).split(" ")) hops.add(spelled(hop.replace('_', ' ')));
      TRUTH.computeIfAbsent(line.substring(0, tab), k -> new ArrayList<>()).add(hops);
    }
  }

  /// As events spell it: the recorder kept nft's words, `policy accept meta mark 0x4000`.
  private static String spelled(String hop) {
    int policy = hop.indexOf(":policy ");
    if (policy < 0) return hop;
    String verdict = hop.substring(policy + 8);
    int blank = verdict.indexOf(' ');
    return hop.substring(0, policy) + ":policy:" + (blank < 0 ? verdict : verdict.substring(0, blank));
  }

  /// The hop lists of all packets of a text.
  static List<List<String>> hops(TraceLog log) {
    var all = new ArrayList<List<String>>();
    for (TracedPacket p : log.packets()) all.add(p.hops());
    return all;
  }
}
