package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be opened as it was brought from a host.
class CaseFilesTest {
  private static final Path CEPH2 = Path.of("src/main/resources/lasthop/example/ceph-rpfilter/ceph2");

  @TempDir Path folder;

  /// `collect.sh > ceph2.tar`, and what `--log` puts into it.
  @Test void anArchiveIsASnapshotWithItsLog() throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    copied(files, "kernel-log.txt");
    Path tar = folder.resolve("ceph2.tar");
    assertEquals(0, new ProcessBuilder("tar", "-cf", tar.toString(), "-C", files.toString(), ".").start().waitFor());
    isRefusedByStrictValidation(Case.open(List.of(tar.toString())));
  }

  /// What a colleague pastes: one text with all commands, what they printed, and the log.
  @Test void aTerminalsTextIsASnapshotWithItsLog() throws IOException {
    var text = new StringBuilder("root@ceph2:~# grep TRACE /var/log/kern.log\n").append(Files.readString(CEPH2.resolve("kern.log")));
    String[][] commands = {{"ip addr", "ip-addr"}, {"ip rule", "ip-rule"}, {"ip route show table all", "ip-route"}, {"iptables-save", "iptables-save"},
        {"sysctl -a", "sysctl"}, {"uname -r", "uname"}, {"nstat -as", "nstat-delta"}};
    for (String[] c : commands) text.append("root@ceph2:~# ").append(c[0]).append('\n').append(Files.readString(CEPH2.resolve(c[1] + ".txt")));
    Path paste = Files.writeString(folder.resolve("paste.txt"), text.append("root@ceph2:~# \n"));
    Case opened = Case.open(List.of(paste.toString()));
    assertEquals(List.of("ceph2"), List.copyOf(opened.hosts().keySet()));
    isRefusedByStrictValidation(opened);
    assertTrue(opened.report().isClean(), opened.report()::toString);
    // Evidence names the file of a snapshot; the answer itself says which text that was.
    assertTrue(Lasthop.markdown(opened.packets().getFirst().diagnose()).contains("ip-route.txt (lines"));
    isRefusedByStrictValidation(Case.open(List.of(CEPH2.resolve("kern.log").toString(), paste.toString())));
  }

  /// What tells too little is said, also where nothing else was pasted.
  @Test void partOfAListingIsReportedWhereNothingElseStands() throws IOException {
    Path paste = Files.writeString(folder.resolve("paste.txt"), "$ iptables-save -t nat\n*nat\nCOMMIT\n");
    Case opened = Case.open(List.of(paste.toString()));
    assertEquals(List.of(), List.copyOf(opened.hosts().keySet()));
    assertTrue(opened.report().unread().toString().contains("collect iptables-save -c"), opened.report()::toString);
  }

  @Test void aPasteBesideTheSnapshotOfItsHostIsReported() throws IOException {
    Path paste = Files.writeString(folder.resolve("paste.txt"), "me@ceph2:~$ ip rule\n9:\tfrom all lookup 9\n");
    Case opened = Case.open(List.of(CEPH2.toString(), paste.toString()));
    assertEquals(3, opened.hosts().get("ceph2").routing().rules4().orElseThrow().rules().size());
    assertTrue(opened.report().unread().toString().contains("what was pasted of ceph2 is not read"), opened.report()::toString);
  }

  @Test void aPackedFolderAndALogBesideIt() throws IOException {
    Path zip = folder.resolve("ceph2.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip)); var files = Files.newDirectoryStream(CEPH2, "*.txt")) {
      for (Path file : files) {
        out.putNextEntry(new ZipEntry("ceph2/" + file.getFileName()));
        out.write(Files.readAllBytes(file));
      }
    }
    isRefusedByStrictValidation(Case.open(List.of(CEPH2.resolve("kern.log").toString(), zip.toString())));
  }

  private static void isRefusedByStrictValidation(Case files) {
    assertEquals(List.of("ceph2"), List.copyOf(files.hosts().keySet()));
    assertTrue(Lasthop.text(files.packets().getFirst().diagnose()).contains("rp-filter-strict, confidence high"));
  }

  private static void copied(Path to, String log) throws IOException {
    try (var files = Files.newDirectoryStream(CEPH2)) {
      for (Path file : files) Files.copy(file, to.resolve(file.endsWith("kern.log") ? log : file.getFileName().toString()));
    }
  }
}
