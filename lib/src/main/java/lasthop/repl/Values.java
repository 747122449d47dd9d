package lasthop.repl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;
import lasthop.answer.Answer;
import lasthop.render.Screen;
import lasthop.render.TextRenderer;
import lasthop.text.Printable;

/// A value as text for a screen: an answer where the value stands for one, else its own words, one line an element.
public final class Values {
  /// A stream may be endless; of any sequence so many elements are shown.
  private static final int SHOWN = 1000;

  private final Library library;
  private final Screen screen;

  public Values(Library library, Screen screen) {
    this.library = library;
    this.screen = screen;
  }

  /// Lines that end with a line feed; nothing for an absent value.
  public String text(Object value) {
    if (value == null) return "";
    Optional<Answer> answer = library.answer().apply(value);
    if (answer.isPresent()) return new TextRenderer(screen).render(answer.get());
    return switch (value) {
      case CharSequence text -> lines(text.toString());
      case Optional<?> optional -> optional.isPresent() ? text(optional.get()) : "nothing\n";
      case Map<?, ?> map -> elements(map.entrySet().iterator());
      case Collection<?> all when !all.isEmpty() && all.stream().allMatch(Answer.class::isInstance) -> answers(all);
      case Collection<?> all -> all.isEmpty() ? "nothing\n" : elements(all.iterator());
      case Object[] array -> elements(Arrays.asList(array).iterator());
      default -> lines(words(value));
    };
  }

  /// Several answers to one question: each in full.
  private String answers(Collection<?> all) {
    var out = new StringBuilder();
    for (Object answer : all) out.append(out.isEmpty() ? "" : "\n").append(text(answer));
    return out.toString();
  }

  /// A stream can be walked only once, so its first elements take its place; any other value stays itself.
  static Object settled(Object value) {
    if (!(value instanceof BaseStream<?, ?> stream)) return value;
    var elements = new ArrayList<Object>();
    for (Iterator<?> all = stream.iterator(); all.hasNext() && elements.size() <= SHOWN; ) elements.add(all.next());
    return elements;
  }

  private static String words(Object value) {
    return switch (value) {
      case int[] a -> Arrays.toString(a);
      case long[] a -> Arrays.toString(a);
      case double[] a -> Arrays.toString(a);
      case byte[] a -> Arrays.toString(a);
      case char[] a -> Arrays.toString(a);
      case boolean[] a -> Arrays.toString(a);
      default -> String.valueOf(value);
    };
  }

  private String elements(Iterator<?> all) {
    var out = new StringBuilder();
    for (int i = 0; all.hasNext() && i < SHOWN && !Thread.currentThread().isInterrupted(); i++) out.append(line(all.next()));
    if (all.hasNext()) out.append("… and more than these ").append(SHOWN).append('\n');
    return out.toString();
  }

  /// An element of many is one line: the headline if it is an answer.
  private String line(Object element) {
    if (element == null) return "null\n";
    var answer = library.answer().apply(element);
    return Printable.text(answer.isPresent() ? answer.get().headline() : words(element)) + "\n";
  }

  private static String lines(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    var out = new StringBuilder();
    for (String line : lines) out.append(Printable.text(line.replace("\t", "    "))).append('\n');
    return lines.isEmpty() ? "\n" : out.toString();
  }

  /// The failed line, a mark under the place, and the sentence.
  public static String text(Outcome.Failed failed) {
    String mark = failed.column() < 0 ? "" : "  " + " ".repeat(lasthop.render.Columns.of(failed.line().substring(0, failed.column()))) + "^\n";
    return "  " + Printable.text(failed.line().replace('\t', ' ')) + "\n" + mark + lines(failed.sentence());
  }
}
