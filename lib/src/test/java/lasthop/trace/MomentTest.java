package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # typed                     | the line's stamp                    | the stamp is
      16:30                       | May  8 16:30:00                     |  0
      16:30                       | Jan  1 16:29:59                     | -1
      12-31T23:59:59              | Dec 31 23:59:58                     | -1
      12-31T23:59:59              | Jan  1 00:00:00                     |  1
      01-01T00:00                 | Dec 31 23:59:59                     | -1
      01-01                       | Jan  1 10:00:00                     |  0
      01-01                       | Jan  2 00:00:00                     |  1
      2025-01-01T00:00            | Dec 31 23:59:59                     | -1
      2025-01-01T00:00            | Jan  1 00:00:01                     |  1
      Dec 31 23:59:59             | Jan  1 00:00:01                     |  1
      May  8 16:30:29             | May  8 16:30:29                     |  0
      2025-01-01                  | 2024-12-31T23:59:59.900000+01:00    | -1
      2025-01-01                  | 2025-01-01T00:00:00.100000+01:00    |  0
      2025-01-01T00:00            | 2025-01-01T00:00:00.100000+01:00    |  1
      2024-12-31T23:00Z           | 2025-01-01T00:00:00.000000+01:00    |  0
      2025-01-01T04:30+05:30      | 2025-01-01T00:00:00+0100            |  0
      00:00                       | 2025-01-01T00:00:00+0530            |  0
      2024-02-29                  | 2024-03-01T00:00:00+00:00           |  1
      """)
  void aTypedTimeIsTheOneTheLogWrites(String typed, String line, int order) {
    byte[] bytes = (line + " node kernel: ").getBytes(StandardCharsets.US_ASCII);
    var envelope = new Envelope(new Pool());
    envelope.read(bytes, 0, bytes.length);
    assertEquals(order, Integer.signum(Moment.parse(typed).compare(envelope.stamp())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "foo", "25:00", "13-01", "02-30", "Foo 3", "2025-01", "-5", "1e9", "12:00 noon"})
  void whatIsNoTimeIsRefused(String typed) {
    assertThrows(IllegalArgumentException.class, () -> Moment.parse(typed));
  }
}
