package lasthop.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Says on the error stream that long work goes on: how much there is to read, and for how long it has been read.
///
/// Only for a terminal: the launcher says whether the error stream is one, and nothing is ever written into a pipe.
final class Progress implements AutoCloseable {
  /// Work shorter than this says nothing, in milliseconds.
  private static final long QUIET = 2_000;

  private static final String CLEARED = "\r\033[K";

  private final OutputStream err;
  private final Thread thread;
  private boolean said;

  private Progress(OutputStream err, String what) {
    this.err = err;
    this.thread = Thread.ofPlatform().daemon().unstarted(() -> tell(what));
  }

  /// Starts telling about the files among the words of a command.
  static Progress of(String[] args, OutputStream err, boolean terminal) {
    var progress = new Progress(err, "reading" + size(args));
    if (terminal) progress.thread.start();
    return progress;
  }

  /// ` 1024 MiB`; empty where no word names a file.
  static String size(String[] args) {
    long bytes = 0;
    for (String word : args) {
      try {
        Path path = Path.of(word);
        if (Files.isRegularFile(path)) bytes += Files.size(path);
      } catch (InvalidPathException | IOException e) {
        // a word that is no file says nothing of the size
      }
    }
    return bytes == 0 ? "" : " " + (bytes + (1 << 20) - 1 >> 20) + " MiB";
  }

  /// A stream that takes the line away before anything is written to it.
  OutputStream before(OutputStream stream) {
    return new FilterOutputStream(stream) {
      @Override public void write(byte[] bytes, int from, int length) throws IOException {
        close();
        out.write(bytes, from, length);
      }

      @Override public void write(int octet) throws IOException {
        close();
        out.write(octet);
      }

      @Override public void close() {
        Progress.this.close();
      }
    };
  }

  private void tell(String what) {
    long begun = System.nanoTime();
    try {
      Thread.sleep(QUIET);
      while (true) {
        write(CLEARED + "lasthop: " + what + ", " + (System.nanoTime() - begun) / 1_000_000_000 + " s");
        Thread.sleep(1_000);
      }
    } catch (InterruptedException e) {
      // the work is done
    }
  }

  private synchronized void write(String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
      said = true;
    } catch (IOException e) {
      thread.interrupt(); // nobody looks any more
    }
  }

  /// Ends the telling and takes its line away, so that the answer begins on a clean one.
  @Override public synchronized void close() {
    thread.interrupt();
    if (said) write(CLEARED);
  }
}
