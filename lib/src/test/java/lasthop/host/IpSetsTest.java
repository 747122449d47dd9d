package lasthop.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lasthop.simulate.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpSetsTest {
  private static final IpSets SAVED = IpSets.parse("""
      create hosts hash:ip family inet hashsize 1024 maxelem 65536
      add hosts 10.0.0.1 timeout 300
      create nets hash:net family inet hashsize 1024 maxelem 65536
      add nets 10.0.0.0/8
      add nets 10.1.0.0/16 nomatch
      add nets 10.1.2.0/24
      add nets 10.7.0.0/16 comment " nomatch it"
      create ring list:set size 8
      add ring ring
      create services hash:ip,port family inet
      add services 10.0.0.1,tcp:80
      add services 10.0.0.1,udp:53
      create ports bitmap:port range 0-1024
      add ports 80
      create from hash:net,iface family inet
      add from 10.0.0.0/8,eth0
      create both list:set size 8
      add both hosts
      add both ports
      create masked hash:ip family inet netmask 24
      add masked 10.0.0.0
      create six hash:net family inet6
      add six 2001:db8::/32
      """);

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # packet                                  | set      | places  | in it
      tcp 10.0.0.1:1 > 10.9.9.9:80              | hosts    | src     | true
      tcp 10.0.0.1:1 > 10.9.9.9:80              | hosts    | dst     | false
      tcp 10.0.0.1:1 > 10.9.9.9:80              | nets     | dst     | true
      tcp 10.0.0.1:1 > 10.7.9.9:80              | nets     | dst     | true
      tcp 10.0.0.1:1 > 10.7.9.9:80              | ring     | dst     | unknown
      tcp 10.0.0.1:1 > 10.1.9.9:80              | nets     | dst     | false
      tcp 10.0.0.1:1 > 10.1.2.9:80              | nets     | dst     | true
      tcp 10.9.9.9:1 > 10.0.0.1:80              | services | dst,dst | true
      udp 10.9.9.9:1 > 10.0.0.1:80              | services | dst,dst | false
      tcp 10.9.9.9:1 > 10.0.0.1:80              | services | dst     | false
      tcp 10.9.9.9:1 > 10.0.0.1:80              | ports    | dst     | true
      icmp 10.9.9.9 > 10.0.0.1                  | hosts    | dst     | true
      icmp 10.9.9.9 > 10.0.0.1                  | ports    | dst     | false
      tcp 10.9.9.9:1 > 192.0.2.1:80 iif eth0    | from     | src,src | true
      tcp 10.9.9.9:1 > 192.0.2.1:80 iif eth1    | from     | src,src | false
      tcp 10.9.9.9:1 > 192.0.2.1:80             | both     | dst     | true
      tcp 10.9.9.9:1 > 192.0.2.1:81             | both     | dst     | false
      tcp 10.0.0.9:1 > 192.0.2.1:81             | masked   | src     | unknown
      tcp 10.0.0.9:1 > 192.0.2.1:81             | missing  | src     | unknown
      tcp 2001:db8::1 > 2001:db9::1             | six      | src     | true
      tcp 10.0.0.9:1 > 192.0.2.1:81             | six      | src     | false
      """)
  void aSetHoldsAPacketByItsPlaces(String packet, String set, String places, String holds) {
    var in = SAVED.holds(set, List.of(places.split(",")), Probe.parse(packet).packet());
    assertEquals(holds, in.map(Object::toString).orElse("unknown"));
  }

  @Test void aListingIsReadAsWell() {
    var listed = IpSets.parse("Name: hosts\nType: hash:ip\nRevision: 5\nHeader: family inet hashsize 1024 maxelem 65536\n"
        + "Size in memory: 200\nReferences: 1\nNumber of entries: 1\nMembers:\n10.0.0.1\n\nName: none\nType: hash:net\nMembers:\n");
    var packet = Probe.parse("tcp 10.0.0.1:1 > 10.9.9.9:80").packet();
    assertEquals("Optional[true]", listed.holds("hosts", List.of("src"), packet).toString());
    assertEquals("Optional[false]", listed.holds("none", List.of("src"), packet).toString());
  }
}
