package lasthop.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lasthop.nft.Tokens.NotUnderstood;

/// Reads `type filter hook input priority filter; policy accept;`.
final class BaseReader {
  private final Tokens tokens;
  private final NftFamily family;

  BaseReader(Tokens tokens, NftFamily family) {
    this.tokens = tokens;
    this.family = family;
  }

  NftBase base() {
    tokens.expect("type");
    String type = tokens.next();
    tokens.expect("hook");
    NftHook hook = hook(tokens.next());
    List<String> devices = devices();
    tokens.expect("priority");
    int priority = priority();
    NftVerdict policy = NftVerdict.ACCEPT;
    tokens.take(";");
    if (tokens.take("policy")) policy = tokens.next().equals("drop") ? NftVerdict.DROP : NftVerdict.ACCEPT;
    tokens.take(";");
    return new NftBase(type, hook, devices, priority, policy);
  }

  private static NftHook hook(String word) {
    try {
      return NftHook.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new NotUnderstood("unknown hook \"" + word + "\"");
    }
  }

  private List<String> devices() {
    var devices = new ArrayList<String>();
    if (tokens.take("device")) devices.add(Tokens.unquoted(tokens.next()));
    if (!tokens.take("devices")) return devices;
    tokens.expect("=");
    tokens.expect("{");
    while (!tokens.take("}")) {
      String word = tokens.next();
      if (word.isEmpty()) throw new NotUnderstood("missing \"}\"");
      if (!word.equals(",") && !word.equals(Tokens.NEWLINE)) devices.add(Tokens.unquoted(word));
    }
    return devices;
  }

  private int priority() {
    String word = tokens.next();
    int value = isNumber(word) ? Integer.parseInt(word) : named(word);
    String sign = tokens.peek();
    if (!sign.equals("+") && !sign.equals("-")) return value;
    tokens.next();
    int offset = (int) ValueReader.plain(tokens.next());
    return sign.equals("+") ? value + offset : value - offset;
  }

  private static boolean isNumber(String word) {
    int digits = word.startsWith("-") ? 1 : 0;
    return word.length() > digits && word.length() < 11 && word.substring(digits).chars().allMatch(Character::isDigit);
  }

  /// @kernel nftables src/rule.c std_prios, bridge_std_prios
  private int named(String word) {
    boolean bridge = family == NftFamily.BRIDGE;
    return switch (word) {
      case "raw" -> -300;
      case "mangle" -> -150;
      case "dstnat" -> bridge ? -300 : -100;
      case "filter" -> bridge ? -200 : 0;
      case "security" -> 50;
      case "out" -> 100;
      case "srcnat" -> bridge ? 300 : 100;
      default -> throw new NotUnderstood("unknown priority \"" + word + "\"");
    };
  }
}
