package lasthop.netfilter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Names the rule language has for numbers: protocols and services as Debian's netbase lists them, and iptables' own.
final class Names {
  private static final Map<String, Integer> PROTOCOLS = new HashMap<>();
  private static final String[] PROTOCOL_NAMES = new String[256];

  static {
    for (String line : resource("protocols.txt").split("\n")) {
      String[] words = line.split(" ");
      int number = Integer.parseInt(words[0]);
      if (PROTOCOL_NAMES[number] == null) PROTOCOL_NAMES[number] = words[1];
      for (int i = 1; i < words.length; i++) PROTOCOLS.putIfAbsent(words[i], number);
    }
    PROTOCOLS.put("icmpv6", 58);
    PROTOCOLS.put("ipv6-mh", 135);
    PROTOCOLS.put("mh", 135);
    PROTOCOLS.put("all", 0);
  }

  private Names() {}

  /// The protocol's name as iptables-save prints it; its number where there is none.
  static String protocol(int number) {
    String name = PROTOCOL_NAMES[number];
    return name == null ? Integer.toString(number) : name;
  }

  /// The number of a protocol's name, or empty.
  static Optional<Integer> protocol(String name) {
    return Optional.ofNullable(PROTOCOLS.get(name));
  }

  /// The port of a service.
  ///
  /// @param proto `tcp`, `udp`, …; empty for any
  static Optional<Integer> service(String name, String proto) {
    return Optional.ofNullable(Services.PORTS.get(proto.isEmpty() ? name : name + "/" + proto));
  }

  /// The first of the names, in order, that begins with the word in any case; empty if none does.
  static Optional<String> byPrefix(String word, String... names) {
    for (String name : names) {
      if (!word.isEmpty() && name.regionMatches(true, 0, word, 0, word.length())) return Optional.of(name);
    }
    return Optional.empty();
  }

  /// Read only when a rule names a service.
  private static final class Services {
    static final Map<String, Integer> PORTS = new HashMap<>();

    static {
      for (String line : resource("services.txt").split("\n")) {
        String[] words = line.split(" ");
        int slash = words[0].indexOf('/');
        int port = Integer.parseInt(words[0].substring(0, slash));
        String proto = words[0].substring(slash + 1).toLowerCase(Locale.ROOT);
        for (int i = 1; i < words.length; i++) {
          PORTS.putIfAbsent(words[i], port);
          PORTS.putIfAbsent(words[i] + "/" + proto, port);
        }
      }
    }
  }

  private static String resource(String file) {
    try (InputStream in = Names.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
