package lasthop.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import lasthop.answer.Answer;
import lasthop.answer.Cite;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.Box;
import lasthop.answer.Diagram.Line;
import lasthop.answer.Diagram.State;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class RenderTest {
  private static final Screen TERMINAL = new Screen(80, true, true, true);

  @Test void theTreeCitesItsLinesInOneColumn() {
    var answer = Samples.refused().withGrids(List.of());
    assertEquals("""
        Dropped at the input routing decision, after nat PREROUTING.
        └ the source did not pass reverse-path validation
          ├ enp5s0 has rp_filter 1: the larger of conf/all and conf/enp5s0    sysctl.txt:212
          ├ to 192.168.235.13 the host would send by enp3s0                   ip-route.txt:9
          └ the packet came in by enp5s0, so mode 1 refuses it
        → whatIf("sysctl -w net.ipv4.conf.all.rp_filter=2")
        """, new TextRenderer(Screen.PIPE).render(answer));
  }

  @Test void aDiagramTooWideIsTurned() {
    String wide = text(Samples.flow(), 110);
    assertTrue(wide.contains("┃ enp5s0 ┃     ┃ ● PREROUTING     ┃     ┃ ✗ routing      ┃"), wide);
    String turned = text(Samples.flow(), 80);
    assertTrue(turned.contains("┗━━━━━━━━━┳━━━━━━━━┛\n"), turned);
    String listed = text(Samples.flow(), 30);
    assertTrue(listed.replaceAll("\\s+", " ").contains("● PREROUTING raw mangle nat ▶ ✗ routing input decision"), listed);
  }

  private static String text(Diagram diagram, int width) {
    var out = new StringBuilder();
    new DiagramText(width, new Ink(false)).write(out, diagram);
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 50, 80, 120})
  void noLineIsWiderThanTheScreen(int width) {
    var text = new TextRenderer(new Screen(width, false, true, true)).render(Samples.refused().withNext(""));
    for (var line : text.lines().toList()) {
      assertTrue(Columns.of(line) <= width, width + ": " + line);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # text     | columns
      enp5s0     | 6
      Δµs        | 3
      網域       | 4
      a網b       | 4
      ｆｕｌｌ   | 8
      한국       | 4
      é         | 1
      """)
  void widthsAreThoseOfATerminal(String text, int columns) {
    assertEquals(columns, Columns.of(text));
  }

  @Test void wideCharactersKeepTablesAligned() {
    var grid = new Grid("", List.of(Head.of("name"), Head.of("value")), List.of(
        Samples.row(false, Phrase.plain("網域"), Phrase.plain("x")), Samples.row(false, Phrase.plain("abcd"), Phrase.plain("y"))));
    var out = new StringBuilder();
    new GridText(80, new Ink(false)).write(out, grid);
    assertEquals("name  value\n網域  x\nabcd  y\n", out.toString());
  }

  @Test void aLongNameBreaksAtItsColons() {
    var lines = Wrap.lines(List.of(Phrase.code("filter:KUBE-SERVICES:return:2")), 26);
    assertEquals(List.of(List.of(Phrase.code("filter:KUBE-SERVICES:")), List.of(Phrase.code("return:2"))), lines);
  }

  @Test void wrappingLosesNoLetter() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var words = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) words.append("ab 網c  é".charAt(random.nextInt(8)));
      int width = 1 + random.nextInt(30);
      var joined = new StringBuilder();
      for (var line : Wrap.lines(List.of(Phrase.code(words.toString())), width)) {
        int columns = Wrap.columns(line);
        assertTrue(columns <= Math.max(2, width), "seed " + seed + ": " + line);
        for (var phrase : line) joined.append(phrase.text());
      }
      assertEquals(words.toString().replace(" ", ""), joined.toString().replace(" ", ""), "seed " + seed);
    }
  }

  @Test void pipesAndNoColorGetNoEscapes() {
    assertTrue(new TextRenderer(TERMINAL).render(Samples.refused()).contains("\033["));
    for (var screen : List.of(Screen.PIPE, screen(Map.of("NO_COLOR", "1", "LANG", "C.UTF-8"), true),
        screen(Map.of("TERM", "dumb"), true), screen(Map.of("TERM", "xterm"), false))) {
      assertFalse(new TextRenderer(screen).render(Samples.refused()).contains("\033"), screen.toString());
    }
  }

  @Test void withoutAUnicodeLocaleEverythingIsAsciiAndNothingIsLost() {
    var screen = screen(Map.of("LANG", "C", "COLUMNS", "110"), true).withColour(false);
    var text = new TextRenderer(screen).render(Samples.refused());
    assertTrue(text.chars().allMatch(c -> c < 0x80), text);
    assertTrue(text.contains("`- the source") || text.contains("` the source"), text);
    assertEquals("\\u7db2+", Ascii.of("網┌"));
  }

  @Test void theEnvironmentGivesTheWidth() {
    assertEquals(132, screen(Map.of("COLUMNS", "132"), true).width());
    assertEquals(80, screen(Map.of("COLUMNS", "wide"), true).width());
    assertEquals(0, screen(Map.of("COLUMNS", "132"), false).width());
  }

  private static Screen screen(Map<String, String> env, boolean terminal) {
    return Screen.of(env::get, terminal);
  }

  private static Answer hostile() {
    String raw = Samples.HOSTILE;
    var why = Why.says(Phrase.plain(raw), Phrase.code(raw), Phrase.mark(raw, Tone.BAD)).citing(new Cite(raw, 1, raw));
    var grid = new Grid(raw, List.of(Head.of(raw), Head.of("b")),
        List.of(Samples.row(false, Phrase.code(raw), Phrase.plain(raw))));
    var diagram = new Diagram(raw, List.of(new Box("a", raw, 0, 0, State.LAST), new Box("b", raw, 1, 0, State.FAILED)),
        List.of(new Line("a", "b", raw, State.FAILED)));
    return new Answer(raw, why, List.of(grid), Optional.of(diagram), raw);
  }

  @Test void hostileTextCannotSteerATerminal() {
    var text = new TextRenderer(new Screen(100, false, true, true)).render(hostile());
    assertTrue(text.chars().allMatch(c -> c == '\n' || c >= 0x20 && c != 0x7f && c != 0x202e), text);
  }

  @Test void hostileTextCannotBecomeMarkup() throws Exception {
    var page = new HtmlRenderer().page(Samples.HOSTILE, List.of(hostile()));
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("http://") && !page.contains("http://www.w3.org/2000/svg"), page);
    var svg = new SvgRenderer().render(hostile().diagram().orElseThrow());
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    assertEquals(0, document.getElementsByTagName("script").getLength());
    assertEquals("svg", document.getDocumentElement().getTagName());
  }

  @Test void hostileTextCannotLeaveItsMarkdown() {
    assertEquals("```a `` b```", MarkdownRenderer.code("a `` b"));
    assertEquals("`` `x` ``", MarkdownRenderer.code("`x`"));
    assertEquals("\\*\\*b\\*\\* \\[x\\](http\\://e) \\<i\\> rp_filter \\_x\\_", MarkdownRenderer.plain("**b** [x](http://e) <i> rp_filter _x_"));
    assertEquals("1\\. one", MarkdownRenderer.plain("1. one"));
    assertEquals("10.0.1.12", MarkdownRenderer.plain("10.0.1.12"));
    assertEquals("````text\n```\n````\n", MarkdownRenderer.fenced("text", "```"));
    var markdown = new MarkdownRenderer().render(hostile());
    for (var line : markdown.lines().toList()) assertFalse(line.startsWith("</code>"), line);
    assertFalse(markdown.contains("\033"));
  }

  @Test void theTabInAPolicyRuleIsABlank() {
    var cited = Answer.of("x", Why.plain("a rule").citing(new Cite("ip-rule.txt", 1, "0:\tfrom all lookup local")));
    assertTrue(new MarkdownRenderer().render(cited).contains("0: from all lookup local"));
    assertTrue(new HtmlRenderer().page("x", List.of(cited)).contains("0: from all lookup local"));
  }

  @Test void everyRendererShowsEveryRowAndReason() {
    var html = new HtmlRenderer().page("t", List.of(Samples.refused()));
    var markdown = new MarkdownRenderer().render(Samples.refused());
    for (var word : List.of("rp_filter 1", "ip-route.txt:9", "IP_RPFILTER", "KUBE-SVC-X", "POSTROUTING", "rp_filter=2")) {
      assertTrue(html.contains(word), "HTML without " + word);
      assertTrue(markdown.contains(word), "Markdown without " + word);
    }
  }
}
