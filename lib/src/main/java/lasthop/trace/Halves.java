package lasthop.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/// A file searched by two threads, one half each: where the pattern was found, and how many lines lie before.
record Halves(long[] hits, int[] lineFeeds) implements Hits {

  static Halves search(Path path, long size, byte[] pattern) throws IOException {
    long middle = size / 2 / Needle.chunk() * Needle.chunk();
    var first = new Needle(pattern);
    var second = new Needle(pattern);
    var failure = new IOException[1];
    Thread other = Thread.ofPlatform().name("second half").start(() -> {
      try {
        second.search(path, middle, size);
      } catch (IOException e) {
        failure[0] = e;
      }
    });
    first.search(path, 0, middle);
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while searching", e);
    }
    if (failure[0] != null) throw failure[0];
    return new Halves(joined(first.hits(), second.hits()), joined(first.lineFeeds(), second.lineFeeds()));
  }

  private static long[] joined(long[] a, long[] b) {
    long[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private static int[] joined(int[] a, int[] b) {
    int[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Override public long lineAt(FileChannel file, long position) throws IOException {
    int chunk = (int) (position / Needle.chunk());
    long lines = 0;
    for (int i = 0; i < chunk; i++) lines += lineFeeds[i];
    var rest = ByteBuffer.allocate((int) (position % Needle.chunk()));
    while (rest.hasRemaining()) {
      if (file.read(rest, (long) chunk * Needle.chunk() + rest.position()) < 0) break;
    }
    return lines + Needle.feeds(rest.array(), rest.position());
  }
}
