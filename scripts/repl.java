//usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED
//SOURCES ../lib/src/main/java/LasthopReplSources.java

import lasthop.repl.Facade;
import lasthop.repl.Repl;

/// The shell: open logs and snapshots, then ask: trace(57266).lastHop()
class repl {
  static void main(String[] args) {
    Repl.main(Facade.library(), args);
  }
}
