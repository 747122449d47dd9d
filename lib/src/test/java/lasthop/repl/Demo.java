package lasthop.repl;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.answer.Answer;
import lasthop.answer.Cite;
import lasthop.answer.Phrase;
import lasthop.answer.Why;
import lasthop.repl.Library.Name;

/// A small facade, so that the shell is tested apart from what it shows.
public final class Demo {
  private Demo() {}

  /// What one packet met.
  public record Met(String id) {
    public String lastHop() {
      return "nat:PREROUTING:rule:1";
    }
  }

  public static Met trace(Object id) {
    if (!id.toString().equals("57266")) throw new IllegalArgumentException("no packet " + id + ": did you mean 57266?");
    return new Met(id.toString());
  }

  public static List<String> route(String from, String to, String iif) {
    return List.of(from, to, iif);
  }

  public static String seek(String device) {
    throw new IllegalArgumentException("no device \"" + device + "\"");
  }

  public static String help() {
    return "ask trace, route, help";
  }

  public static String help(String symptom) {
    return "about " + symptom;
  }

  /// Methods of one name, of which Java picks by the arguments' types.
  public static final class Picked {
    public String by(long number) {
      return "long";
    }

    public String by(int number) {
      return "int";
    }

    public String by(Object any) {
      return "any";
    }

    public String by(CharSequence text) {
      return "text";
    }

    public String by(String a, Object b) {
      return "string and any";
    }

    public Picked many(String... texts) {
      return texts.length == 2 ? this : null;
    }

    public <T> T given(T thing) {
      return thing;
    }

    public java.util.List<Integer> numbers() {
      return java.util.List.of(4, 5);
    }

    public java.util.stream.Stream<Integer> stream() {
      return numbers().stream();
    }
  }

  public static Picked pick() {
    return new Picked();
  }

  /// Runs in the library, where only an interrupt can stop it.
  public static long spin() {
    long n = 0;
    while (!Thread.interrupted()) n++;
    throw new IllegalStateException("interrupted after " + n, new InterruptedException());
  }

  /// Heeds nothing.
  public static long deaf() {
    long until = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < until) Thread.onSpinWait();
    return until;
  }

  static Library library() {
    return new Library(Demo.class, List.of("import static lasthop.repl.Demo.*;", "import java.util.*;", "import java.util.stream.*;"),
        Set.of("trace", "route", "help", "pick", "spin", "deaf"), Demo::answer,
        () -> List.of(new Name("57266", "packet"), new Name("enp5s0", "device"), new Name("net.ipv4.conf.all.rp_filter", "sysctl")),
        () -> List.of("trace(57266)", "trace(57266).lastHop()", "help()"), files -> "opened " + files);
  }

  private static Optional<Answer> answer(Object value) {
    if (!(value instanceof Met met)) return Optional.empty();
    var why = Why.says(Phrase.plain("last seen in "), Phrase.code(met.lastHop())).citing(new Cite("kern.log", 3, "TRACE"));
    return Optional.of(Answer.of("Packet " + met.id() + " was lost.", why).withNext("help(\"vanished\")"));
  }

  static void main(String[] args) {
    Repl.main(library(), args);
  }
}
