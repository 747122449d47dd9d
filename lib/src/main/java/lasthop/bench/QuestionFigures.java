package lasthop.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lasthop.ip.Family;
import lasthop.ip.Ip;

/// Many questions to one `lasthop jsonl`, its start counted in.
final class QuestionFigures {
  private static final String EXAMPLE = "/lasthop/example/ceph-rpfilter/";
  private static final int DIAGNOSES = 10_000;

  private QuestionFigures() {}

  static List<Figure> of(Setting s) throws IOException {
    int questions = s.quick() ? 100_000 : 500_000;
    routes(s, questions);
    diagnoses(s);
    Rounds routes = Rounds.of(s.quick() ? 2 : 5, () -> Shell.time(s.lasthop() + " jsonl < " + s.path("route.jsonl") + " > " + s.path("answers")));
    Rounds diagnoses = Rounds.of(s.quick() ? 2 : 5, () -> Shell.time(s.lasthop() + " jsonl < " + s.path("diagnose.jsonl") + " > " + s.path("answers")));
    return List.of(
        Figure.atLeast("jsonl route-get with 10,000 routes", "1/s", questions / routes.ours(Cost::wall), 100_000),
        Figure.plain("the same, CPU a question", "µs", routes.ours(Cost::cpu) / questions * 1e6),
        Figure.atMost("jsonl, 10,000 diagnoses of one snapshot", "s", diagnoses.ours(Cost::wall), 5),
        Figure.plain("the same, CPU", "s", diagnoses.ours(Cost::cpu)));
  }

  private static void routes(Setting s, int count) throws IOException {
    var listing = new RouteListing(Family.IPV4, 10_000, 1);
    Path snapshot = Files.createDirectories(s.folder().resolve("routes10k"));
    for (var file : RouteFigures.texts(listing).entrySet()) Files.writeString(snapshot.resolve(file.getKey()), file.getValue());
    var requests = new StringBuilder();
    int id = 0;
    for (Ip ip : listing.questions(count)) {
      requests.append("{\"id\":").append(id++).append(",\"op\":\"route-get\",\"snapshot\":\"").append(snapshot).append("\",\"args\":\"")
          .append(ip).append("\"}\n");
    }
    Files.writeString(s.folder().resolve("route.jsonl"), requests);
  }

  private static void diagnoses(Setting s) throws IOException {
    Path snapshot = Files.createDirectories(s.folder().resolve("ceph2"));
    for (String file : resource("files.txt").split("\n")) Files.writeString(snapshot.resolve(file), resource("ceph2/" + file));
    String log = resource("ceph2/kern.log").replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    var requests = new StringBuilder();
    for (int id = 0; id < DIAGNOSES; id++) {
      requests.append("{\"id\":").append(id).append(",\"op\":\"diagnose\",\"hosts\":{\"ceph2\":{\"snapshot\":\"").append(snapshot)
          .append("\",\"trace\":\"").append(log).append("\"}}}\n");
    }
    Files.writeString(s.folder().resolve("diagnose.jsonl"), requests);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = QuestionFigures.class.getResourceAsStream(EXAMPLE + name)) {
      if (in == null) throw new IOException("the bundled example lacks " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
