package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogIndexTest {
  private static final long SEED = 21;

  @TempDir Path folder;
  private final Random random = new Random(SEED);

  /// Lines with ids from a small range and sequence numbers, some of them no records at all, some without a line's end.
  private byte[] text(int bytes) {
    var text = new StringBuilder();
    while (text.length() < bytes) {
      int id = random.nextInt(400);
      text.append("May  8 16:30:29 node kernel: [    1.000000] ").append(random.nextInt(3) == 0 ? "[UFW BLOCK]" : "TRACE: raw:PREROUTING:policy:2")
          .append(" IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=").append(id)
          .append(" DF PROTO=TCP SPT=1024 DPT=80 SEQ=").append(id * 10_000_019L % (1L << 32)).append(" ACK=0 WINDOW=29200 RES=0x00 SYN URGP=0 UID=")
          .append(id).append(random.nextInt(50) == 0 ? "" : " \n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private Path log(int bytes) throws IOException {
    return Files.write(folder.resolve("kern.log"), text(bytes));
  }

  private static void refresh(Path log) throws IOException {
    assertEquals(List.of(), LogIndex.refresh(List.of(log.toString())));
  }

  /// The index and the search say the same of many tokens, of present and absent ones, of places and of lines.
  private static void agrees(Path log) throws IOException {
    LogIndex index = LogIndex.open(log).orElseThrow();
    for (String token : List.of(" ID=0 ", " ID=7 ", " ID=399 ", " ID=400 ", " SEQ=0 ", " SEQ=70000133 ", " SEQ=1 ")) {
      byte[] literal = token.getBytes(StandardCharsets.US_ASCII);
      Hits searched = Halves.search(log, Files.size(log), literal);
      Hits found = index.find(literal);
      assertArrayEquals(searched.hits(), found.hits(), token + ", seed " + SEED);
      try (FileChannel channel = FileChannel.open(log)) {
        for (long hit : searched.hits()) assertEquals(searched.lineAt(channel, hit), found.lineAt(channel, hit), token + ", seed " + SEED);
      }
    }
  }

  @Test void theIndexFindsWhatASearchFinds() throws IOException {
    Path log = log(5 << 20);
    refresh(log);
    agrees(log);
    assertTrue(LogIndex.open(log).orElseThrow().find(" ID=7 ".getBytes(StandardCharsets.US_ASCII)).hits().length > 10);
    assertTrue(Files.size(LogIndex.beside(log)) < Files.size(log) * 6 / 100);
  }

  @Test void aLogThatGrewIsIndexedOnFromItsEnd() throws IOException {
    Path log = log(3 << 20);
    refresh(log);
    byte[] before = Files.readAllBytes(LogIndex.beside(log));
    for (int round = 0; round < 4; round++) {
      Files.write(log, text(40_000 << round), StandardOpenOption.APPEND);
      agrees(log);
      refresh(log);
      agrees(log);
    }
    byte[] after = Files.readAllBytes(LogIndex.beside(log));
    assertTrue(after.length > before.length);
    assertArrayEquals(before, java.util.Arrays.copyOf(after, before.length));
  }

  @Test void aLogThatIsAnotherHasNoIndexUntilItIsMadeAnew() throws IOException {
    Path log = log(3 << 20);
    refresh(log);
    byte[] original = Files.readAllBytes(log);
    for (int at : new int[] {100, original.length / 2, original.length - 70_000}) {
      byte[] edited = original.clone();
      edited[at]++;
      Files.write(log, edited);
      Files.setLastModifiedTime(log, FileTime.fromMillis(1_000_000_000_000L + at));
      assertTrue(LogIndex.open(log).isEmpty(), "changed at " + at);
      refresh(log);
      agrees(log);
    }
    Files.write(log, text(3 << 20));
    assertTrue(LogIndex.open(log).isEmpty(), "rotated");
    Files.write(log, java.util.Arrays.copyOf(original, 2 << 20));
    assertTrue(LogIndex.open(log).isEmpty(), "cut");
    refresh(log);
    agrees(log);
  }

  @Test void anIndexCutOffAnywhereOrWithABadByteIsNeverBelieved() throws IOException {
    Path log = log(2 << 20);
    refresh(log);
    byte[] whole = Files.readAllBytes(LogIndex.beside(log));
    byte[] literal = " ID=7 ".getBytes(StandardCharsets.US_ASCII);
    long[] want = Halves.search(log, Files.size(log), literal).hits();
    for (int round = 0; round < 200; round++) {
      byte[] hurt = whole.clone();
      int at = random.nextInt(whole.length);
      if (round % 2 == 0) hurt = java.util.Arrays.copyOf(hurt, at);
      else hurt[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(LogIndex.beside(log), hurt);
      var wanted = PacketSelector.parse("id=7");
      assertArrayEquals(want, TraceSearch.hits(log, literal, true).hits(), "round " + round + ", seed " + SEED);
    }
  }

  /// The sum of a footer proves nothing about who wrote it: one that leads back to itself, or before the file, is damage.
  @Test void aFooterThatLeadsNowhereIsDamage() throws IOException {
    Path log = log(2 << 20);
    refresh(log);
    byte[] whole = Files.readAllBytes(LogIndex.beside(log));
    for (long start : new long[] {whole.length, whole.length - 80, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      byte[] hurt = whole.clone();
      int footer = whole.length - 80;
      ByteBuffer.wrap(hurt).putLong(footer + 8, start);
      ByteBuffer.wrap(hurt).putInt(footer + 76, IndexSegment.sum(hurt, footer, footer + 76));
      Files.write(LogIndex.beside(log), hurt);
      assertTrue(LogIndex.open(log).isEmpty(), "start " + start);
    }
  }

  @Test void theNewIndexIsWrittenThroughNoLinkThatLiesThere() throws IOException {
    Path log = log(2 << 20);
    Path other = Files.writeString(folder.resolve("precious"), "kept");
    Files.createSymbolicLink(log.resolveSibling(log.getFileName() + ".lasthop." + ProcessHandle.current().pid()), other);
    refresh(log);
    assertEquals("kept", Files.readString(other));
    agrees(log);
  }

  @Test void aFolderThatCannotBeWrittenIsSaidAndTheAnswerIsTheSame() throws IOException {
    Path log = log(2 << 20);
    Files.createDirectory(LogIndex.beside(log));
    Files.write(LogIndex.beside(log).resolve("occupied"), new byte[1]);
    List<String> notes = LogIndex.refresh(List.of(log.toString()));
    assertEquals(1, notes.size());
    assertTrue(notes.getFirst().contains("cannot be written") && notes.getFirst().contains("without an index"), notes.getFirst());
    var wanted = PacketSelector.parse("id=7");
    assertEquals(TraceSearch.find(List.of(log.toString()), wanted, Hints.NONE).packets(),
        TraceSearch.find(List.of(log.toString()), wanted, Hints.NONE, true).packets());
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count(), "nothing half-made is left");
    }
  }

  @Test void smallLogsCompressedOnesAndStandardInputGetNone() throws IOException {
    Path log = Files.write(folder.resolve("small.log"), text(1000));
    assertEquals(List.of(), LogIndex.refresh(List.of(log.toString(), "-")));
    assertFalse(Files.exists(LogIndex.beside(log)));
  }

  @Test void everyTokenIsTurnedIntoANumberOfItsOwn() {
    var seen = new java.util.HashSet<Long>();
    for (long value : new long[] {0, 1, 7, 65_535, 65_536, 4_294_967_295L}) {
      for (String key : List.of(" ID=", " SEQ=")) {
        byte[] text = (key + value + " ").getBytes(StandardCharsets.US_ASCII);
        long token = Tokens.at(text, 0, text.length);
        assertTrue(token >= 0 && token < 1L << Tokens.BITS && seen.add(token), key + value);
      }
    }
    for (String none : List.of(" ID=07 ", " ID= ", " ID=7", " UID=7 ", " ID=4294967296 ", "SEQ=7 ", " SEQ=x ")) {
      byte[] text = none.getBytes(StandardCharsets.US_ASCII);
      assertEquals(Tokens.NONE, Tokens.at(text, 0, text.length), none);
    }
  }
}
