package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipInputStream;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import org.junit.jupiter.api.Test;

/// The index of a listing against the reader that reads every rule of it.
class SaveIndexTest {
  private static final List<String> DAMAGE = List.of("", "x", "\n", "\r\n", "-A INPUT -s 10.0.0.1,10.0.0.2 -j ACCEPT\n", ":", "*", "[1:2] ",
      "COMMIT\n", ",", " ", "\n#", "\n:NEW - [0:0]\n", "\n:INPUT DROP [7:9]\n", "\0", "ü");

  private static List<String> rulesets() throws IOException {
    var texts = new ArrayList<String>();
    try (var zip = new ZipInputStream(SaveIndexTest.class.getResourceAsStream("rulesets.zip"))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        texts.add(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private static Optional<Ruleset> index(String text, int window) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return SaveIndex.read(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), "rules", Family.IPV4, window);
  }

  private static void assertSame(String text, Ruleset index) {
    Ruleset whole = IptablesSave.read(text, "rules", Family.IPV4);
    assertEquals(whole.backend(), index.backend());
    assertEquals(IptablesSave.text(whole, true), IptablesSave.text(index, true));
    for (Table table : whole.tables()) {
      for (Chain chain : table.chains()) {
        Chain same = index.table(table.kind()).orElseThrow().chain(chain.name()).orElseThrow();
        assertEquals(chain.rules().stream().map(Rule::origin).toList(), same.rules().stream().map(Rule::origin).toList());
      }
    }
  }

  @Test void whatIptablesSaveWritesIsIndexed() throws IOException {
    int indexed = 0;
    for (String text : rulesets()) {
      for (int window : new int[] {1, 100, 1 << 16}) {
        Optional<Ruleset> index = index(text, window);
        index.ifPresent(i -> assertSame(text, i));
        indexed += index.isPresent() ? 1 : 0;
      }
    }
    assertTrue(indexed > 30, "only " + indexed);
  }

  @Test void aDamagedListingIsIndexedAlikeOrNotAtAll() throws IOException {
    long seed = System.nanoTime();
    System.out.println("SaveIndexTest seed " + seed);
    var random = new Random(seed);
    List<String> texts = rulesets();
    for (int i = 0; i < 1000; i++) {
      String text = texts.get(random.nextInt(texts.size()));
      int at = random.nextInt(text.length());
      String damaged = text.substring(0, at) + DAMAGE.get(random.nextInt(DAMAGE.size())) + text.substring(at + random.nextInt(2));
      index(damaged, 1 << random.nextInt(12)).ifPresent(index -> assertSame(damaged, index));
    }
  }

  @Test void countersBeforeWhatIsNoRuleMakeNoIndex() {
    assertTrue(index("*filter\n:FORWARD ACCEPT [0:0]\n[0:0] :A FORWARD -j ACCEPT\nCOMMIT\n", 64).isEmpty());
  }

  @Test void aRuleThatItsFirstWordsRuleOutDoesNotMatch() {
    String text = """
        *filter
        :FORWARD ACCEPT [0:0]
        -A FORWARD -d 10.0.0.1/32 -j ACCEPT
        -A FORWARD -d 10.0.0.10/32 -j ACCEPT
        -A FORWARD -d 10.0.0.0/24 -j ACCEPT
        -A FORWARD -d 10.0.0.012/32 -j ACCEPT
        -A FORWARD ! -d 10.0.0.3/32 -j ACCEPT
        -A FORWARD -d 10.0.0.3/32 -j ACCEPT
        COMMIT
        """;
    Chain chain = index(text, 64).orElseThrow().table(TableKind.FILTER).orElseThrow().chain("FORWARD").orElseThrow();
    Packet packet = Packet.of(Ip.parse("192.0.2.1"), Ip.parse("10.0.0.3"), Proto.TCP,
        new Transport.Tcp(1, 2, 0, 0, 0, Set.of(TcpFlag.SYN), ""));
    var looked = new ArrayList<Integer>();
    for (int n = chain.next(packet, 1); n <= chain.size(); n = chain.next(packet, n + 1)) looked.add(n);
    assertEquals(List.of(3, 4, 5, 6), looked);
  }
}
