package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A host that does not track connections puts fragments together behind PREROUTING. Recorded on Linux 6.18.
class ReassemblyTest {
  private static final String LOG = """
      [ 1168.623422] TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= MAC=52:54:00:d7:52:7a:52:54:00:95:fc:67:08:00 SRC=10.200.7.20 DST=100.64.9.80 LEN=1500 TOS=0x00 PREC=0x00 TTL=63 ID=33494 MF PROTO=UDP SPT=5002 DPT=53 LEN=3608\s
      [ 1168.623426] TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= MAC=52:54:00:d7:52:7a:52:54:00:95:fc:67:08:00 SRC=10.200.7.20 DST=100.64.9.80 LEN=1500 TOS=0x00 PREC=0x00 TTL=63 ID=33494 MF FRAG:185 PROTO=UDP\s
      [ 1168.623428] TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= MAC=52:54:00:d7:52:7a:52:54:00:95:fc:67:08:00 SRC=10.200.7.20 DST=100.64.9.80 LEN=668 TOS=0x00 PREC=0x00 TTL=63 ID=33494 FRAG:370 PROTO=UDP\s
      [ 1168.623432] TRACE: filter:INPUT:rule:2 IN=eth0 OUT= MAC=52:54:00:d7:52:7a:52:54:00:95:fc:67:08:00 SRC=10.200.7.20 DST=100.64.9.80 LEN=3628 TOS=0x00 PREC=0x00 TTL=63 ID=33494 PROTO=UDP SPT=5002 DPT=53 LEN=3608\s
      [ 1168.623434] TRACE: filter:INPUT:policy:3 IN=eth0 OUT= MAC=52:54:00:d7:52:7a:52:54:00:95:fc:67:08:00 SRC=10.200.7.20 DST=100.64.9.80 LEN=3628 TOS=0x00 PREC=0x00 TTL=63 ID=33494 PROTO=UDP SPT=5002 DPT=53 LEN=3608\s
      """;

  @Test void everyLineOfTheWholeDatagramFollowsItsFirstFragment() {
    var packets = TraceLog.parse(LOG, "kern.log", Hints.NONE).packets();
    assertEquals(List.of(List.of("raw:PREROUTING:policy:2", "filter:INPUT:rule:2", "filter:INPUT:policy:3"),
        List.of("raw:PREROUTING:policy:2"), List.of("raw:PREROUTING:policy:2")), packets.stream().map(TracedPacket::hops).toList());
  }
}
