package lasthop.whatif;

import java.util.ArrayList;
import java.util.List;
import lasthop.ip.Family;
import lasthop.netfilter.Backend;

/// Which tool a command calls, and its words.
final class Commands {
  private Commands() {}

  static Change parse(String command) {
    var words = new ArrayList<>(split(command));
    if (!words.isEmpty() && words.getFirst().equals("sudo")) words.removeFirst();
    if (words.isEmpty()) throw new IllegalArgumentException("an empty command changes nothing");
    String tool = words.removeFirst();
    return switch (tool.substring(tool.lastIndexOf('/') + 1)) {
      case "sysctl" -> SysctlChange.parse(command, words);
      case "ip" -> ip(command, words);
      case "iptables" -> IptablesChange.parse(command, words, Family.IPV4, Backend.UNKNOWN);
      case "iptables-legacy" -> IptablesChange.parse(command, words, Family.IPV4, Backend.LEGACY);
      case "iptables-nft" -> IptablesChange.parse(command, words, Family.IPV4, Backend.NFT);
      case "ip6tables" -> IptablesChange.parse(command, words, Family.IPV6, Backend.UNKNOWN);
      case "ip6tables-legacy" -> IptablesChange.parse(command, words, Family.IPV6, Backend.LEGACY);
      case "ip6tables-nft" -> IptablesChange.parse(command, words, Family.IPV6, Backend.NFT);
      case "nft" -> NftChange.parse(command, words);
      default -> throw new IllegalArgumentException("what if \"" + command
          + "\": understood are sysctl -w, ip rule, ip route, ip link set, iptables, ip6tables and nft");
    };
  }

  private static Change ip(String command, List<String> words) {
    Family family = Family.IPV4;
    while (!words.isEmpty() && words.getFirst().startsWith("-")) {
      String option = words.removeFirst();
      switch (option) {
        case "-6" -> family = Family.IPV6;
        case "-4" -> family = Family.IPV4;
        default -> throw new IllegalArgumentException("Option \"" + option + "\" is unknown, try \"ip -help\".");
      }
    }
    String object = words.isEmpty() ? "" : words.removeFirst();
    return switch (object) {
      case "r", "ro", "route" -> RouteChange.parse(command, words, family);
      case "ru", "rule" -> RuleChange.parse(command, words, family);
      case "l", "li", "link" -> LinkChange.parse(command, words);
      default -> throw new IllegalArgumentException("Object \"" + object + "\" is unknown here: route, rule and link are understood");
    };
  }

  /// Words as a shell splits them: quotes hold blanks together, a backslash keeps the next character.
  static List<String> split(String command) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote != 0) {
        if (c == quote) quote = 0;
        else word.append(c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        open = true;
      } else if (c == '\\' && i + 1 < command.length()) {
        word.append(command.charAt(++i));
        open = true;
      } else if (c == ' ' || c == '\t') {
        if (open) words.add(word.toString());
        word.setLength(0);
        open = false;
      } else {
        word.append(c);
        open = true;
      }
    }
    if (quote != 0) throw new IllegalArgumentException("a quote is not closed in: " + command);
    if (open) words.add(word.toString());
    return words;
  }
}
