package lasthop.trace;

import java.util.Arrays;
import java.util.Optional;
import lasthop.netfilter.Hook;

/// The words `table:chain:kind:number` met before: a log shows a few thousand of them, each many times, so that most
/// need neither be taken apart nor kept again.
final class HopWords {
  private static final int SLOTS = 1 << 13;
  static final Word NONE = new Word(new byte[0], "", "", Kind.RULE, 0, NftStep.NONE);

  /// One such word and what it says.
  static final class Word {
    private final byte[] text;
    final String table;
    final String chain;
    final Kind kind;
    final int number;
    final NftStep nft;
    final boolean isNft;
    final Optional<Hook> hook;
    /// Whether a whole record with this word has been read.
    boolean learnt;
    /// Whether a record with this word can be TRACE, going by its table and chain.
    boolean genuine;
    /// Who gave the word a number last, and which.
    Object numberedBy = "";
    int numbered;

    private Word(byte[] text, String table, String chain, Kind kind, int number, NftStep nft) {
      this.text = text;
      this.table = table;
      this.chain = chain;
      this.kind = kind;
      this.number = number;
      this.nft = nft;
      isNft = nft.isNft();
      hook = Event.hook(chain);
    }

    /// The word of an event that was not read from a clean line.
    static Word of(Event e) {
      return new Word(NONE.text, e.table(), e.chain(), e.kind(), e.number(), e.nft());
    }

    boolean says(Word other) {
      return this == other || toString().equals(other.toString());
    }

    private boolean is(byte[] b, int from, int to) {
      return text.length == to - from && Arrays.equals(text, 0, text.length, b, from, to);
    }

    /// As [Event#hop].
    @Override public String toString() {
      return Event.hop(table, chain, kind, isNft ? nft.verdict() : Integer.toString(number));
    }
  }

  private final Pool pool;
  private final HopText hop = new HopText();
  private final Word[] slots = new Word[SLOTS];

  HopWords(Pool pool) {
    this.pool = pool;
    Arrays.fill(slots, NONE);
  }

  /// What the bytes say; [#NONE] when they are no such word.
  Word get(byte[] b, int from, int to) {
    if (from >= to) return NONE;
    int slot = slot(b, from, to);
    Word known = slots[slot];
    if (known.is(b, from, to)) return known;
    Word second = slots[slot ^ 1];
    if (second.is(b, from, to)) return second;
    if (!hop.read(b, from, to)) return NONE;
    var word = new Word(Arrays.copyOfRange(b, from, to), pool.get(b, from, hop.table), pool.get(b, hop.chain, hop.chainEnd), hop.kind, hop.number, NftStep.NONE);
    slots[slot ^ 1] = known;
    slots[slot] = word;
    return word;
  }

  private static int slot(byte[] b, int from, int to) {
    return Pool.hash(b, from, to) & SLOTS - 1;
  }
}
