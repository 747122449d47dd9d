package lasthop.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lasthop.text.Reading;
import org.junit.jupiter.api.Test;

class GluedRoutesTest {
  /// As a web page shows it: line ends lost, blanks lost and put into words, a translation's words in between.
  private static final String PAGE = "IP Route list table localbroadcast 10.0.1.0 dev enp5s0 proto kernel scope link in each table src 10."
      + "0.1.12local 10.0.1.12 dev enp5s0 proto kernel scope host src 10.0.1.12broadcast 10.0.1.255 dev enp5s"
      + "0 Proto K Ernel scope link src 10.0.1.12local 10.42.2.0 dev flannel.1 proto kernel scope host src 10"
      + ".42.2.0broadcast 10.42.2.0 Dev cni0 proto kernel scope link src 10.42.2.1local 10.42.2.1 dev cni0 pr"
      + "oto kernel scope host src 10.42.2.1broadcas T 10.42.2.255 Dev cni0 proto kernel scope link src 10.42"
      + ".2.1broadcast 127.0.0.0 dev lo proto kernel scope link src 1  27.0.0.1local 127.0.0.0/8 Dev lo proto"
      + " kernel scope host src 127.0.0.1local 127.0.0.1 dev lo proto kernel scope host SRC 127.0.0.1broadcas"
      + "t 127.255.255.255 Dev Lo proto kernel scope link src 127.0.0.1broadcast 172.17.0.0 dev docker0 proto"
      + " kernel scope link src 172.17 .0.1 linkdownlocal 172.17.0.1 Dev Docker0 proto kernel scope host src "
      + "172.17.0.1broadcast 172.17.255.255 dev Docker0 p Roto kernel scope link src 172.17.0.1 linkdownbroad"
      + "cast 192.168.235.0 dev enp3s0 proto kernel scope link src 192.168. 235.12local 192.168.235.12 Dev en"
      + "p3s0 proto kernel scope host src 192.168.235.12broadcast 192.168.235.255 dev enp3s0 p  Roto kernel s"
      + "cope link src 192.168.235.12[email protected]:~$ IP route list table Maindefault via 192.168.235.2 D"
      + "ev Enp3s0 onlink10.0.1.0/24 Dev enp5s0 proto kernel scope link src 10.0.1.1210.42.0.0/24 via 10.42.0"
      + ".0 Dev flannel.1 Onli nk10.42.1.0/24 via 10.42.1.0 Dev flannel.1 onlink10.42.2.0/24 dev cni0 proto k"
      + "ernel scope link src 10.42.2.110.42.3.0/2   4 via 10.42.3.0 Dev flannel.1 onlink10.42.4.0/24 via 10."
      + "42.4.0 dev flannel.1 onlink172.17.0.0/16 dev Docker0 Proto kernel Scope link src 172.17.0.1 linkdown"
      + "192.168.235.0/24 Dev enp3s0 proto kernel scope link src 192.168.235.12";

  private static final String ROUTES = """
      broadcast 10.0.1.0 dev enp5s0 table local proto kernel scope link src 10.0.1.12
      local 10.0.1.12 dev enp5s0 table local proto kernel scope host src 10.0.1.12
      broadcast 10.0.1.255 dev enp5s0 table local proto kernel scope link src 10.0.1.12
      local 10.42.2.0 dev flannel.1 table local proto kernel scope host src 10.42.2.0
      broadcast 10.42.2.0 dev cni0 table local proto kernel scope link src 10.42.2.1
      local 10.42.2.1 dev cni0 table local proto kernel scope host src 10.42.2.1
      broadcast 10.42.2.255 dev cni0 table local proto kernel scope link src 10.42.2.1
      broadcast 127.0.0.0 dev lo table local proto kernel scope link src 127.0.0.1
      local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1
      local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1
      broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1
      broadcast 172.17.0.0 dev docker0 table local proto kernel scope link src 172.17.0.1 linkdown
      local 172.17.0.1 dev docker0 table local proto kernel scope host src 172.17.0.1
      broadcast 172.17.255.255 dev docker0 table local proto kernel scope link src 172.17.0.1 linkdown
      broadcast 192.168.235.0 dev enp3s0 table local proto kernel scope link src 192.168.235.12
      local 192.168.235.12 dev enp3s0 table local proto kernel scope host src 192.168.235.12
      broadcast 192.168.235.255 dev enp3s0 table local proto kernel scope link src 192.168.235.12
      default via 192.168.235.2 dev enp3s0 onlink
      10.0.1.0/24 dev enp5s0 proto kernel scope link src 10.0.1.12
      10.42.0.0/24 via 10.42.0.0 dev flannel.1 onlink
      10.42.1.0/24 via 10.42.1.0 dev flannel.1 onlink
      10.42.2.0/24 dev cni0 proto kernel scope link src 10.42.2.1
      10.42.3.0/24 via 10.42.3.0 dev flannel.1 onlink
      10.42.4.0/24 via 10.42.4.0 dev flannel.1 onlink
      172.17.0.0/16 dev docker0 proto kernel scope link src 172.17.0.1 linkdown
      192.168.235.0/24 dev enp3s0 proto kernel scope link src 192.168.235.12
      """;

  @Test void aListingFromAWebPageIsPartedIntoItsRoutes() {
    Reading<Route> reading = RouteFile.anyFamily("page", PAGE);
    assertEquals(ROUTES.lines().toList(), reading.items().stream().map(r -> r.toString().strip()).toList());
    assertEquals(List.of("ineachtable"), reading.report().unread().stream().map(u -> u.text())
        .filter(text -> !text.startsWith("[")).toList());
  }

  @Test void whereAddressesRunTogetherDestinationsRise() {
    String text = "10.0.1.0/24 dev enp5s0 proto kernel scope link src 10.0.1.1210.42.0.0/24 via 10.42.0.0 dev flannel.1 onlink";
    List<Route> routes = RouteFile.anyFamily("page", text).items();
    assertEquals("10.0.1.12", routes.getFirst().prefsrc().orElseThrow().toString());
    assertEquals("10.42.0.0/24", routes.getLast().dst().toString());
  }

  @Test void aPlainListingIsLeftAlone() {
    Reading<Route> reading = RouteFile.anyFamily("text", "default via 192.0.2.1 dev eth0 \n10.0.0.0/8 dev eth1 scope link \n");
    assertEquals(2, reading.items().size());
    assertTrue(reading.report().isClean());
  }
}
