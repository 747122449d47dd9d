package lasthop.repl;

import java.util.Set;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// Colours what is being typed, token by token.
final class Colours implements Highlighter {
  private final Set<String> verbs;

  Colours(Set<String> verbs) {
    this.verbs = verbs;
  }

  @Override public AttributedString highlight(LineReader reader, String buffer) {
    var out = new AttributedStringBuilder();
    for (var token : Lexer.tokens(buffer)) out.styled(style(token, buffer), token.in(buffer));
    return out.toAttributedString();
  }

  private AttributedStyle style(Token token, String buffer) {
    var plain = AttributedStyle.DEFAULT;
    return switch (token.kind()) {
      case KEYWORD -> plain.foreground(AttributedStyle.MAGENTA);
      case STRING, QUOTED -> plain.foreground(AttributedStyle.GREEN);
      case ADDRESS, NUMBER -> plain.foreground(AttributedStyle.CYAN);
      case COMMENT -> plain.faint();
      case WORD -> verbs.contains(token.in(buffer)) ? plain.bold() : plain;
      case BLANK, SYMBOL -> plain;
    };
  }

  @Override public void setErrorPattern(Pattern pattern) {
    // only the reader's own spell check would use one
  }

  @Override public void setErrorIndex(int index) {
    // as above
  }
}
