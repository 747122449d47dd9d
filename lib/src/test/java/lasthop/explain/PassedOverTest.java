package lasthop.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lasthop.Case;
import lasthop.Lasthop;
import lasthop.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassedOverTest {
  private static final String RULES = """
      *raw
      :PREROUTING ACCEPT [0:0]
      -A PREROUTING -p tcp -j TRACE
      COMMIT
      *filter
      :FORWARD DROP [0:0]
      :KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]
      -A FORWARD -i eth9 -j ACCEPT
      -A FORWARD -s 10.0.0.0/8 -p udp -j ACCEPT
      -A FORWARD ! -d 10.0.0.0/8 -p tcp -j KUBE-SVC-AAAAAAAAAAAAAAAA
      -A FORWARD -p tcp -m tcp --dport 1 -j ACCEPT
      -A FORWARD -p tcp -m tcp --dport 2 -j ACCEPT
      -A FORWARD -p tcp -m tcp --dport 3 -j ACCEPT
      -A FORWARD -p tcp -m tcp --dport 4 -j ACCEPT
      -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
      -A KUBE-SVC-AAAAAAAAAAAAAAAA -p tcp -m comment --comment "default/web:http" -m tcp --dport 81 -j ACCEPT
      COMMIT
      """;
  private static final String PACKET = " IN=eth0 OUT=eth1 SRC=10.0.0.5 DST=192.0.2.1 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=7"
      + " DF PROTO=TCP SPT=4000 DPT=80 SEQ=1 ACK=0 WINDOW=1 RES=0x00 SYN URGP=0\n";
  private static final String LOG = List.of("raw:PREROUTING:policy:2", "filter:FORWARD:rule:3",
      "filter:KUBE-SVC-AAAAAAAAAAAAAAAA:return:2", "filter:FORWARD:policy:9").stream()
      .map(hop -> "[  1.000000] TRACE: " + hop + PACKET).reduce("", String::concat);

  @TempDir Path folder;

  private Trace trace() throws IOException {
    Files.writeString(folder.resolve("iptables-save.txt"), RULES);
    Files.writeString(folder.resolve("kern.log"), LOG);
    return Case.open(List.of(folder.toString())).packets().getFirst();
  }

  @Test void eachHopTellsTheRulesBeforeItAndWhatEachFailed() throws IOException {
    String text = Lasthop.text(trace().answer());
    String table = text.substring(text.indexOf("passed over\n"), text.indexOf("→"));
    assertEquals("""
        passed over
        #  chain                             rules  the condition each failed
        2  filter:FORWARD                        2  1: -i eth9,  2: -p udp
        3  filter:KUBE-SVC-AAAAAAAAAAAAAAAA      1  1: --dport 81
        4  filter:FORWARD                        5  …,  5: --dport 2,  6: --dport 3,  7: --dport 4,  8: --ctstate ESTABLISHED
        """, table);
  }

  @Test void theOwnerStandsBesideTheRule() throws IOException {
    String json = Lasthop.json(trace().answer());
    assertTrue(json.contains("\"owner\":\"kube-proxy, default/web:http\""), json);
    assertTrue(json.contains("{\"#\":\"2\",\"chain\":\"filter:FORWARD\",\"rules\":\"2\",\"the condition each failed\":\"1: -i eth9,  2: -p udp\"}"), json);
  }

  @Test void allOfThemCanBeAskedForWithTheirRules() throws IOException {
    String text = Lasthop.text(trace().nearMisses());
    assertTrue(text.startsWith("8 rules passed over on the way"), text);
    assertTrue(text.contains("rule 4 failed --dport 1  -A FORWARD -p tcp -m tcp --dport 1 -j ACCEPT"), text);
    assertTrue(text.contains("iptables-save.txt:12"), text);
  }

  @Test void withoutASnapshotNothingIsSaidOfRules() throws IOException {
    Files.writeString(folder.resolve("kern.log"), LOG);
    String text = Lasthop.text(Case.open(List.of(folder.resolve("kern.log").toString())).packets().getFirst().answer());
    assertFalse(text.contains("passed over") || text.contains("owner"), text);
  }
}
