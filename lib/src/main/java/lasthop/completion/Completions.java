package lasthop.completion;

import java.io.File;
import java.util.Map;
import lasthop.command.Usage;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What bash and zsh need to complete a command line: made by picocli from the help texts, which are the lists of options.
public final class Completions {
  /// zsh reads all of an eval before it knows picocli's alias of this name.
  private static final String ZSH = "compopt() { :; }\n";

  private Completions() {}

  /// A script for bash or zsh, which it asks to behave like bash.
  ///
  /// @param shell `bash` or `zsh`
  /// @param program the name that is typed
  /// @param commands their help texts by name; words that are no options complete as files
  public static String script(String shell, String program, Map<String, Usage> commands) {
    CommandSpec all = CommandSpec.create().name(program);
    commands.forEach((name, usage) -> all.addSubcommand(name, spec(usage)));
    return (shell.equals("zsh") ? ZSH : "") + AutoComplete.bash(program, new CommandLine(all));
  }

  private static CommandSpec spec(Usage usage) {
    CommandSpec spec = CommandSpec.create();
    for (var option : usage.options()) {
      boolean file = option.value().equals("FILE") || option.value().equals("FOLDER");
      boolean flag = option.value().isEmpty();
      spec.addOption(OptionSpec.builder(option.name()).arity(flag ? "0" : "1").type(file ? File.class : flag ? boolean.class : String.class).build());
    }
    return spec.addPositional(PositionalParamSpec.builder().arity("0..*").type(File[].class).auxiliaryTypes(File.class).build());
  }
}
