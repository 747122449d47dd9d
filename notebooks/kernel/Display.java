package lasthop.notebook;

import java.util.List;
import lasthop.Lasthop;
import lasthop.answer.Answer;
import lasthop.render.HtmlRenderer;
import lasthop.render.Screen;
import lasthop.render.TextRenderer;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/// Shows every result that stands for an answer as one: tables and pictures as HTML, with the text beside it for readers
/// without a browser.
public final class Display implements DisplayProvider {
  private static final Screen PLAIN = new Screen(100, false, true, true);

  @Override public List<DisplayRenderer> getDisplayRenderers() {
    return List.of(new AnswerRenderer());
  }

  @Override public List<DisplayTransformer> getDisplayTransformers() {
    return List.of(new AnswerTransformer());
  }

  private static final class AnswerRenderer implements DisplayRenderer {
    @Override public Class<?> rendererClass() {
      return Answer.class;
    }

    @Override public boolean canRender(String mime) {
      return true;
    }

    @Override public DisplayData render(String mime, Object value) {
      var answer = (Answer) value;
      var shown = DisplayData.fromHtml(new HtmlRenderer().fragment(answer));
      shown.putText(new TextRenderer(PLAIN).render(answer));
      return shown;
    }
  }

  private static final class AnswerTransformer implements DisplayTransformer {
    @Override public boolean canTransform(Object value) {
      return value != null && Lasthop.answer(value).isPresent();
    }

    @Override public Class<?> transformedClass() {
      return Answer.class;
    }

    @Override public Object transform(Object value) {
      return Lasthop.answer(value).orElseThrow();
    }
  }
}
