//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import lasthop.jsonl.Jsonl;

/// The machine interface: one JSON request a line on stdin, one answer a line on stdout.
class jsonl {
  static void main() throws IOException {
    Jsonl.serve(System.in, new FileOutputStream(FileDescriptor.out));
  }
}
