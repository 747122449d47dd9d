package lasthop.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipInputStream;

/// One archive of `corpus/recorded-losses`, laid out as folders that requests can name.
public record RecordedLosses(Path folder, JsonNode cases) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, RecordedLosses> OPENED = new ConcurrentHashMap<>();

  public static RecordedLosses of(String name) throws IOException {
    if (!OPENED.containsKey(name)) OPENED.put(name, unpacked(name));
    return OPENED.get(name);
  }

  private static RecordedLosses unpacked(String name) throws IOException {
    Path folder = Files.createTempDirectory("recorded-losses");
    folder.toFile().deleteOnExit();
    try (var zip = new ZipInputStream(RecordedLosses.class.getResourceAsStream("/corpus/recorded-losses/" + name + ".zip"))) {
      zip.getNextEntry(); // files that are alike lie side by side in an archive of their own, and are compressed together
      var files = new ZipInputStream(zip);
      for (var entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, files.readAllBytes());
      }
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return new RecordedLosses(folder, JSON.readTree(Files.readAllBytes(folder.resolve("cases.json"))));
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + folder);
    }
  }

  public String path(JsonNode file) {
    return folder.resolve(file.textValue()).toString();
  }

  public static ObjectNode request(String op) {
    return JSON.createObjectNode().put("id", 1).put("op", op);
  }

  /// The answers of one run, in the order of the requests.
  public static List<JsonNode> answers(List<ObjectNode> requests) throws IOException {
    var in = new ByteArrayOutputStream();
    for (ObjectNode request : requests) in.writeBytes((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
    var out = new ByteArrayOutputStream();
    Jsonl.serve(new ByteArrayInputStream(in.toByteArray()), out);
    var answers = new ArrayList<JsonNode>();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) answers.add(JSON.readTree(line));
    return answers;
  }
}
