package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import lasthop.packet.Packet;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.trace.TracedPacket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The model prints what real kernels printed, for every packet of every recorded log: also for answers and for later
/// packets of translated connections, which no probe of the corpus asks for.
class CalibrationTest {
  @ParameterizedTest
  @ValueSource(strings = {"first", "own"})
  void predictedIsObserved(String corpus) throws Exception {
    var wrong = new ArrayList<String>();
    int packets = 0;
    for (Recorded scenario : Recorded.corpus(corpus)) {
      for (Witness witness : scenario.witnesses()) {
        if (witness.log().isEmpty() || witness.model().isEmpty()) continue;
        for (TracedPacket packet : witness.log().get().packets()) {
          if (isExempt(packet.packet())) continue;
          packets++;
          if (!Calibration.of(witness, packet).holds()) wrong.add(scenario.name() + " " + witness.name() + ": " + packet.packet() + " " + packet.hops());
        }
      }
    }
    assertTrue(packets > 100, packets + " packets");
    assertEquals(List.of(), wrong, packets + " packets");
  }

  /// As docs/limits.md has it: fragments that are joined with others, and resets that a REJECT rule made.
  private static boolean isExempt(Packet p) {
    boolean reset = p.transport() instanceof Transport.Tcp tcp && tcp.flags().contains(TcpFlag.RST);
    return reset || p.header().frag() > 0;
  }
}
