package lasthop.nft;

import java.util.Locale;

/// What a rule or a policy decides.
///
/// @param chain where JUMP and GOTO lead; empty otherwise
public record NftVerdict(Kind kind, String chain) {
  public static final NftVerdict ACCEPT = new NftVerdict(Kind.ACCEPT, "");
  public static final NftVerdict DROP = new NftVerdict(Kind.DROP, "");
  public static final NftVerdict CONTINUE = new NftVerdict(Kind.CONTINUE, "");
  public static final NftVerdict RETURN = new NftVerdict(Kind.RETURN, "");
  public static final NftVerdict QUEUE = new NftVerdict(Kind.QUEUE, "");
  public static final NftVerdict STOLEN = new NftVerdict(Kind.STOLEN, "");

  /// STOLEN: the packet was taken over (`fwd`, `synproxy`).
  public enum Kind { CONTINUE, ACCEPT, DROP, RETURN, JUMP, GOTO, QUEUE, STOLEN }

  public static NftVerdict jump(String chain) {
    return new NftVerdict(Kind.JUMP, chain);
  }

  public static NftVerdict goTo(String chain) {
    return new NftVerdict(Kind.GOTO, chain);
  }

  /// Whether the packet leaves the base chain with it.
  public boolean ends() {
    return kind == Kind.ACCEPT || kind == Kind.DROP || kind == Kind.QUEUE || kind == Kind.STOLEN;
  }

  /// As `nft monitor trace` prints it: `accept`, `jump web`, …
  @Override public String toString() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return chain.isEmpty() ? word : word + " " + chain;
  }
}
