package lasthop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JBang of the tests' own, from Maven Central, with its own home and cache.
///
/// @param home stands for the user's home folder; JBang's own folder lies in it
record Jbang(Path home) {
  /// gson beside it: Maven would choose 2.10.1 for this JBang, which reads every catalog as empty.
  private static final String POM = """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>net.lasthop</groupId><artifactId>jbang</artifactId><version>1</version>
        <dependencies>
          <dependency>
            <groupId>dev.jbang</groupId><artifactId>jbang-cli</artifactId><version>0.132.1</version>
          </dependency>
          <dependency>
            <groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.13.2</version>
          </dependency>
        </dependencies>
      </project>
      """;

  /// The official launcher's protocol: JBang prints the command to run in its place and exits with 255.
  private static final String LAUNCHER = """
      #!/bin/bash
      export JBANG_RUNTIME_SHELL=bash JBANG_STDIN_NOTTY=true JBANG_LAUNCH_CMD="$0"
      out=$('%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s/*' dev.jbang.Main "$@"); status=$?
      if [ $status -eq 255 ]; then eval "exec $out"; fi
      [ -z "$out" ] || echo "$out"
      exit $status
      """;

  /// Fetches JBang; its launcher is `jbang` in the folder [#bin].
  ///
  /// @throws IOException when it cannot be had: no Maven, or a closed network
  static Jbang fetch(Path folder) throws IOException {
    var jbang = new Jbang(folder.resolve("home"));
    Path jars = folder.resolve("jars");
    Files.createDirectories(jbang.bin());
    if (!Files.exists(jars)) fetchJars(folder, jars);
    Path launcher = jbang.bin().resolve("jbang");
    Files.writeString(launcher, LAUNCHER.formatted(java(), jars));
    if (!launcher.toFile().setExecutable(true)) throw new IOException("cannot make " + launcher + " executable");
    return jbang;
  }

  private static void fetchJars(Path folder, Path jars) throws IOException {
    Path pom = Files.writeString(folder.resolve("pom.xml"), POM);
    Path part = folder.resolve("jars.part");
    String goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    var mvn = new ArrayList<>(List.of("mvn", "-q", "-B", "-f", pom.toString(), goal));
    mvn.addAll(List.of("-DincludeScope=runtime", "-DoutputDirectory=" + part));
    String repository = System.getProperty("localRepository", "");
    if (!repository.isEmpty()) mvn.add("-Dmaven.repo.local=" + repository);
    Ran result = Ran.of(new ProcessBuilder(mvn), "");
    if (result.status() != 0) {
      throw new IOException("Maven could not fetch JBang: " + result.out().lines().findFirst().orElse(""));
    }
    Files.move(part, jars);
  }

  Path bin() {
    return home.resolve(".jbang/bin");
  }

  /// Runs an installed command, or `jbang` itself, with the folder given as its working directory.
  Ran run(Path folder, String stdin, String command, String... args) throws IOException {
    var words = new ArrayList<>(List.of(bin().resolve(command).toString()));
    words.addAll(List.of(args));
    var process = new ProcessBuilder(words).directory(folder.toFile());
    var env = process.environment();
    env.put("HOME", home.toString());
    env.put("SHELL", "/bin/bash");
    env.put("JBANG_DIR", home.resolve(".jbang").toString());
    env.put("JBANG_DEFAULT_JAVA_VERSION", "25");
    env.put("JAVA_HOME", System.getProperty("java.home"));
    env.put("PATH", bin() + ":" + env.get("PATH"));
    return Ran.of(process, stdin);
  }

  private static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }
}
