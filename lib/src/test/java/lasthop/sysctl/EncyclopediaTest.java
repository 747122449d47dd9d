package lasthop.sysctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncyclopediaTest {
  @Test void everyParameterIsCompleteAndNamedOnce() {
    var names = new HashSet<String>();
    for (Parameter p : Encyclopedia.all()) {
      assertTrue(names.add(p.name()), p.name());
      assertTrue(p.name().matches("net(\\.[a-z0-9_*-]+)+"), p.name());
      assertTrue(p.what().endsWith("."), p.name());
      assertFalse(p.values().isEmpty(), p.name());
      assertFalse(p.standard().isEmpty(), p.name());
      assertTrue(p.reader().matches("(net|include)/\\S+\\.[ch] \\w+"), p.name() + ": " + p.reader());
      assertTrue(p.source().matches("[a-z-]+/\\S+\\.rst"), p.name() + ": " + p.source());
      assertTrue(p.since().matches("|\\d+\\.\\d+(\\.\\d+)?"), p.name());
      boolean one = p.combination() == Combination.NETNS || p.combination() == Combination.HOST;
      assertEquals(one, !p.isPerDevice(), p.name());
    }
    assertTrue(names.size() >= 60, names.size() + " parameters");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      rp_filter                          | net.ipv4.conf.*.rp_filter
      net.ipv4.conf.all.rp_filter        | net.ipv4.conf.*.rp_filter
      net.ipv4.conf.eth0/100.rp_filter   | net.ipv4.conf.*.rp_filter
      net/ipv4/conf/eth0.100/rp_filter   | net.ipv4.conf.*.rp_filter
      conf.all.rp_filter                 | net.ipv4.conf.*.rp_filter
      ipv6.conf.eth0.forwarding          | net.ipv6.conf.*.forwarding
      ip_forward                         | net.ipv4.ip_forward
      nf_conntrack_max                   | net.netfilter.nf_conntrack_max
      bridge-nf-call-iptables            | net.bridge.bridge-nf-call-iptables
      """)
  void aNameInAnySpellingIsFound(String asked, String name) {
    assertEquals(List.of(name), Encyclopedia.named(asked).stream().map(Parameter::name).toList());
  }

  @Test void aShortNameOfBothFamiliesGivesBoth() {
    assertEquals(List.of("net.ipv4.conf.*.forwarding", "net.ipv6.conf.*.forwarding"),
        Encyclopedia.named("forwarding").stream().map(Parameter::name).toList());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      rpfilter                     | rp_filter
      net.ipv4.conf.all.rp_fliter  | rp_filter
      log_martian                  | log_martians
      IP_FORWARDS                  | ip_forward
      """)
  void aMisspeltNameIsGuessed(String asked, String name) {
    assertTrue(Encyclopedia.named(asked).isEmpty());
    assertEquals(name, Encyclopedia.near(asked).getFirst());
  }

  @Test void nonsenseIsNotGuessed() {
    assertEquals(List.of(), Encyclopedia.near("zzqqxx"));
    assertEquals(List.of(), Encyclopedia.near(""));
    assertEquals(List.of(), Encyclopedia.about("zzqqxx"));
    assertEquals(List.of(), Encyclopedia.about(""));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      martian                                  | net.ipv4.conf.*.log_martians
      reverse path filter                      | net.ipv4.conf.*.rp_filter
      asymmetric routing vanished              | net.ipv4.conf.*.rp_filter
      DNAT to 127.0.0.1                        | net.ipv4.conf.*.route_localnet
      nf_conntrack: table full, dropping packet | net.netfilter.nf_conntrack_max
      neighbour table overflow                 | net.ipv4.neigh.default.gc_thresh3
      TRACE prints nothing in a container      | net.netfilter.nf_log_all_netns
      bridged frames dropped by FORWARD policy | net.bridge.bridge-nf-call-iptables
      """)
  void theFirstAnswerToASymptomIsTheOneThatCausesIt(String symptom, String name) {
    assertEquals(name, Encyclopedia.about(symptom).getFirst().name());
  }

  @Test void commandsNameTheDevice() {
    Parameter rp = Encyclopedia.named("rp_filter").getFirst();
    assertEquals("sysctl -w net.ipv4.conf.eth0/100.rp_filter=2", rp.setNow("eth0.100", "2"));
    assertEquals("echo 'net.ipv4.conf.all.rp_filter = 2' >> /etc/sysctl.d/90-lasthop.conf", rp.setForGood("all", "2"));
    assertEquals("sysctl -w 'net.ipv4.conf.x;reboot.rp_filter=2'", rp.setNow("x;reboot", "2"));
    Parameter range = Encyclopedia.named("ip_local_port_range").getFirst();
    assertEquals("sysctl -w 'net.ipv4.ip_local_port_range=1024 2048'", range.setNow("all", "1024 2048"));
  }
}
