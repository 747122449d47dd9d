package lasthop.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import lasthop.ip.Family;
import lasthop.netfilter.Chain;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.TableKind;
import lasthop.nft.NftChain;
import lasthop.nft.NftRuleset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      # chain           ; rule                                                                          ; owner
      KUBE-SVC-ABCDEFGH ; -m comment --comment "default/web:http cluster IP" -j KUBE-MARK-MASQ          ; kube-proxy, default/web:http
      KUBE-SEP-ABCDEFGH ; -s 10.0.0.1/32 -m comment --comment "default/web:http" -j KUBE-MARK-MASQ      ; kube-proxy, default/web:http
      KUBE-EXT-ABCDEFGH ; -m comment --comment "masquerade traffic for kube-system/dns:udp external destinations" -j KUBE-MARK-MASQ ; kube-proxy, kube-system/dns:udp
      KUBE-SERVICES     ; -m comment --comment "kubernetes service nodeports, NOTE" -j KUBE-NODEPORTS   ; kube-proxy
      INPUT             ; -j KUBE-SERVICES                                                              ; kube-proxy
      FORWARD           ; -j DOCKER-USER                                                                ; docker
      FORWARD           ; -m comment --comment "cali:wUHhoiAYhphO9Mso" -j ACCEPT                        ; calico
      cali-INPUT        ; -j ACCEPT                                                                     ; calico
      FORWARD           ; -m comment --comment "flanneld forward" -j ACCEPT                             ; flannel
      INPUT             ; -j ufw-before-input                                                           ; ufw
      IN_public         ; -j ACCEPT                                                                     ; firewalld
      f2b-sshd          ; -s 192.0.2.1/32 -j DROP                                                       ; fail2ban
      LIBVIRT_FWI       ; -j REJECT --reject-with icmp-port-unreachable                                 ; libvirt
      INPUT             ; -p tcp -m tcp --dport 22 -j ACCEPT                                            ; nobody
      """)
  void namesAndCommentsTellTheProgram(String chain, String rule, String owner) {
    String jump = rule.replaceAll(".*-j ", "").split(" ")[0];
    String text = "*filter\n:" + jump + " - [0:0]\n:" + chain + (TableKind.FILTER.isBuiltin(chain) ? " ACCEPT" : " -")
        + " [0:0]\n-A " + chain + " " + rule.strip() + "\nCOMMIT\n";
    String found = IptablesSave.read(text, "rules", Family.IPV4).tables().get(0).chains().stream()
        .filter(c -> c.name().equals(chain)).map(Chain::rules).map(r -> r.get(0))
        .map(r -> Owner.of(r).map(Owner::toString).orElse("nobody")).collect(Collectors.joining());
    assertEquals(owner, found);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      # table    ; chain                                                     ; rule                       ; owner
      kube-proxy ; service-ULMVA6XW-default/web/tcp/http                     ; counter                    ; kube-proxy, default/web:http
      kube-proxy ; endpoint-2CRNCTTE-default/web/tcp/__10.180.0.2/80         ; accept                     ; kube-proxy, default/web
      filter     ; FORWARD                                                   ; jump DOCKER-USER           ; docker
      filter     ; FORWARD                                                   ; accept comment "cali:wUHh" ; calico
      filter     ; FORWARD                                                   ; tcp dport 22 accept        ; nobody
      """)
  void nftablesNamesTellItToo(String table, String chain, String rule, String owner) {
    String text = "table ip " + table + " {\n chain DOCKER-USER {\n }\n chain " + chain + " {\n  " + rule + "\n }\n}\n";
    var nft = NftRuleset.parse("rules", text);
    NftChain found = nft.tables().getFirst().chain(chain).orElseThrow();
    assertEquals(owner, Owner.of(found, found.rules().getFirst()).map(Owner::toString).orElse("nobody"));
  }
}
