package lasthop.repl;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import lasthop.answer.Answer;

/// What the shell knows of the library it shows: the imports, the verbs, how a value becomes an answer, and the names of
/// the things that are loaded.
///
/// @param facade the class whose static methods are the verbs
/// @param imports Java import declarations, one each, that of the facade first
/// @param verbs the names of the facade's methods
/// @param answer the answer a value stands for; empty for a value of some other kind
/// @param names the loaded packets, devices, chains and so on, at the moment of asking
/// @param tries three expressions that work now, on what is loaded
/// @param open reads logs and snapshots
public record Library(Class<?> facade, List<String> imports, Set<String> verbs,
    Function<Object, Optional<Answer>> answer, Supplier<List<Name>> names, Supplier<List<String>> tries, Opener open) {
  public Library {
    imports = List.copyOf(imports);
    verbs = Set.copyOf(verbs);
  }

  /// A loaded thing by name, as it can be typed.
  ///
  /// @param kind one word that heads the group in a completion list: packet, device, chain, address, sysctl, host
  public record Name(String text, String kind) {}

  /// @throws java.io.IOException when a file cannot be read
  @FunctionalInterface
  public interface Opener {
    Object open(List<String> files) throws java.io.IOException;
  }
}
