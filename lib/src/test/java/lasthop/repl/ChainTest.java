package lasthop.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import lasthop.render.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls without a compiler say what the compiler's would say.
class ChainTest {
  private static final Library LIBRARY = Demo.library();

  private static final Session JAVA = Session.start(LIBRARY);

  private static String shown(String typed) {
    try (var session = Session.start(LIBRARY)) {
      return shown(LIBRARY, session, typed);
    }
  }

  private static String shown(Library library, Session session, String typed) {
    return Show.text(library, session.evaluate(typed), Screen.PIPE, "text");
  }

  @AfterAll static void close() {
    JAVA.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      # typed                            | whether it is a chain
      trace("57266")                     | false
      pick().by(3)                       | true
      pick().by("3")                     | false
      pick().by('3')                     | false
      pick().by(true)                    | false
      pick().by("a", "b")                | false
      pick().many("a", "b").by(3);       | true
      pick().many("a").by(3)             | true
      pick().given(3)                    | false
      pick().numbers().get(1)            | false
      pick().numbers() . size( )         | true
      pick().stream()                    | false
      pick().toString().isEmpty()        | true
      route("a", "b", "c").contains("b") | false
      route("a", "b")                    | false
      route("a", "b", "c").size()        | true
      help() + 1                         | false
      help(010)                          | false
      help("a\\tb")                      | false
      help("vanished").length()          | true
      help                               | false
      toString()                         | false
      """)
  void onlyWhatNeedsNoChoiceIsAChain(String typed, boolean chain) {
    assertEquals(chain, Chain.of(typed, LIBRARY).isPresent());
    String java = shown(LIBRARY, JAVA, "Object it = null; it = " + typed.replace(";", "") + "; it");
    if (chain && !java.contains(" is null")) assertEquals(java, shown(typed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace(57266)", "trace(28265).lastHop()", "packets()", "diagnose().answer()", "help(\"vanished\")",
      "trace(1)", "on(\"ceph2\").route(\"192.168.235.13\", \"10.0.1.12\", \"enp5s0\")", "open(\"/nonexistent\")", "rpfilter()"})
  void theFacadeAnswersTheSame(String typed) throws Exception {
    var library = Facade.library();
    library.open().open(java.util.List.of());
    assertTrue(Chain.of(typed, library).isPresent());
    try (var session = Session.start(library)) {
      String chain = shown(library, session, typed);
      assertEquals(chain.replace("  " + typed, "  (" + typed + ")"), shown(library, session, "(" + typed + ")"));
    }
  }

  @Test void itsValueIsTheLastOne() {
    assertEquals("57266\nint\nint\n3\n", shown("help(\"57266\")\n_.substring(6)\npick().by(3)\n_\n_.length()").replace("about 57266\n", ""));
  }

  @Test void aMethodOfTheUsersOwnHidesTheVerb() {
    assertEquals("mine\n", shown("String help() { return \"mine\"; }\nhelp()"));
    assertTrue(shown("help()\nString help() { return \"mine\"; }\nhelp()").endsWith("\nmine\n"));
  }

  @Test void nothingToAskIsAFailure() {
    try (var session = Session.start(LIBRARY)) {
      var failed = assertInstanceOf(Outcome.Failed.class, session.evaluate("pick().many(\"a\").by(3)").getLast());
      assertEquals("something here is null: by() has nothing to ask", failed.sentence());
      assertEquals(Optional.empty(), session.evaluate("pick().many(\"a\")").stream().filter(Outcome::isFailure).findFirst());
    }
  }
}
