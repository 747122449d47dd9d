package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A log that is still being written, as a stream that waits at its end for more. Goes on with the new file when the
/// log is rotated, and from the start when it is cut back to nothing.
final class GrowingFile extends InputStream {
  private static final long POLL_NANOS = 1_500_000;

  private final Path path;
  private final BooleanSupplier stop;
  private RandomAccessFile file;
  private Object key;
  private long position;

  /// @param stop asked while waiting; once true the stream ends
  GrowingFile(Path path, boolean fromEnd, BooleanSupplier stop) throws IOException {
    this.path = path;
    this.stop = stop;
    if (Files.isDirectory(path)) throw new IOException(path + " is a directory: name the log file in it");
    if (Files.notExists(path)) throw new NoSuchFileException(path.toString());
    file = new RandomAccessFile(path.toFile(), "r");
    key = key();
    position = fromEnd ? file.length() : 0;
    file.seek(position);
  }

  private Object key() throws IOException {
    Object fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return fileKey == null ? path : fileKey;
  }

  @Override public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
  }

  @Override public int read(byte[] b, int off, int len) throws IOException {
    while (true) {
      int count = file.read(b, off, len);
      if (count > 0) {
        position += count;
        return count;
      }
      if (stop.getAsBoolean()) return -1;
      if (!renewed()) LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /// Looks whether the log goes on elsewhere: in a new file of the name, or at the start of the same.
  private boolean renewed() throws IOException {
    if (file.length() < position) {
      file.seek(0);
      position = 0;
      return true;
    }
    try {
      Object now = key();
      // whoever writes is told of the new file after it is made, and writes to the old one until then
      if (now.equals(key) || Files.size(path) == 0) return false;
      if (file.length() > position) return true;
      file.close();
      file = new RandomAccessFile(path.toFile(), "r");
      key = now;
      position = 0;
      return true;
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      return false;
    }
  }

  @Override public void close() throws IOException {
    file.close();
  }
}
