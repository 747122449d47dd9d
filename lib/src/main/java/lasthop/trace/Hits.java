package lasthop.trace;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// Where a run of bytes was found in a log, and how positions become line numbers.
interface Hits {
  /// Positions of the first bytes, in ascending order.
  long[] hits();

  /// How many lines of the log end before the position.
  long lineAt(FileChannel log, long position) throws IOException;
}
