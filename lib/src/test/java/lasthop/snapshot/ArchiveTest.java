package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lasthop.host.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir Path folder;

  @Test void aZipIsReadLikeItsFolder() throws IOException {
    Path zip = zip("snap/uname.txt", "6.1.0-18-amd64\n");
    assertEquals("6.1.0-18-amd64", Snapshot.read(zip).kernel().release());
  }

  @Test void aCompressedTarIsReadLikeItsFolder() throws IOException {
    Path path = folder.resolve("snap.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(tar("./snap/uname.txt", '0', "6.1.0\n"));
      out.write(new byte[1024]);
    }
    Host host = Snapshot.read(path);
    assertEquals("6.1.0", host.kernel().release());
    assertTrue(host.has("uname.txt"));
  }

  @Test void aPathThatLeavesTheArchiveIsRefused() throws IOException {
    Path zip = zip("../uname.txt", "6.1.0\n");
    IOException e = assertThrows(IOException.class, () -> Snapshot.read(zip));
    assertTrue(e.getMessage().contains("leads out of it"), e.getMessage());
  }

  @Test void aLinkInATarIsRefused() throws IOException {
    Path path = folder.resolve("link.tar");
    Files.write(path, tar("snap/uname.txt", '2', ""));
    IOException e = assertThrows(IOException.class, () -> Snapshot.read(path));
    assertTrue(e.getMessage().startsWith("holds a link"), e.getMessage());
  }

  @Test void aBombIsRefusedBeforeItFillsTheMemory() throws IOException {
    Path path = folder.resolve("bomb.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
      for (int i = 0; i <= 1000; i++) {
        zip.putNextEntry(new ZipEntry("snap/" + i + ".txt"));
        zip.closeEntry();
      }
    }
    IOException e = assertThrows(IOException.class, () -> Snapshot.read(path));
    assertTrue(e.getMessage().contains("more than 1000 files"), e.getMessage());
  }

  @Test void theNamespacesOfTheHostAreHostsOfTheirOwn() throws IOException {
    Path path = folder.resolve("node.tar");
    var out = new ByteArrayOutputStream();
    out.writeBytes(tar("netns/web/uname.txt", '0', "5.5.5\n"));
    out.writeBytes(tar("uname.txt", '0', "6.1.0\n"));
    Files.write(path, out.toByteArray());
    assertEquals("6.1.0", Snapshot.read(path).kernel().release());
  }

  @Test void aSizeBelowZeroIsNoTar() throws IOException {
    Path path = folder.resolve("negative.tar");
    byte[] bytes = tar("uname.txt", '0', "6.1.0\n");
    System.arraycopy("-0000000777".getBytes(StandardCharsets.UTF_8), 0, bytes, 124, 11);
    Files.write(path, bytes);
    assertEquals("not a tar archive", assertThrows(IOException.class, () -> Snapshot.read(path)).getMessage());
  }

  @Test void aLongNameWithoutAnEndIsNoTar() throws IOException {
    Path path = folder.resolve("pax.tar");
    Files.write(path, tar("pax", 'x', "99 path=uname.txt"));
    assertEquals("not a tar archive", assertThrows(IOException.class, () -> Snapshot.read(path)).getMessage());
  }

  @Test void skippedOctetsOfABombCount() throws IOException {
    Path path = folder.resolve("bomb.tar.gz");
    byte[] head = java.util.Arrays.copyOf(tar("folder", '5', ""), 512);
    System.arraycopy("77777777777".getBytes(StandardCharsets.UTF_8), 0, head, 124, 11);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(head);
    }
    IOException e = assertThrows(IOException.class, () -> Snapshot.read(path));
    assertTrue(e.getMessage().startsWith("unpacks to more"), e.getMessage());
  }

  @Test void aTruncatedTarIsRefused() throws IOException {
    Path path = folder.resolve("cut.tar");
    byte[] whole = tar("snap/uname.txt", '0', "6.1.0\n");
    Files.write(path, java.util.Arrays.copyOf(whole, 514));
    assertThrows(IOException.class, () -> Snapshot.read(path));
  }

  private Path zip(String name, String text) throws IOException {
    Path path = folder.resolve("snap.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return path;
  }

  private static byte[] tar(String name, char type, String text) {
    byte[] head = new byte[512];
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(nameBytes, 0, head, 0, nameBytes.length);
    byte[] size = Integer.toOctalString(text.length()).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(size, 0, head, 124, size.length);
    head[156] = (byte) type;
    var out = new ByteArrayOutputStream();
    out.writeBytes(head);
    out.writeBytes(java.util.Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), text.isEmpty() ? 0 : 512));
    return out.toByteArray();
  }
}
