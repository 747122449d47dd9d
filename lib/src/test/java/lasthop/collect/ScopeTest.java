package lasthop.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      tcp 192.0.2.1:1024 > 198.51.100.2:80 iif eth0 | -i eth0 -s 192.0.2.1/32 -d 198.51.100.2/32 -p tcp --sport 1024 --dport 80
      udp 192.0.2.0/24 > any:53                     | -s 192.0.2.0/24 -p udp --dport 53
      icmp any > 198.51.100.2                       | -d 198.51.100.2/32 -p icmp
      ip 192.0.2.1 > 198.51.100.2                   | -s 192.0.2.1/32 -d 198.51.100.2/32
      tcp [2001:db8::1]:1024 > [2001:db8::2]:80     | -s 2001:db8::1/128 -d 2001:db8::2/128 -p tcp --sport 1024 --dport 80
      tcp 2001:db8::1 > 2001:db8::2                 | -s 2001:db8::1/128 -d 2001:db8::2/128 -p tcp
      """)
  void aFlowIsAMatch(String flow, String match) {
    assertEquals(match, String.join(" ", Scope.parse(flow).iptables()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcp", "tcp any > any:80", "ip any > any", "tcp 192.0.2.1 198.51.100.2", "fly 192.0.2.1 > any",
      "tcp 192.0.2.1:99999 > any", "icmp 192.0.2.1:1 > any", "tcp 192.0.2.1 > 2001:db8::1", "tcp 192.0.2.1 > any iif a;b",
      "tcp 192.0.2.1 > any extra", "tcp 192.0.2.1/33 > any", "icmp 2001:db8::1 > any", "tcp -j > any", "tcp 192.0.2.1: > any"})
  void whatIsNoFlowIsRefused(String flow) {
    assertThrows(IllegalArgumentException.class, () -> Scope.parse(flow));
  }

  @Test void theLegacyScriptSetsUpTheLoggerAndTakesEverythingAway() {
    Scope flow = Scope.parse("tcp 192.0.2.1 > 198.51.100.2:80 iif eth0");
    String script = TraceRun.script(Tracer.LEGACY, List.of(flow, flow.reversed()), List.of("ip", "netns", "exec", "web"));
    assertEquals("""
        # begin the trace
        sh -c 'modprobe -q nf_log_syslog || modprobe -q nf_log_ipv4'
        before0=$(ip netns exec web sysctl -n net.netfilter.nf_log.2)
        ip netns exec web sysctl -qw net.netfilter.nf_log.2=nf_log_ipv4
        before1=$(sysctl -n net.netfilter.nf_log_all_netns)
        sysctl -qw net.netfilter.nf_log_all_netns=1
        ip netns exec web iptables-legacy -w -t raw -I PREROUTING -i eth0 -s 192.0.2.1/32 -d 198.51.100.2/32 -p tcp --dport 80 -m comment --comment lasthop-capture -j TRACE
        ip netns exec web iptables-legacy -w -t raw -I PREROUTING -s 198.51.100.2/32 -d 192.0.2.1/32 -p tcp --sport 80 -m comment --comment lasthop-capture -j TRACE
        ip netns exec web iptables-legacy -w -t raw -I OUTPUT -s 198.51.100.2/32 -d 192.0.2.1/32 -p tcp --sport 80 -m comment --comment lasthop-capture -j TRACE

        # watch it; end with Ctrl-C
        dmesg --follow-new

        # take it away again
        ip netns exec web iptables-legacy -w -t raw -D PREROUTING -i eth0 -s 192.0.2.1/32 -d 198.51.100.2/32 -p tcp --dport 80 -m comment --comment lasthop-capture -j TRACE
        ip netns exec web iptables-legacy -w -t raw -D PREROUTING -s 198.51.100.2/32 -d 192.0.2.1/32 -p tcp --sport 80 -m comment --comment lasthop-capture -j TRACE
        ip netns exec web iptables-legacy -w -t raw -D OUTPUT -s 198.51.100.2/32 -d 192.0.2.1/32 -p tcp --sport 80 -m comment --comment lasthop-capture -j TRACE
        ip netns exec web sysctl -qw net.netfilter.nf_log.2="$before0"
        sysctl -qw net.netfilter.nf_log_all_netns="$before1"
        """, script);
  }

  @Test void aWordWithOddLettersIsQuotedForTheShell() {
    assertEquals("nft 'add table x; reboot' 'it'\\''s' ''", Command.of("nft", "add table x; reboot", "it's", "").toString());
  }

  @Test void theOwnProcessIsAliveAndAnOlderOneWithItsNumberIsNot() {
    Mark mine = Mark.ofThisProcess(List.of("NONE", "-"));
    assertTrue(mine.isAlive());
    assertEquals(mine, Mark.find("-A PREROUTING -m comment --comment \"" + mine + "\" -j TRACE").orElseThrow());
    assertEquals(false, new Mark(mine.pid(), mine.start() - 1, List.of()).isAlive());
  }
}
