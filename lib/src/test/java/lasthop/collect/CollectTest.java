package lasthop.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollectTest {
  @Test void aRemoteShellGetsOneQuotedLine() {
    assertEquals(List.of("ssh", "node", "sh -s -- --hide 'x; reboot'"),
        Collect.command(Optional.of("node"), List.of("--hide", "x; reboot")).words());
  }

  @Test void aNodeThatIsAnOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Collect.command(Optional.of("-oProxyCommand=x"), List.of()));
  }
}
