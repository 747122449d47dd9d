package lasthop;

import static lasthop.Lasthop.diagnose;
import static lasthop.Lasthop.diff;
import static lasthop.Lasthop.example;
import static lasthop.Lasthop.explain;
import static lasthop.Lasthop.help;
import static lasthop.Lasthop.host;
import static lasthop.Lasthop.packets;
import static lasthop.Lasthop.route;
import static lasthop.Lasthop.simulate;
import static lasthop.Lasthop.svg;
import static lasthop.Lasthop.sysctl;
import static lasthop.Lasthop.text;
import static lasthop.Lasthop.trace;
import static lasthop.Lasthop.whatIf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The facade as ARCHITECTURE.md shows it, on the bundled case.
class FacadeTest {
  @BeforeEach void open() throws Exception {
    example();
  }

  @Test void theWordsOfIpRouteGetAskWhatTheThreeArgumentsAsk() {
    String three = route("192.168.235.13", "10.0.1.12", "enp5s0").toString();
    assertEquals(three, route("from 192.168.235.13 to 10.0.1.12 iif enp5s0").toString());
    assertTrue(text(route("from 192.168.235.13 to 10.0.1.12 iif enp5s0 tos 0x00").why()).contains("enp3s0"));
    assertThrows(IllegalArgumentException.class, () -> route("from 192.168.235.13 to 10.0.1.12 iif eth99"));
  }

  @Test void everyLineOfTheFacadeAnswers() {
    assertEquals("nat:POSTROUTING:policy:10", text(trace(57266).lastHop()).strip().split("\\s")[0]);
    assertTrue(text(trace("seq=1726587944").diagnose()).contains("rp-filter-strict"));
    assertTrue(text(simulate("tcp 192.168.235.13:14024 > 10.0.1.12:8081 iif enp5s0")).contains("source validation"));
    assertTrue(text(whatIf("sysctl -w net.ipv4.conf.all.rp_filter=2").diagnose(trace(28265))).contains("After"));
    assertEquals(1, packets().filter(p -> p.dport() == 8081 && p.sport() == 14024).stream().count());
    assertTrue(text(diff(trace(57266), trace(28265))).contains("PREROUTING"));
    assertTrue(text(diagnose(trace(28265)).reverse()).length() > 20);
    assertTrue(text(explain("broadcast 10.0.1.0 dev enp5s0 proto kernel scope link src 10.0.1.12")).contains("10.0.1.0"));
    assertTrue(text(sysctl().about("martian")).contains("log_martians"));
    String known = text(host("ceph2"));
    assertTrue(known.startsWith("ceph2: kernel ") && known.contains("10.0.1.12/") && known.contains("iptables nat"), known);
    assertTrue(svg(trace(28265)).contains("PREROUTING") && svg(trace(28265)).startsWith("<svg"), svg(trace(28265)));
    assertEquals("", svg(host("ceph2")));
    assertTrue(text(help("vanished")).length() > 20);
  }
}
