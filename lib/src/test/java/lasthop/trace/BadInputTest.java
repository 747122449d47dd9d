package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import lasthop.text.Unread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
  private static final String LINE = "May  8 16:30:29 node kernel: [    1.00000%d] TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= "
      + "MAC=52:54:00:00:00:01:52:54:00:00:00:02:08:00 SRC=192.0.2.1 DST=192.0.2.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=%d DF "
      + "PROTO=TCP SPT=1024 DPT=80 SEQ=%d ACK=0 WINDOW=29200 RES=0x00 SYN URGP=0 \n";

  @TempDir Path folder;

  private static String line(int n) {
    return LINE.formatted(n % 10, n, n);
  }

  private TraceLog open(Path file) throws IOException {
    return TraceLog.open(List.of(file.toString()), Hints.NONE);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test void aMissingFileAndADirectorySaySo() {
    assertThrows(NoSuchFileException.class, () -> open(folder.resolve("none.log")));
    var e = assertThrows(IOException.class, () -> open(folder));
    assertTrue(e.getMessage().contains("is a directory"));
  }

  @Test void emptyAndBinaryFilesHoldNoPackets() throws IOException {
    assertEquals(0, open(file("empty", new byte[0])).packets().size());
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    assertEquals(0, open(file("noise", noise)).packets().size());
  }

  @Test void aTruncatedArchiveKeepsWhatCouldBeRead() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (int i = 1; i <= 2000; i++) gzip.write(line(i).getBytes(StandardCharsets.US_ASCII));
    }
    TraceLog log = open(file("cut.gz", Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2)));
    assertTrue(log.packets().size() > 100);
    assertFalse(log.gaps().isEmpty());
    assertTrue(log.report().unread().getLast().reason().contains("could be read only up to here"));
  }

  @Test void aFileThatWindowsSavedIsRead() throws IOException {
    String text = line(1) + line(2).replace("\n", "\r\n") + line(3);
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      TraceLog log = open(file("kern.txt", ("\ufeff" + text).getBytes(charset)));
      assertEquals(3, log.packets().size());
      assertEquals("node", log.packets().getFirst().events().getFirst().host());
    }
  }

  @Test void aFileThatShrinksWhileItIsReadSaysSoAndKeepsWhatWasRead() throws IOException {
    var text = new StringBuilder();
    for (int i = 1; i <= 20_000; i++) text.append(line(i).replace("1.00000", i + ".00000"));
    Path path = file("kern.log", text.toString().getBytes(StandardCharsets.US_ASCII));
    long size = Files.size(path);
    TraceLog log = TraceLog.select(List.of(path.toString()), Hints.NONE, packet -> {
      try (var cut = java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
        cut.truncate(size / 2);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return true;
    });
    assertTrue(log.packets().size() > 5_000 && log.packets().size() < 15_000, log.packets().size() + " packets");
    assertTrue(log.report().unread().getLast().reason().startsWith("the file shrank while it was read, from " + size + " bytes"));
    assertTrue(log.gaps().getLast().reason().contains("shrank"));
  }

  @Test void badBytesAroundGoodRecordsCostNothing() throws IOException {
    byte[] bad = {(byte) 0xff, (byte) 0xfe, 0, 0, (byte) 0xc3, '\n'};
    var bytes = new ByteArrayOutputStream();
    for (int i = 1; i <= 5; i++) {
      bytes.write(line(i).getBytes(StandardCharsets.US_ASCII));
      bytes.write(bad);
    }
    assertEquals(5, open(file("bad", bytes.toByteArray())).packets().size());
  }

  @Test void aLineOfManyMegabytesBetweenRecordsIsPassedOver() throws IOException {
    byte[] huge = new byte[40 << 20];
    Arrays.fill(huge, (byte) 'x');
    Path path = folder.resolve("huge");
    try (var out = Files.newOutputStream(path)) {
      out.write(line(1).getBytes(StandardCharsets.US_ASCII));
      out.write(huge);
      out.write('\n');
      out.write(line(2).getBytes(StandardCharsets.US_ASCII));
    }
    TraceLog log = open(path);
    assertEquals(2, log.packets().size());
    assertEquals(3, log.packets().getLast().first().origin().line());
  }

  @Test void rotatedFilesAreReadFromOldToNew() {
    List<String> names = LogFile.inOrder(List.of("kern.log", "kern.log.1", "kern.log.10.gz", "kern.log.2.gz", "other.log"))
        .stream().map(LogFile::name).toList();
    assertEquals(List.of("kern.log.10.gz", "kern.log.2.gz", "kern.log.1", "kern.log", "other.log"), names);
  }

  @Test void aSearchFindsWhatAFullReadFinds() throws IOException {
    var text = new StringBuilder();
    for (int i = 1; i <= 12_000; i++) text.append(line(i % 1000 + 1)).append("May  8 16:30:29 node kernel: noise ID=77x\n");
    Path path = file("kern.log", text.toString().getBytes(StandardCharsets.US_ASCII));
    var wanted = PacketSelector.parse("id=77");
    TraceLog whole = TraceLog.select(List.of(path.toString()), Hints.NONE, wanted::matches);
    assertEquals(whole.packets(), TraceSearch.find(List.of(path.toString()), wanted, Hints.NONE).packets());
    assertFalse(whole.packets().isEmpty());
  }

  @Test void aSearchFindsPacketsInALogWithoutLineEnds() throws IOException {
    var text = new StringBuilder();
    for (int i = 1; i <= 6_000; i++) text.append(line(i).stripTrailing()).append(' ');
    Path path = file("kern.log", text.toString().getBytes(StandardCharsets.US_ASCII));
    assertEquals(1, TraceSearch.find(List.of(path.toString()), PacketSelector.parse("id=77"), Hints.NONE).packets().size());
  }

  @Test void aHitThatIsNoRecordNeedsNoReadingAndADamagedOneDoes() throws IOException {
    var text = new StringBuilder();
    String other = "May  8 16:30:29 node kernel: [UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.9 DST=192.0.2.2 LEN=40 TTL=64 ID=77 PROTO=UDP \n";
    for (int i = 1; i <= 12_000; i++) {
      if (i % 1000 == 77) text.append(i > 6000 ? line(77) : line(77).replace("TRACE", "tra ce").replace(" IN=", "\nIN="));
      else text.append(i % 100 == 0 ? other : line(i % 70 + 1));
    }
    Path path = file("kern.log", text.toString().getBytes(StandardCharsets.US_ASCII));
    var wanted = PacketSelector.parse("id=77");
    TraceLog whole = TraceLog.select(List.of(path.toString()), Hints.NONE, wanted::matches);
    assertEquals(12, whole.packets().stream().mapToInt(p -> p.events().size() + p.repeats().size()).sum());
    assertEquals(whole.packets(), TraceSearch.find(List.of(path.toString()), wanted, Hints.NONE).packets());
  }

  @Test void whyNothingWasFoundIsSaid() throws IOException {
    byte[] noise = new byte[1 << 16];
    new Random(1).nextBytes(noise);
    assertTrue(Absence.of(file("empty", new byte[0]).toString(), PacketSelector.ALL, List.of()).contains("is empty"));
    assertTrue(Absence.of(file("noise", noise).toString(), PacketSelector.id(57266), List.of()).contains("is no text"));
    assertTrue(Absence.of(file("text", "Größe: 17\n".getBytes(StandardCharsets.UTF_8)).toString(), PacketSelector.ALL, List.of()).contains("when tracing was on"));
    assertTrue(Absence.of("-", PacketSelector.id(57266), List.of()).contains("no packet \"id=57266\""));
  }

  @Test void aLossIsCountedByItsOwnNumber() {
    String log = "Dec 31 23:59:58 node kernel: [   12.044897] net_ratelimit: 18 callbacks suppressed\n"
        + "Dec 31 23:59:58 node systemd-journald[393]: Missed 85 kernel messages\n"
        + "Dec 31 23:59:58 node systemd-journald[393]: Suppressed 7 messages from kernel\n"
        + "Dec 31 23:59:58 node kernel: [   12.044898] ** 13 printk messages dropped **\n"
        + "Dec 31 23:59:58 node rsyslogd: imklog: lost 9 messages\n";
    assertEquals(List.of(18L, 85L, 7L, 13L, 9L), TraceLog.parse(log, "kern.log", Hints.NONE).gaps().stream().map(Gap::count).toList());
  }

  @Test void aReturnToThePolicyStaysWithItsPacket() {
    String first = line(7);
    String log = first + first.replace("1.000007", "1.000008").replace("policy:2", "policy:3");
    assertEquals(List.of(List.of("raw:PREROUTING:policy:2", "raw:PREROUTING:policy:3")),
        TraceLog.parse(log, "kern.log", Hints.NONE).packets().stream().map(TracedPacket::hops).toList());
  }

  @Test void aGrowingLogIsFollowedThroughRotation() throws Exception {
    Path path = file("grow.log", line(1).getBytes(StandardCharsets.US_ASCII));
    var stop = new AtomicBoolean();
    var ids = new ArrayList<Integer>();
    Thread writer = Thread.ofPlatform().start(() -> {
      try {
        Files.writeString(path, line(2), java.nio.file.StandardOpenOption.APPEND);
        Thread.sleep(100);
        Files.move(path, folder.resolve("grow.log.1"));
        Files.writeString(path, line(3));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    long deadline = System.nanoTime() + 20_000_000_000L;
    TraceLog.follow(path.toString(), Hints.NONE, false, () -> stop.get() || System.nanoTime() > deadline, e -> {
      ids.add(e.packet().header().id());
      if (ids.size() == 3) stop.set(true);
    });
    writer.join();
    assertEquals(List.of(1, 2, 3), ids);
  }

  @Test void linesCutByATerminalAreCalledThat() throws IOException {
    String record = "May  8 16:30:29 node kernel: [    1.000001] TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= MAC=00:23:7d:5b:96:ec:00:21:5a:ef:39:fe:08:00 SRC=192.0.2.1 DST=192.0.2.2 LEN=20\n";
    String cut = record.substring(0, 120) + "\n" + record.replace("raw:PREROUTING:policy:2", "nat:PREROUTING:policy:1").substring(0, 120) + "\n";
    TraceLog log = TraceLog.parse(cut, "log", Hints.NONE);
    assertEquals(List.of(), log.packets());
    List<String> said = log.report().unread().stream().map(Unread::toString).filter(u -> u.contains("cut at column")).toList();
    assertEquals(1, said.size(), () -> log.report().toString());
    assertTrue(said.getFirst().startsWith("log:1: ") && said.getFirst().contains("2 lines are cut at column 120"), said::getFirst);
    assertTrue(Absence.of("log", PacketSelector.ALL, List.of(log)).contains("no packet can be read"));
  }
}
