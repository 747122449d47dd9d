package lasthop.trace;

/// ICMP types and codes by nft's names, as their numbers.
final class IcmpNames {
  private IcmpNames() {}

  static String type(String word, boolean v6) {
    return switch (word) {
      case "echo-reply" -> v6 ? "129" : "0";
      case "echo-request" -> v6 ? "128" : "8";
      case "destination-unreachable" -> v6 ? "1" : "3";
      case "time-exceeded" -> v6 ? "3" : "11";
      case "parameter-problem" -> v6 ? "4" : "12";
      case "packet-too-big" -> "2";
      case "source-quench" -> "4";
      case "redirect" -> "5";
      case "router-advertisement" -> "9";
      case "router-solicitation" -> "10";
      case "timestamp-request" -> "13";
      case "timestamp-reply" -> "14";
      case "mld-listener-query" -> "130";
      case "mld-listener-report" -> "131";
      case "mld-listener-done" -> "132";
      case "nd-router-solicit" -> "133";
      case "nd-router-advert" -> "134";
      case "nd-neighbor-solicit" -> "135";
      case "nd-neighbor-advert" -> "136";
      case "nd-redirect" -> "137";
      case "mld2-listener-report" -> "143";
      default -> word;
    };
  }

  static String code(String word) {
    return switch (word) {
      case "net-unreachable" -> "0";
      case "host-unreachable" -> "1";
      case "prot-unreachable" -> "2";
      case "port-unreachable" -> "3";
      case "frag-needed" -> "4";
      case "net-prohibited" -> "9";
      case "host-prohibited" -> "10";
      case "admin-prohibited" -> "13";
      default -> word;
    };
  }
}
