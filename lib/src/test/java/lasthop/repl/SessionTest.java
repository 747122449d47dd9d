package lasthop.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import lasthop.render.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expressions without a terminal: what they are rewritten to, what they show, what a failure says.
class SessionTest {
  private static final Library LIBRARY = Demo.library();
  private static final Session SESSION = Session.start(LIBRARY);

  @AfterAll static void close() {
    SESSION.close();
  }

  private static String shown(String typed) {
    return Show.text(LIBRARY, SESSION.evaluate(typed), Screen.PIPE, "text");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      # typed                              | Java
      trace 57266                          | trace("57266")
      trace "57266"                        | trace("57266")
      help                                 | help()
      help vanished                        | help("vanished")
      route(10.0.0.1, 10.0.0.0/8, "x")     | route("10.0.0.1", "10.0.0.0/8", "x")
      route(fd00::1, 2001:db8::/32, "x")   | route("fd00::1", "2001:db8::/32", "x")
      trace('57266')                       | trace("57266")
      var c = 'x'                          | var c = 'x'
      var c = '\\n'                        | var c = '\\n'
      1.5 + 2.0                            | 1.5 + 2.0
      "at 10.0.0.1"                        | "at 10.0.0.1"
      List.of(1).map(Integer::toString)    | List.of(1).map(Integer::toString)
      a ? b : c                            | a ? b : c
      // 10.0.0.1                          | // 10.0.0.1
      trace = 5                            | trace = 5
      trace -1                             | trace -1
      (_, b) -> 1                          | (_, b) -> 1
      """)
  void onlyWhatIsNotJavaIsRewritten(String typed, String java) {
    assertEquals(java, new Input(Set.of("trace", "route", "help")).rewrite(typed, "$1").java());
  }

  @Test void placesLeadBackToWhatWasTyped() {
    var rewritten = new Input(Set.of()).rewrite("route(10.0.0.1, nope)", "");
    assertEquals("route(\"10.0.0.1\", nope)", rewritten.java());
    assertEquals("route(10.0.0.1, nope)".indexOf("nope"), rewritten.origin(rewritten.java().indexOf("nope")));
  }

  @Test void aValueShowsItselfAsItsAnswer() {
    assertEquals("Packet 57266 was lost.\n└ last seen in nat:PREROUTING:rule:1    kern.log:3\n→ help(\"vanished\")\n",
        shown("trace(57266)"));
    assertEquals("nat:PREROUTING:rule:1\n", shown("trace(57266).lastHop()"));
  }

  @Test void plainJavaWorks() {
    assertEquals("[2, 4]\n", shown("var xs = List.of(1, 2); String.valueOf(xs.stream().map(x -> 2 * x).toList())"));
    assertEquals("2\n4\n", shown("xs.stream().map(x -> 2 * x)"));
    assertEquals("P[a=3]\n", shown("record P(int a) {}\nnew P(3)"));
    assertEquals("a\nb\n", shown("\"a\\nb\""));
    assertEquals("\\x1b[31m\n", shown("\"\\033[31m\""));
    assertEquals("", shown("int n = 3;"));
    assertEquals("9\n", shown("n * n"));
    assertEquals("10\n", shown("_ + 1".replace("_", "n * n")));
    assertEquals("nothing\n", shown("Optional.empty()"));
  }

  @Test void missingSemicolonsInsideBracesAreSupplied() {
    assertEquals("5\n", shown("int next(int x) {\n  var y = x\n    + 1\n  return y\n}\nnext(4)"));
  }

  @Test void linesArePartsOfOneExpressionOnlyWhereTheyHaveToBe() {
    assertEquals("1\n2\n", shown("1\n2"));
    assertEquals("3\n", shown("List.of(1, 2, 3)\n  .size()"));
    assertTrue(SESSION.isIncomplete("trace("));
    assertTrue(SESSION.isIncomplete("for (;;)"));
    assertFalse(SESSION.isIncomplete("trace(57266)"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      # typed                     | column | sentence
      tracee(1)                   | 0      | there is no method tracee(): did you mean trace?
      trace(57266).lastHopp()     | 12     | there is no method lastHopp() in Met: did you mean lastHop?
      trace(1)                    | 0      | no packet 1: did you mean 57266?
      trcae 57266                 | 5      | there is no verb trcae: did you mean trace?
      seek(enp5so)                | 5      | there is no name enp5so
      seek("enp5so")              | 0      | no device "enp5so"; did you mean enp5s0?
      if (1 = 2) help()           | 4      | only a variable can be given a value; == compares
      1/0                         | 0      | arithmetic: / by zero
      route(10.0.0.1, 10.0.0.2)   | 0      | route takes (String, String, String), not (String, String)
      int i = "x"                 | 8      | String cannot be converted to int
      nonsense                    | 0      | there is no name nonsense
      """)
  void aFailureIsTheLineAndOneSentence(String typed, int column, String sentence) {
    var failed = (Outcome.Failed) SESSION.evaluate(typed).getLast();
    assertEquals(new Outcome.Failed(typed, column, sentence), failed);
  }

  @Test void theFailingLineOfSeveralIsShown() {
    assertEquals("1\n  1/0\n  ^\narithmetic: / by zero\n", shown("1\n1/0\n2"));
  }

  @Test void aStoppedEvaluationLeavesTheSessionUsable() throws Exception {
    var outcomes = new java.util.concurrent.CompletableFuture<java.util.List<Outcome>>();
    Thread.ofPlatform().daemon().start(() -> outcomes.complete(SESSION.evaluate("spin()")));
    while (!outcomes.isDone()) {
      Thread.sleep(200);
      SESSION.stop();
    }
    assertEquals(new Outcome.Stopped(), outcomes.get().getLast());
    assertEquals("2\n", shown("1 + 1"));
  }

  @Test void anEvaluationThatHeedsNothingCanBeAbandoned() throws Exception {
    var outcomes = new java.util.concurrent.CompletableFuture<java.util.List<Outcome>>();
    Thread.ofPlatform().daemon().start(() -> outcomes.complete(SESSION.evaluate("deaf()")));
    while (!outcomes.isDone()) {
      Thread.sleep(200);
      SESSION.abandon();
    }
    assertEquals(new Outcome.Stopped(), outcomes.get().getLast());
    assertEquals("2\n", shown("1 + 1"));
  }

  @Test void tokensCoverAnyText() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) text.append("a1.:/'\"\\ \n(){}_fd*".charAt(random.nextInt(18)));
      int at = 0;
      for (var token : Lexer.tokens(text.toString())) {
        assertEquals(at, token.start(), "seed " + seed);
        assertTrue(token.end() > at, "seed " + seed);
        at = token.end();
      }
      assertEquals(text.length(), at, "seed " + seed);
    }
  }

  @Test void nearNamesAreFound() {
    var names = Set.of("trace", "route", "enp5s0");
    assertEquals(Optional.of("trace"), Near.to("tarce", names));
    assertEquals(Optional.of("enp5s0"), Near.to("enp5so", names));
    assertEquals(Optional.empty(), Near.to("whatever", names));
    assertEquals(1, Near.distance("ab", "ba"));
  }
}
