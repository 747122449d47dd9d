package lasthop.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.packet.Proto;
import lasthop.text.Words;

/// Which packets to trace: one flow, or a little more.
///
/// @param proto protocol number; -1 for any
/// @param src where from; empty for anywhere
/// @param dst where to; empty for anywhere
/// @param sport source port; -1 for any
/// @param dport destination port; -1 for any
/// @param iif device the packets come in by; empty for any device and for packets made here
public record Scope(Family family, int proto, Optional<Prefix> src, int sport, Optional<Prefix> dst, int dport, String iif) {

  /// Reads `tcp 192.168.235.13 > 10.0.1.12:8081 iif enp5s0`: the packet language of questions, where ports may be
  /// left away, an address may be a network, and `any` stands for every address.
  ///
  /// @throws IllegalArgumentException if it is something else, or names no address at all: tracing everything
  ///     floods the kernel log
  public static Scope parse(String text) {
    var words = new Words(text);
    int proto = Proto.number(words.peek());
    if (proto < 0 && !words.peek().equals("ip")) throw bad(text, "\"" + words.peek() + "\" is no protocol");
    words.next();
    End src = End.parse(words.next(), text);
    if (!words.take(">")) throw bad(text, "\">\" is missing");
    End dst = End.parse(words.next(), text);
    String iif = words.take("iif") ? words.next() : "";
    if (words.hasNext()) throw bad(text, "\"" + words.rest() + "\" is left over");
    return checked(text, proto, src, dst, iif);
  }

  private static Scope checked(String text, int proto, End src, End dst, String iif) {
    Family family = src.prefix.or(() -> dst.prefix).map(p -> p.ip().family())
        .orElseThrow(() -> bad(text, "name at least one address: a trace of everything floods the log"));
    if (dst.prefix.isPresent() && dst.prefix.get().ip().family() != family) throw bad(text, "two address families");
    boolean hasPorts = proto == Proto.TCP || proto == Proto.UDP || proto == Proto.SCTP || proto == Proto.UDPLITE;
    if (!hasPorts && (src.port >= 0 || dst.port >= 0)) throw bad(text, "only tcp, udp, udplite and sctp have ports");
    if (proto == Proto.ICMP && family == Family.IPV6) throw bad(text, "IPv6 has ipv6-icmp");
    if (!iif.isEmpty() && !isDevice(iif)) throw bad(text, "\"" + iif + "\" is no device name");
    return new Scope(family, proto, src.prefix, src.port, dst.prefix, dst.port, iif);
  }

  /// The answers: source and destination change places; they may come in anywhere.
  public Scope reversed() {
    return new Scope(family, proto, dst, dport, src, sport, "");
  }

  /// The match part of an iptables rule.
  List<String> iptables() {
    var words = new ArrayList<String>();
    if (!iif.isEmpty()) words.addAll(List.of("-i", iif));
    src.ifPresent(p -> words.addAll(List.of("-s", p.toString())));
    dst.ifPresent(p -> words.addAll(List.of("-d", p.toString())));
    if (proto >= 0) words.addAll(List.of("-p", Proto.name(proto)));
    if (sport >= 0) words.addAll(List.of("--sport", Integer.toString(sport)));
    if (dport >= 0) words.addAll(List.of("--dport", Integer.toString(dport)));
    return words;
  }

  /// The match part of an nft rule.
  String nft() {
    var out = new StringBuilder();
    String ip = family == Family.IPV4 ? "ip" : "ip6";
    if (!iif.isEmpty()) out.append("iifname \"").append(iif).append("\" ");
    src.ifPresent(p -> out.append(ip).append(" saddr ").append(p).append(' '));
    dst.ifPresent(p -> out.append(ip).append(" daddr ").append(p).append(' '));
    if (proto >= 0) out.append("meta l4proto ").append(proto).append(' ');
    if (sport >= 0) out.append("th sport ").append(sport).append(' ');
    if (dport >= 0) out.append("th dport ").append(dport).append(' ');
    return out.toString();
  }

  /// The kernel allows any octet but a few in a device's name; what goes into a rule's text is kept to the usual ones.
  private static boolean isDevice(String name) {
    return name.length() <= 15 && name.chars().allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || "._-+@:".indexOf(c) >= 0));
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("bad flow \"" + text + "\": " + why + "; right is: tcp 192.0.2.1 > 198.51.100.2:80 iif eth0");
  }

  /// One side of a flow.
  private record End(Optional<Prefix> prefix, int port) {
    static End parse(String word, String text) {
      String address = word;
      int port = -1;
      int colon = word.lastIndexOf(':');
      boolean bracketed = word.startsWith("[");
      if (bracketed ? word.contains("]:") : colon >= 0 && word.indexOf(':') == colon) {
        port = port(word.substring(colon + 1), text);
        address = word.substring(0, colon);
      }
      if (bracketed && address.endsWith("]")) address = address.substring(1, address.length() - 1);
      if (address.equals("any") || address.equals("*")) return new End(Optional.empty(), port);
      int slash = address.indexOf('/');
      if (Ip.tryParse(slash < 0 ? address : address.substring(0, slash)).isEmpty()) {
        throw bad(text, "\"" + word + "\" is no address");
      }
      return new End(Optional.of(Prefix.parse(address).network()), port);
    }

    private static int port(String digits, String text) {
      if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
          || Integer.parseInt(digits) > 65535) {
        throw bad(text, "\"" + digits + "\" is no port");
      }
      return Integer.parseInt(digits);
    }
  }
}
