package lasthop.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;

/// Evaluates what is typed, one expression or declaration after the other, and hands back live values. It knows no
/// terminal. One thread evaluates at a time; [#stop()] may be called from any.
public final class Session implements AutoCloseable {
  private final Library library;
  private final LiveExecution live = new LiveExecution();
  private final CompletableFuture<JShell> shell = new CompletableFuture<>();
  private final Input input;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final List<String> imports;
  private String last = "";
  /// The calls whose value is the last one where JShell does not hold it in a variable yet.
  private Optional<Chain> pending = Optional.empty();
  private int handedOver;
  /// Whether the user has methods or imports of their own, so that a verb may mean something else.
  private boolean ownNames;
  /// Whether the last snippet was refused because of its syntax.
  private boolean syntax;

  private Session(Library library, List<String> imports) {
    this.library = library;
    this.imports = imports;
    this.input = new Input(library.verbs());
  }

  /// A session whose JShell is made when it is first needed, or by [#warmUp()].
  public static Session start(Library library) {
    return new Session(library, library.imports());
  }

  /// A session for texts that are all known. Each import costs time, so where they name no type only the facade, the
  /// first, is imported.
  static Session start(Library library, List<String> texts) {
    boolean types = texts.stream().anyMatch(Session::namesType);
    return new Session(library, types ? library.imports() : library.imports().stream().limit(1).toList());
  }

  /// Begins to make JShell in a thread of its own, so that whoever needs it next need not wait as long.
  void warmUp() {
    if (begun.compareAndSet(false, true)) Thread.ofPlatform().daemon().name("jshell").start(this::create);
  }

  /// Types begin with a capital; verbs, variables and what stands in quotes do not count.
  private static boolean namesType(String text) {
    for (var token : Lexer.tokens(text)) {
      if (token.kind() == Token.Kind.WORD && Character.isUpperCase(text.charAt(token.start()))) return true;
    }
    return false;
  }

  private void create() {
    try {
      var jshell = JShell.builder().executionEngine(live.provider(), java.util.Map.of())
          .compilerOptions("-classpath", System.getProperty("java.class.path"), "-proc:none", "-Xlint:none").build();
      for (String line : imports) jshell.eval(line);
      shell.complete(jshell);
    } catch (RuntimeException e) {
      shell.completeExceptionally(e);
    }
  }

  private JShell shell() {
    warmUp();
    return shell.join();
  }

  SourceCodeAnalysis analysis() {
    return shell().sourceCodeAnalysis();
  }

  Library library() {
    return library;
  }

  /// Whether more lines have to follow before the text can be evaluated.
  boolean isIncomplete(String typed) {
    String rest = input.rewrite(typed, "last").java();
    if (chain(rest).isPresent()) return false;
    while (!rest.isBlank()) {
      var info = analysis().analyzeCompletion(rest);
      if (!info.completeness().isComplete()) {
        return info.completeness() != Completeness.UNKNOWN && info.completeness() != Completeness.EMPTY;
      }
      rest = info.remaining();
    }
    return false;
  }

  Rewritten rewrite(String typed) {
    return input.rewrite(typed, typed.indexOf('_') < 0 ? last : last());
  }

  /// The variable that holds the last value.
  private synchronized String last() {
    pending.ifPresent(chain -> {
      last = "_" + ++handedOver;
      shell().eval("%s %s = (%s) lasthop.repl.Session.handed();".formatted(chain.type(), last, chain.type()));
    });
    pending = Optional.empty();
    return last;
  }

  /// For snippets only: the value of the last calls, which JShell has not seen.
  public static Object handed() {
    return LiveExecution.handed();
  }

  private Optional<Chain> chain(String java) {
    return ownNames ? Optional.empty() : Chain.of(java, library);
  }

  /// Evaluates all of the text; the first failure ends it and is the last outcome.
  public List<Outcome> evaluate(String typed) {
    var outcomes = new ArrayList<Outcome>();
    for (String unit : units(typed)) {
      if (!evaluateUnit(unit, outcomes)) break;
    }
    return outcomes;
  }

