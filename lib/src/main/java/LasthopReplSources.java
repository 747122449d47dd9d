//DEPS org.jline:jline-reader:3.30.9
//DEPS org.jline:jline-terminal-jni:3.30.9
//SOURCES LasthopSources.java

/// The library and its interactive shell, for JBang.
///
/// Generated: `./lasthop test -Dtest=SourceIndexTest -Dlasthop.write=true`.
final class LasthopReplSources {
  private LasthopReplSources() {}
}
