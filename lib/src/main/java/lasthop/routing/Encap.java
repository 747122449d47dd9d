package lasthop.routing;

import java.util.StringJoiner;
import lasthop.text.Words;

/// The words that say into what the packets of a route are wrapped. They are kept, for nothing here decides by them.
///
/// @kernel iproute2 ip/iproute_lwtunnel.c lwt_print_encap
public final class Encap {
  private Encap() {}

  /// What follows `encap`, up to the words of the route itself: of any kind the first of these is `via` or `dev`.
  ///
  /// @return as printed again: `encap ip id 30 src 0.0.0.0 dst 1.2.3.4 ttl 0 tos 0`; labels of MPLS stand behind two blanks
  public static String read(Words words) {
    var said = new StringJoiner(" ", "encap ", "");
    while (words.hasNext() && !words.peek().equals("via") && !words.peek().equals("dev")) {
      String word = words.next();
      said.add(word.equals("mpls") ? "mpls " : word);
    }
    return said.toString();
  }
}
