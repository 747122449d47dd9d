package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Verdicts as the tools print them. Those of a queue are from xtables-monitor 1.8.9 on 6.18: `--queue-num 3`, and with `--queue-bypass`.
class NftStepTest {
  @ParameterizedTest @CsvSource({"ACCEPT, accept", "JUMP:BLOCKED, jump BLOCKED", "0xfffffffb, return", "0x30003, queue", "0x38003, queue", "0x3, queue",
      "0x30004, 0x30004", "0xzz03, 0xzz03"})
  void aNumberHasItsWord(String printed, String verdict) {
    assertEquals(verdict, NftStep.verdict(printed));
  }
}
