package lasthop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Start-up: small questions beside a Java program that does nothing.
final class StartFigures {
  private static final String LOG = """
      May  8 16:30:29 ceph2 kernel: [842235.000021] TRACE: raw:PREROUTING:policy:2 IN=enp5s0 OUT= MAC=52:54:00:12:34:56:52:54:00:ab:cd:ef:08:00 SRC=192.168.235.13 DST=10.0.1.12 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=28265 DF PROTO=TCP SPT=14024 DPT=8081 SEQ=1726587944 ACK=0 WINDOW=29200 RES=0x00 SYN URGP=0\s
      May  8 16:30:29 ceph2 kernel: [842235.000029] TRACE: nat:PREROUTING:policy:3 IN=enp5s0 OUT= MAC=52:54:00:12:34:56:52:54:00:ab:cd:ef:08:00 SRC=192.168.235.13 DST=10.0.1.12 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=28265 DF PROTO=TCP SPT=14024 DPT=8081 SEQ=1726587944 ACK=0 WINDOW=29200 RES=0x00 SYN URGP=0\s
      """;

  private StartFigures() {}

  static List<Figure> of(Setting s) throws IOException {
    Files.writeString(s.folder().resolve("small.log"), LOG);
    String hello = hello(s);
    String rival = "hello world";
    int rounds = s.rounds() * 2 + 1;
    Rounds trace = against(rounds, s.lasthop() + " trace 28265 " + s.path("small.log"), hello);
    Rounds help = against(rounds, s.lasthop() + " trace --help", hello);
    Rounds question = against(rounds, s.lasthop() + " repl -c 'trace(28265).lastHop()'", hello);
    Rounds java = against(s.rounds(), s.lasthop() + " repl -c 'packets().stream().map(p -> p.lastHop())'", hello);
    var figures = new ArrayList<>(List.of(
        Figure.ratio("trace ID of a small log, wall", "ms", 1e3, trace, Cost::wall, rival, 2),
        Figure.ratio("trace ID of a small log, CPU", "ms", 1e3, trace, Cost::cpu, rival, 2),
        Figure.ratio("trace --help, wall", "ms", 1e3, help, Cost::wall, rival, 1.5),
        Figure.ratio("repl -c of a question, wall", "ms", 1e3, question, Cost::wall, rival, 8),
        Figure.ratio("repl -c of Java that is compiled, wall", "ms", 1e3, java, Cost::wall, rival, 8).known(20),
        Figure.plain("trace ID of a small log, peak memory", "MiB", Shell.peakMiB(s.lasthop() + " trace 28265 " + s.path("small.log")))));
    figures.addAll(Typist.isThere() ? shell(s, hello) : List.of(Figure.skipped("shell on a terminal", "script(1) is not installed")));
    return figures;
  }

  /// The shell on a terminal: how long until its prompt stands there, and until the first answer to what is typed at once.
  private static List<Figure> shell(Setting s, String hello) throws IOException {
    int count = s.rounds() + 1;
    var prompt = new Rounds(new Cost[count], new Cost[count]);
    var first = new Rounds(new Cost[count], prompt.rivals());
    Typist.ask(s.lasthop(), "trace(28265).lastHop()", "policy:3");
    for (int i = 0; i < count; i++) {
      Typist waited = Typist.ask(s.lasthop(), "trace(28265).lastHop()", "policy:3");
      prompt.ours()[i] = new Cost(waited.prompt(), Double.NaN);
      first.ours()[i] = new Cost(waited.answer(), Double.NaN);
      prompt.rivals()[i] = Shell.time(hello + " >/dev/null");
    }
    return List.of(Figure.ratio("prompt of the shell on a terminal", "ms", 1e3, prompt, Cost::wall, "hello world", 6),
        Figure.ratio("first answer of the shell on a terminal", "ms", 1e3, first, Cost::wall, "hello world", 10));
  }

  private static Rounds against(int rounds, String ours, String hello) throws IOException {
    return Rounds.of(rounds, () -> Shell.time(ours + " >/dev/null"), () -> Shell.time(hello + " >/dev/null"));
  }

  /// A jar of one class, started with the collector that lasthop uses.
  static String hello(Setting s) throws IOException {
    Path source = s.folder().resolve("Hello.java");
    Files.writeString(source, "class Hello {\n  static void main() {\n    System.out.println(\"hello\");\n  }\n}\n");
    String bin = Shell.quoted(Path.of(System.getProperty("java.home"), "bin"));
    Shell.run("cd " + Shell.quoted(s.folder()) + " && " + bin + "/javac Hello.java && " + bin + "/jar -c -f hello.jar Hello.class");
    return s.java() + " -XX:+UseSerialGC -cp " + s.path("hello.jar") + " Hello";
  }
}
