package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a cold `lasthop trace ID LOG` must not pay for. A pattern switch or a record's own equals is linked at its first use,
/// which no AOT cache of Java 25 keeps (10 and 25 ms where hello world takes 35); regular expressions, formats and Jackson cost
/// as much again.
class ColdStartTest {
  private static final Path LOG =
      Path.of("src/main/resources/lasthop/example/ceph-rpfilter/ceph2/kern.log").toAbsolutePath();

  private static List<String> trace(String... options) throws IOException {
    var words = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Dlasthop.terminal=no"));
    words.addAll(List.of(options));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "trace", "28265", LOG.toString()));
    var ran = Ran.of(new ProcessBuilder(words), "");
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().contains("LAST HOP"), ran.out());
    return (ran.out() + ran.err()).lines().toList();
  }

  @Test
  void noPatternSwitchOrRecordMethodIsLinked() throws IOException {
    var linked = trace("-Djava.lang.invoke.MethodHandle.TRACE_METHOD_LINKAGE=true").stream()
        .filter(line -> line.startsWith("linkCallSite lasthop."))
        .filter(line -> line.contains("SwitchBootstraps") || line.contains("ObjectMethods")).toList();
    assertEquals(List.of(), linked);
  }

  @Test
  void noRegularExpressionFormatOrJsonIsLoaded() throws IOException {
    var loaded = trace("-Xlog:class+load").stream()
        .filter(line -> line.contains(" java.util.regex.Pattern ") || line.contains(" java.util.Formatter ")
            || line.contains(" com.fasterxml.")).toList();
    assertEquals(List.of(), loaded);
  }
}
