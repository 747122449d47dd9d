package lasthop.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      enp5s0              | enp5s0
      br-lan.10@x         | br-lan.10@x
      eth0;reboot         | 'eth0;reboot'
      $(id)               | '$(id)'
      it's                | 'it'\\''s'
      a b                 | 'a b'
      """)
  void aNameIsOneWordToAShell(String name, String word) {
    assertEquals(word, Quoted.word(name));
  }

  @Test void escapeCodesNeverReachATerminal() {
    assertFalse(Quoted.word("eth0\u001b[2J").contains("\u001b"));
    assertFalse(Quoted.spec("-j LOG --log-prefix \"\u001b]0;x\"").contains("\u001b"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      -s 10.0.0.0/8 -j DROP                                  | -s 10.0.0.0/8 -j DROP
      -m comment --comment "two words" -j DROP               | -m comment --comment 'two words' -j DROP
      -m comment --comment "say \\"hi\\"; rm -rf /" -j DROP  | -m comment --comment 'say "hi"; rm -rf /' -j DROP
      ! -s 10.0.0.1/32 -j DROP                               | '!' -s 10.0.0.1/32 -j DROP
      """)
  void aRuleOfAListingKeepsItsWords(String rule, String command) {
    assertEquals(command, Quoted.spec(rule));
  }
}