  /// The text cut at the ends of lines where everything so far is complete and the next line does not carry it on.
  public List<String> units(String typed) {
    var units = new ArrayList<String>();
    var lines = typed.lines().toList();
    var unit = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      unit.append(unit.isEmpty() ? "" : "\n").append(lines.get(i));
      boolean carriedOn = i + 1 < lines.size() && lines.get(i + 1).stripLeading().startsWith(".");
      if (carriedOn || i + 1 < lines.size() && isIncomplete(unit.toString())) continue;
      if (!isNothing(unit.toString())) units.add(unit.toString());
      unit.setLength(0);
    }
    return units;
  }

  /// One text that is complete, or will not be; false if it failed. Where the syntax is not Java's, nothing has run, and
  /// it is tried once more with the semicolons that may be missing.
  private boolean evaluateUnit(String typed, List<Outcome> outcomes) {
    var rewritten = rewrite(typed);
    var chain = chain(rewritten.java());
    if (chain.isPresent()) {
      outcomes.add(call(chain.get(), new Wrong(this, rewritten, 0)));
      return !outcomes.getLast().isFailure();
    }
    var repaired = input.withSemicolons(typed, last);
    int before = outcomes.size();
    boolean well = evaluate(rewritten, outcomes);
    boolean nothingRan = outcomes.size() == before + 1;
    if (well || !nothingRan || !syntax || repaired.java().equals(rewritten.java())) return well;
    var failed = outcomes.removeLast();
    well = evaluate(repaired, outcomes);
    if (well || !syntax) return well;
    outcomes.set(outcomes.size() - 1, failed);
    return false;
  }

  private Outcome call(Chain chain, Wrong wrong) {
    live.call(chain::run);
    if (live.stopped() || wasInterrupted(live.failure())) return new Outcome.Stopped();
    if (live.failure() != null) return wrong.thrown(live.failure(), "");
    if (chain.type().equals("void")) return new Outcome.Done("");
    var value = Values.settled(live.value());
    live.hand(value);
    pending = Optional.of(chain);
    return new Outcome.Value(value);
  }

  private boolean evaluate(Rewritten rewritten, List<Outcome> outcomes) {
    String rest = rewritten.java();
    while (!rest.isBlank()) {
      int offset = rewritten.java().length() - rest.length();
      var info = analysis().analyzeCompletion(rest);
      boolean complete = info.completeness().isComplete();
      String source = complete ? info.source() : rest;
      rest = complete ? info.remaining() : "";
      if (isNothing(source)) continue;
      var outcome = evaluate(source, new Wrong(this, rewritten, offset));
      outcomes.add(outcome);
      if (outcome.isFailure()) return false;
    }
    return true;
  }

  /// Comments and lone semicolons; JShell makes nothing of them.
  private static boolean isNothing(String source) {
    for (var token : Lexer.tokens(source)) {
      boolean nothing = token.kind() == Token.Kind.BLANK || token.kind() == Token.Kind.COMMENT;
      if (!nothing && !token.in(source).equals(";")) return false;
    }
    return true;
  }

  private Outcome evaluate(String source, Wrong wrong) {
    live.clear();
    syntax = false;
    Outcome outcome = new Outcome.Done("");
    for (SnippetEvent event : shell().eval(source)) {
      if (event.causeSnippet() != null) continue;
      var snippet = event.snippet();
      if (event.status() == Status.REJECTED) {
        syntax = isSyntax(snippet);
        return wrong.rejected(snippet);
      }
      if (live.stopped() || wasInterrupted(live.failure())) return new Outcome.Stopped();
      if (event.exception() instanceof EvalException) return wrong.thrown(live.failure(), snippet.source());
      if (event.exception() != null || event.status() == Status.RECOVERABLE_NOT_DEFINED) return wrong.unresolved(snippet);
      outcome = outcome(snippet, event);
    }
    return outcome;
  }

  private boolean isSyntax(Snippet snippet) {
    return shell().diagnostics(snippet).anyMatch(d -> d.getCode().contains("expected") || d.getCode().contains("illegal.start")
        || d.getCode().contains("not.stmt"));
  }

  private static boolean wasInterrupted(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException || cause instanceof java.io.InterruptedIOException) return true;
    }
    return false;
  }

  private Outcome outcome(Snippet snippet, SnippetEvent event) {
    ownNames |= snippet instanceof MethodSnippet || snippet instanceof ImportSnippet;
    pending = snippet instanceof VarSnippet || snippet instanceof ExpressionSnippet ? Optional.empty() : pending;
    return switch (snippet) {
      case VarSnippet var when var.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND -> {
        last = var.name();
        yield new Outcome.Value(Values.settled(live.value()));
      }
      case VarSnippet var -> {
        if (var.subKind() == SubKind.VAR_DECLARATION_WITH_INITIALIZER_SUBKIND) last = var.name();
        yield new Outcome.Done(var.name() + ": " + var.typeName());
      }
      case ExpressionSnippet expression -> {
        last = expression.name();
        yield expression.subKind() == SubKind.ASSIGNMENT_SUBKIND ? new Outcome.Done("")
            : new Outcome.Value(Values.settled(live.value()));
      }
      default -> new Outcome.Done("");
    };
  }

  /// Asks the running evaluation to end. It ends at the next loop turn of what was typed, or where the library or the
  /// JDK heeds an interrupt.
  public void stop() {
    try {
      live.stop();
    } catch (ExecutionControl.ExecutionControlException e) {
      // nothing that could be stopped is running
    }
  }

  /// Ends waiting for an evaluation that did not heed [#stop()].
  public void abandon() {
    live.abandon();
  }

  JShell jshell() {
    return shell();
  }

  static String message(jdk.jshell.Diag diag) {
    return diag.getMessage(Locale.ROOT);
  }

  @Override public void close() {
    if (shell.isDone()) shell().close();
  }
}
