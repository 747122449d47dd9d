//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/src/main/java/LasthopSources.java

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import lasthop.jsonl.Jsonl;

/// The machine interface: one JSON request a line on stdin, one answer a line on stdout.
class jsonl {
  static void main(String[] args) throws IOException {
    if (args.length > 0) {
      boolean asked = args[0].equals("--help") || args[0].equals("-h");
      (asked ? System.out : System.err).println("""
          Reads JSON requests from stdin, one a line, and answers each with one line:
            echo '{"id":1,"op":"route-get","snapshot":"FOLDER","args":"192.0.2.1 from 10.0.1.13 iif eth0"}' | ./lasthop jsonl
          It takes no words of its own.""");
      System.exit(asked ? 0 : 2);
    }
    Jsonl.serve(System.in, new FileOutputStream(FileDescriptor.out));
  }
}
