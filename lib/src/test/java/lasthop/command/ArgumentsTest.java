package lasthop.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static final Usage USAGE = Usage.of("""
      lasthop look LOG

        --port NUMBER  from or to this port
        --follow       wait for more
      """);

  private static Arguments read(String... words) {
    return Arguments.parse(words, USAGE);
  }

  @Test
  void optionsMayStandAnywhere() {
    var read = read("57266", "--port", "80", "-", "--follow", "kern.log");
    assertEquals(List.of("57266", "-", "kern.log"), read.words());
    assertEquals(Map.of("--port", "80", "--follow", ""), read.options());
  }

  @Test
  void valueMayFollowAnEqualsSign() {
    assertEquals("80", read("--port=80").value("--port").orElseThrow());
    assertEquals("", read("--port=").value("--port").orElseThrow());
  }

  @Test
  void afterTwoHyphensEverythingIsAWord() {
    assertEquals(List.of("--port", "-h"), read("--", "--port", "-h").words());
  }

  @Test
  void everyCommandHasTheCommonOptions() {
    assertTrue(read("--json").has("--json"));
    assertTrue(read("--markdown").has("--markdown"));
    assertTrue(read("-h").has("--help"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --prot     | unknown option --prot: --help lists the options
      --por 1    | unknown option --por: --help lists the options
      --port     | option --port needs a value
      --follow=1 | option --follow takes no value
      --NUMBER   | unknown option --NUMBER: --help lists the options
      """)
  void wrongOptionIsNamed(String words, String message) {
    var failure = assertThrows(IllegalArgumentException.class, () -> read(words.split(" ")));
    assertEquals(message, failure.getMessage());
  }
}
