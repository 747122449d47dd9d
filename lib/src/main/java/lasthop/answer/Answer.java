package lasthop.answer;

import java.util.List;
import java.util.Optional;

/// An answer as data, before it is text, Markdown, HTML or a picture.
///
/// @param headline one sentence that stands alone
/// @param why the reasons, as a tree; the root may repeat the headline's claim in detail
/// @param grids tables, in the order to be shown
/// @param diagram a picture, if one helps
/// @param next one command worth typing next, in the words of the facade; empty for none
public record Answer(String headline, Why why, List<Grid> grids, Optional<Diagram> diagram, String next) {
  public Answer {
    grids = List.copyOf(grids);
  }

  public static Answer of(String headline, Why why) {
    return new Answer(headline, why, List.of(), Optional.empty(), "");
  }

  public Answer withNext(String command) {
    return new Answer(headline, why, grids, diagram, command);
  }

  public Answer withGrids(List<Grid> tables) {
    return new Answer(headline, why, tables, diagram, next);
  }

  public Answer withDiagram(Diagram picture) {
    return new Answer(headline, why, grids, Optional.of(picture), next);
  }
}
