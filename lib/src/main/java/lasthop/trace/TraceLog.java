package lasthop.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lasthop.text.Report;

/// What a trace log holds: its packets, in the order of their first records, and what the log says beside them.
///
/// @param packets one per packet and host
/// @param martians every martian line, also those no packet could be found for
/// @param gaps every place where the log lost records
/// @param report what was mended and what looks like TRACE but could not be read
public record TraceLog(List<TracedPacket> packets, List<Martian> martians, List<Gap> gaps, Report report) {
  public TraceLog {
    packets = List.copyOf(packets);
    martians = List.copyOf(martians);
    gaps = List.copyOf(gaps);
  }

  /// Reads whole files, together as one log: rotated parts of a set in their true order, `.gz` and `.zst` decompressed,
  /// `-` as standard input.
  ///
  /// @throws IOException saying what is wrong with which file and what to do, when one cannot be read at all
  public static TraceLog open(List<Path> files, Hints hints) throws IOException {
    throw new IOException("reading files is not there yet: " + files + hints);
  }

  /// Reads text that is already here.
  ///
  /// @param name stands for the file's name in every origin
  public static TraceLog parse(String text, String name, Hints hints) {
    throw new IllegalArgumentException("reading text is not there yet: " + name + hints + text.length());
  }
}
