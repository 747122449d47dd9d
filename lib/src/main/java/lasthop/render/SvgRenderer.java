package lasthop.render;

import java.util.List;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.State;
import lasthop.render.Sketch.Placed;
import lasthop.render.Sketch.Point;
import lasthop.render.Sketch.Route;

/// A diagram as SVG: text only, no script and nothing loaded. Its colours follow the reader's light or dark scheme.
public final class SvgRenderer {
  /// One character cell in pixels; letters are 12 pixels high in a fixed width of about 7.2.
  private static final double CELL_X = 7.6;
  private static final int CELL_Y = 17;
  private static final int MARGIN = 10;

  static final String STYLE = """
      .lasthop-svg{--ink:#1f2328;--faint:#8c959f;--go:#1a7f37;--goes:#dafbe1;--bad:#cf222e;--bads:#ffebe9;--open:#9a6700;\
      --opens:#fff8c5;--paper:#ffffff;font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
      @media(prefers-color-scheme:dark){.lasthop-svg{--ink:#e6edf3;--faint:#768390;--go:#3fb950;--goes:#12261e;\
      --bad:#f85149;--bads:#2d1214;--open:#d29922;--opens:#272115;--paper:#0d1117}}
      .lasthop-svg .title{font-weight:600;fill:var(--ink)}
      .lasthop-svg rect{fill:var(--paper);stroke:var(--faint)}
      .lasthop-svg path{fill:none;stroke:var(--faint)}
      .lasthop-svg text{fill:var(--ink)}
      .lasthop-svg .idle text{fill:var(--faint)}
      .lasthop-svg .visited rect,.lasthop-svg .last rect{fill:var(--goes);stroke:var(--go);stroke-width:2}
      .lasthop-svg .last rect{stroke-width:3}
      .lasthop-svg path.visited,.lasthop-svg path.last{stroke:var(--go);stroke-width:2.5}
      .lasthop-svg .missing rect{fill:var(--opens);stroke:var(--open);stroke-dasharray:5 3}
      .lasthop-svg path.missing{stroke:var(--open);stroke-dasharray:5 3}
      .lasthop-svg .failed rect{fill:var(--bads);stroke:var(--bad);stroke-width:3}
      .lasthop-svg path.failed{stroke:var(--bad);stroke-width:2.5}
      .lasthop-svg .head{stroke:none;fill:var(--faint)}
      .lasthop-svg .head.visited,.lasthop-svg .head.last{fill:var(--go)}
      .lasthop-svg .head.missing{fill:var(--open)}
      .lasthop-svg .head.failed{fill:var(--bad)}
      .lasthop-svg .label{font-size:11px}
      """;

  /// One `svg` element with its style inside: a file of its own, or a part of a page.
  public String render(Diagram diagram) {
    var sketch = Sketch.of(diagram);
    int top = MARGIN + (diagram.title().isEmpty() ? 0 : 2 * CELL_Y - 8);
    int width = (int) Math.ceil(sketch.width() * CELL_X) + 2 * MARGIN;
    int height = sketch.height() * CELL_Y + top + MARGIN;
    var out = new StringBuilder(4096);
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lasthop-svg\" role=\"img\" viewBox=\"0 0 ").append(width)
        .append(' ').append(height).append("\" width=\"").append(width).append("\" height=\"").append(height).append("\">\n");
    out.append("<title>").append(Escape.xml(diagram.title())).append("</title>\n<style>\n").append(STYLE).append("</style>\n");
    if (!diagram.title().isEmpty()) {
      out.append("<text class=\"title\" x=\"").append(MARGIN).append("\" y=\"").append(MARGIN + 10).append("\">")
          .append(Escape.xml(diagram.title())).append("</text>\n");
    }
    out.append("<g transform=\"translate(").append(MARGIN).append(',').append(top).append(")\">\n");
    for (var route : byState(sketch.routes())) path(out, route);
    for (var placed : sketch.boxes()) box(out, placed);
    for (var route : sketch.routes()) label(out, route);
    return out.append("</g>\n</svg>\n").toString();
  }

  /// The packet's own way last, so that no idle line covers it.
  private static List<Route> byState(List<Route> routes) {
    return routes.stream().sorted((a, b) -> a.line().state().compareTo(b.line().state())).toList();
  }

  private static void path(StringBuilder out, Route route) {
    String state = name(route.line().state());
    out.append("<path class=\"").append(state).append("\" d=\"");
    var corners = route.corners();
    for (int i = 0; i < corners.size(); i++) {
      var corner = corners.get(i);
      out.append(i == 0 ? 'M' : 'L').append(x(corner)).append(' ').append(y(corner));
    }
    out.append("\"/>\n");
    head(out, corners.get(corners.size() - 2), corners.getLast(), state);
  }

  private static void head(StringBuilder out, Point before, Point end, String state) {
    int dx = Integer.signum(end.x() - before.x());
    int dy = Integer.signum(end.y() - before.y());
    double tipX = x(end) + dx * CELL_X / 2;
    double tipY = y(end) + dy * CELL_Y / 2.0;
    double baseX = tipX - dx * 8;
    double baseY = tipY - dy * 8;
    out.append("<path class=\"head ").append(state).append("\" d=\"M").append(tipX).append(' ').append(tipY)
        .append('L').append(baseX + dy * 4).append(' ').append(baseY + dx * 4)
        .append('L').append(baseX - dy * 4).append(' ').append(baseY - dx * 4).append("Z\"/>\n");
  }

  private static void box(StringBuilder out, Placed p) {
    double x = (p.x() + 0.5) * CELL_X;
    double y = (p.y() + 0.5) * CELL_Y;
    double width = (p.width() - 1) * CELL_X;
    int height = (p.height() - 1) * CELL_Y;
    out.append("<g class=\"").append(name(p.box().state())).append("\"><rect x=\"").append(x).append("\" y=\"").append(y)
        .append("\" width=\"").append(width).append("\" height=\"").append(height).append("\" rx=\"5\"/>");
    double first = y + height / 2.0 - (p.label().size() - 1) * CELL_Y / 2.0 + 4;
    for (int i = 0; i < p.label().size(); i++) {
      out.append("<text text-anchor=\"middle\" x=\"").append(x + width / 2).append("\" y=\"").append(first + i * CELL_Y)
          .append("\">").append(Escape.xml(p.label().get(i))).append("</text>");
    }
    out.append("</g>\n");
  }

  private static void label(StringBuilder out, Route route) {
    if (route.label().isEmpty()) return;
    var from = route.corners().getFirst();
    var next = route.corners().get(1);
    boolean level = from.y() == next.y();
    double x = x(from) + (level ? Integer.signum(next.x() - from.x()) * 1.5 * CELL_X : CELL_X);
    double y = y(from) + (level ? -5 : Integer.signum(next.y() - from.y()) * CELL_Y);
    String anchor = level && next.x() < from.x() ? "end" : "start";
    out.append("<g class=\"").append(name(route.line().state())).append("\"><text class=\"label\" text-anchor=\"").append(anchor)
        .append("\" x=\"").append(x).append("\" y=\"").append(y).append("\">").append(Escape.xml(route.label()))
        .append("</text></g>\n");
  }

  private static double x(Point p) {
    return (p.x() + 0.5) * CELL_X;
  }

  private static double y(Point p) {
    return (p.y() + 0.5) * CELL_Y;
  }

  private static String name(State state) {
    return switch (state) {
      case IDLE -> "idle";
      case VISITED -> "visited";
      case LAST -> "last";
      case MISSING -> "missing";
      case FAILED -> "failed";
    };
  }
}
