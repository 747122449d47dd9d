package lasthop.answer;

import java.util.Arrays;
import java.util.List;

/// One reason, what it rests on, and the reasons below it.
///
/// @param says what is claimed, in phrases so that renderers can tell words from tokens
/// @param cites the lines it rests on
/// @param because the reasons for this reason, in order
public record Why(List<Phrase> says, List<Cite> cites, List<Why> because) {
  public static final Why NONE = new Why(List.of(), List.of(), List.of());

  public Why {
    says = List.copyOf(says);
    cites = List.copyOf(cites);
    because = List.copyOf(because);
  }

  public static Why says(Phrase... phrases) {
    return new Why(Arrays.asList(phrases), List.of(), List.of());
  }

  public static Why plain(String words) {
    return says(new Phrase.Plain(words));
  }

  public Why citing(List<Cite> lines) {
    return new Why(says, lines, because);
  }

  public Why citing(Cite... lines) {
    return citing(Arrays.asList(lines));
  }

  public Why because(List<Why> reasons) {
    return new Why(says, cites, reasons);
  }

  public Why because(Why... reasons) {
    return because(Arrays.asList(reasons));
  }

  public boolean isEmpty() {
    return says.isEmpty() && because.isEmpty();
  }
}
