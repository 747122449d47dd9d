package lasthop.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import org.junit.jupiter.api.Test;

class CaptureTest {
  private static final String SUMMARY = """
      0.000003 lan0 in ARP who-has 192.168.10.1 tell 192.168.10.20
      0.000014 lan0 out ARP reply 192.168.10.1 is-at 52:54:00:bc:0f:62
      0.000020 lan0 in TCP 192.168.10.20.50203 > 172.20.5.99.80 ipid 12789 ttl 64 len 60 flags S seq 3171396752 ack 0
      0.130623 lan0 in UDP 192.168.10.20 > 172.20.5.80 ipid 54601 ttl 63 len 1500 frag 1480+
      3.055754 lan0 out ICMP 192.168.10.1 > 192.168.10.20 ipid 41658 ttl 64 len 88 type 3 code 1 [TCP 192.168.10.20.50203 > 172.20.5.99.80 ipid 12789 ttl 63 len 60 flags S seq 3171396752 ack 0]
      0.011392 lan0 in UDP 2001:db8:a::20.5004 > 2001:db8:b::80.9999 ttl 64 len 16
      """;

  @Test void aSummaryLineGivesEveryFieldItStates() {
    var capture = Capture.parse(SUMMARY, "capture.txt");
    assertTrue(capture.report().isClean(), capture.report().toString());
    var syn = capture.sightings().get(2).packet().orElseThrow();
    assertEquals("tcp 192.168.10.20:50203 > 172.20.5.99:80", syn.toString());
    assertEquals(12789, syn.header().id());
    assertEquals(3171396752L, ((Transport.Tcp) syn.transport()).seq());
    assertEquals(Set.of(TcpFlag.SYN), ((Transport.Tcp) syn.transport()).flags());
    var fragment = capture.sightings().get(3).packet().orElseThrow();
    assertEquals(1480, fragment.header().frag());
    assertTrue(fragment.header().mf());
    var error = (Transport.Icmp) capture.sightings().get(4).packet().orElseThrow().transport();
    assertEquals(Ip.parse("172.20.5.99"), error.quoted().orElseThrow().dst());
    assertEquals(56, capture.sightings().get(5).packet().orElseThrow().header().len());
    assertEquals(1, capture.sightings().stream().filter(s -> s.arp().isPresent() && s.out()).count());
  }

  @Test void tcpdumpLinesAreReadToo() {
    var capture = Capture.parse("""
        16:30:29.838361 eth0  In  IP 192.0.2.1.1234 > 192.0.2.2.80: Flags [S.], seq 7, ack 9, win 64240, length 0
        16:30:29.838400 eth1  Out IP (tos 0x0, ttl 63, id 57266, offset 0, flags [DF], proto TCP (6), length 60) 192.0.2.1.1234 > 192.0.2.2.80: Flags [S], seq 4026063389, win 1, length 0
        16:30:30.000000 eth1  Out ARP, Request who-has 192.0.2.2 tell 192.0.2.9, length 28
        """, "dump");
    assertTrue(capture.report().isClean(), capture.report().toString());
    var second = capture.sightings().get(1).packet().orElseThrow();
    assertEquals(57266, second.header().id());
    assertEquals(63, second.header().ttl());
    assertEquals(60, second.header().len());
    assertEquals(4026063389L, ((Transport.Tcp) second.transport()).seq());
    assertEquals(1, capture.asked("192.0.2.2").size());
    assertTrue(capture.answered("192.0.2.2").isEmpty());
  }

  @Test void whatIsNeitherIsReportedWithItsLine() {
    var capture = Capture.parse("hello\n\n0.000001 eth0 in NONSENSE\n", "c");
    assertEquals(2, capture.report().unread().size());
    assertEquals("c:3", capture.report().unread().get(1).origin().toString());
  }
}
