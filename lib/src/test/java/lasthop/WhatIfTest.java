package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A change sent over every packet of a log.
class WhatIfTest {
  @TempDir Path folder;

  @Test void looserFilteringLetsTheLostPacketThroughAndNamesNewSources() throws IOException {
    String told = over("ceph2", "sysctl -w net.ipv4.conf.enp5s0.rp_filter=2");
    assertTrue(told.startsWith("1 fixed, 0 broken, 0 unchanged.\n├ calibration: predicted = observed for 1 of 1 packet\n"), told);
    assertTrue(told.contains("newly believed sources on enp5s0: "), told);
    assertTrue(!told.contains("sources on enp3s0"), told);
  }

  @Test void aNewDropBreaksWhatGotThrough() throws IOException {
    assertTrue(over("ceph3", "iptables -A OUTPUT -p tcp --dport 8081 -j DROP").startsWith("0 fixed, 1 broken, 0 unchanged."));
  }

  @Test void aWayThatOnlyChangesIsNeither() throws IOException {
    assertTrue(over("ceph3", "iptables -t nat -I OUTPUT 1 -p tcp -j ACCEPT").startsWith("0 fixed, 0 broken, 0 unchanged, 1 by another way."));
  }

  @Test void nothingIsClaimedWhereTheSnapshotDoesNotExplainTheLog() throws IOException {
    Path host = copied("ceph2");
    Path rules = host.resolve("iptables-save.txt");
    Files.writeString(rules, Files.readString(rules).replaceFirst("(?m)^(\\[.*\\] )?-A PREROUTING -m comment .* -j KUBE-SERVICES\\n", ""));
    Case stale = Case.open(List.of(host.toString()));
    String told = Lasthop.text(stale.on("ceph2").whatIf("sysctl -w net.ipv4.conf.all.rp_filter=2").diagnose());
    assertTrue(told.startsWith("Nothing can be said: the model reproduces no packet of this log."), told);
    assertTrue(told.contains("predicted = observed for 0 of 1 packet"), told);
  }

  @Test void aLogThatLiesInItsHostsFolderIsReadOnce() throws IOException {
    Path host = copied("ceph2");
    assertEquals(1, Case.open(List.of(host.resolve("kern.log").toString(), host.toString())).packets().size());
  }

  private static String over(String host, String change) throws IOException {
    Case files = Case.example();
    return Lasthop.text(files.on(host).whatIf(change).over(new Packets(files.packets())));
  }

  private Path copied(String host) throws IOException {
    Path from = Path.of("src/main/resources/lasthop/example/ceph-rpfilter", host);
    Path to = Files.createDirectory(folder.resolve(host));
    try (var files = Files.newDirectoryStream(from)) {
      for (Path file : files) Files.copy(file, to.resolve(file.getFileName().toString()));
    }
    return to;
  }
}
