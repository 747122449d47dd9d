package lasthop.render;

import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Cite;
import lasthop.answer.Grid;
import lasthop.answer.Phrase;
import lasthop.answer.Phrase.Code;
import lasthop.answer.Phrase.Mark;
import lasthop.answer.Phrase.Plain;
import lasthop.answer.Why;

/// Answers as HTML: one self-contained page, or a fragment for a notebook. No script, nothing loaded from anywhere (the
/// page's own policy forbids both), every text escaped, light and dark by the reader's scheme.
public final class HtmlRenderer {
  private static final String STYLE = """
      .lasthop{--ink:#1f2328;--faint:#59636e;--rule:#d1d9e0;--code:#f2f4f7;--good:#1a7f37;--bad:#cf222e;--changed:#9a6700;\
      --unsure:#8250df;--paper:#ffffff;color:var(--ink);background:var(--paper);\
      font:14px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;padding:.6em .8em;text-align:left}
      @media(prefers-color-scheme:dark){.lasthop{--ink:#e6edf3;--faint:#9198a1;--rule:#3d444d;--code:#1c2128;\
      --good:#3fb950;--bad:#f85149;--changed:#d29922;--unsure:#ab7df8;--paper:#0d1117}}
      section.lasthop .headline{font-size:1.12em;font-weight:600;margin:.2em 0 .6em}
      section.lasthop ul{margin:.15em 0;padding-left:1.3em;list-style:none!important;border-left:1px solid var(--rule)}
      section.lasthop li{margin:.25em 0}
      section.lasthop code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--code);\
      color:inherit;padding:.05em .3em;border-radius:4px;overflow-wrap:anywhere;white-space:pre-wrap}
      section.lasthop .cite{color:var(--faint);display:block;font-size:.92em}
      section.lasthop .scroll{overflow-x:auto;margin:.8em 0}
      section.lasthop table{border-collapse:collapse;border:none;font-size:.95em;background:none;margin:0}
      section.lasthop caption{text-align:left;font-weight:600;padding:.2em 0}
      section.lasthop th,section.lasthop td{text-align:left!important;padding:.22em .8em .22em 0;border-bottom:1px solid var(--rule);\
      vertical-align:top;background:none;color:inherit;max-width:none}
      section.lasthop tbody tr{background:none}
      section.lasthop th{color:var(--faint);font-weight:500}
      section.lasthop .right{text-align:right!important}
      section.lasthop .inferred td{color:var(--faint);font-style:italic}
      section.lasthop .pre{white-space:pre-wrap}
      section.lasthop .good{color:var(--good);font-weight:600}
      section.lasthop .bad{color:var(--bad);font-weight:600}
      section.lasthop .changed{color:var(--changed);font-weight:600}
      section.lasthop .unsure{color:var(--unsure);font-weight:600}
      section.lasthop .quiet,section.lasthop .guess{color:var(--faint)}
      section.lasthop .next{margin:.6em 0 .2em;color:var(--faint)}
      """;

  /// A whole page with the answers in order.
  public String page(String title, List<Answer> answers) {
    var out = new StringBuilder(16_384);
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").append(Escape.xml(title))
        .append("</title>\n<style>\nbody{margin:0 auto;max-width:70em}\n")
        .append("@media(prefers-color-scheme:dark){body{background:#0d1117}}\n").append(STYLE)
        .append("</style>\n</head>\n<body>\n");
    for (var answer : answers) body(out, answer);
    return out.append("</body>\n</html>\n").toString();
  }

  /// One answer with its style, to stand inside another page such as a notebook.
  public String fragment(Answer answer) {
    var out = new StringBuilder(8192).append("<style>\n").append(STYLE).append("</style>\n");
    body(out, answer);
    return out.toString();
  }

  private static void body(StringBuilder out, Answer answer) {
    out.append("<section class=\"lasthop\">\n<p class=\"headline\">").append(Escape.xml(answer.headline())).append("</p>\n");
    var reasons = answer.why().says().isEmpty() ? answer.why().because() : List.of(answer.why());
    reasons(out, reasons);
    for (var grid : answer.grids()) grid(out, grid);
    answer.diagram().ifPresent(d -> out.append("<div class=\"scroll\">").append(new SvgRenderer().render(d)).append("</div>\n"));
    if (!answer.next().isEmpty()) {
      out.append("<p class=\"next\">Next: <code>").append(Escape.xml(answer.next())).append("</code></p>\n");
    }
    out.append("</section>\n");
  }

  private static void reasons(StringBuilder out, List<Why> reasons) {
    if (reasons.isEmpty()) return;
    out.append("<ul>\n");
    for (var why : reasons) {
      out.append("<li>");
      phrases(out, why.says());
      for (var cite : why.cites()) cite(out, cite);
      reasons(out, why.because());
      out.append("</li>\n");
    }
    out.append("</ul>\n");
  }

  private static void cite(StringBuilder out, Cite cite) {
    out.append("<span class=\"cite\">").append(Escape.xml(cite.place()));
    if (!cite.quoted().isBlank()) out.append(" <code>").append(Escape.xml(cite.quoted().strip())).append("</code>");
    out.append("</span>");
  }

  private static void grid(StringBuilder out, Grid grid) {
    out.append("<div class=\"scroll\"><table>\n");
    if (!grid.title().isEmpty()) out.append("<caption>").append(Escape.xml(grid.title())).append("</caption>\n");
    out.append("<thead><tr>");
    for (var head : grid.heads()) {
      out.append(head.right() ? "<th class=\"right\">" : "<th>").append(Escape.xml(head.name())).append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (var row : grid.rows()) row(out, grid, row);
    out.append("</tbody>\n</table></div>\n");
  }

  private static void row(StringBuilder out, Grid grid, Grid.Row row) {
    out.append(row.inferred() ? "<tr class=\"inferred\" title=\"reasoned, not read\">" : "<tr>");
    for (int i = 0; i < row.cells().size(); i++) {
      out.append(grid.heads().get(i).right() ? "<td class=\"pre right\">" : "<td class=\"pre\">");
      phrases(out, row.cells().get(i));
      out.append("</td>");
    }
    out.append("</tr>\n");
  }

  private static void phrases(StringBuilder out, List<Phrase> phrases) {
    for (var phrase : phrases) {
      switch (phrase) {
        case Plain(String text) -> out.append(Escape.xml(text));
        case Code(String text) -> out.append("<code>").append(Escape.xml(text)).append("</code>");
        case Mark(String text, var tone) -> {
          String name = switch (tone) {
            case GOOD -> "good";
            case BAD -> "bad";
            case CHANGED -> "changed";
            case UNSURE -> "unsure";
            case INFERRED -> "guess";
            case QUIET -> "quiet";
          };
          out.append("<span class=\"").append(name).append("\">").append(Escape.xml(text)).append("</span>");
        }
      }
    }
  }
}
