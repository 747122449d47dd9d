package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import lasthop.diagnose.Diagnose;
import lasthop.diagnose.Diagnoses;
import org.junit.jupiter.api.Test;

class DiagnosesTest {
  @Test void packetsOfOneFateStandTogetherAndLossesFirst() throws IOException {
    var witnesses = Case.example().witnesses();
    Diagnoses all = Diagnoses.of(witnesses, 100);
    Diagnoses.Group first = all.groups().getFirst();
    assertEquals("rp-filter-strict", first.example().disposition().cause().toString());
    assertEquals("ceph2", first.example().host());
    assertEquals(0, all.left());
    var asked = Diagnose.packet(witnesses, first.selector());
    assertTrue(asked.stream().anyMatch(d -> d.disposition().equals(first.example().disposition())));
  }

  @Test void whatIsNotLookedAtIsCounted() throws IOException {
    Diagnoses none = Diagnoses.of(Case.example().witnesses(), 0);
    assertEquals(List.of(), none.groups());
    assertTrue(none.left() > 0);
  }
}
