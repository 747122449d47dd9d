package lasthop.repl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// Runs snippets in this process and keeps the value itself, where JShell would only hand back its text.
///
/// JShell's way of running is kept, because it is what makes loops stoppable; only the method it calls is ours.
final class LiveExecution extends LocalExecutionControl {
  /// The thread that runs a snippet is made inside `super.invoke`; it inherits which execution it belongs to.
  private static final InheritableThreadLocal<LiveExecution> CURRENT = new InheritableThreadLocal<>();

  private static final Method RUN = run0();

  private Method snippet;
  private volatile Object value;
  private volatile Throwable failure;
  private volatile boolean stopped;
  private volatile Thread calling;
  private volatile Object handed;
  private Thread waiting;

  /// What the last snippet returned; null for nothing and for null itself.
  Object value() {
    return value;
  }

  /// What the last snippet threw; null if it ended well.
  Throwable failure() {
    return failure;
  }

  /// Whether the last snippet was stopped before its end.
  boolean stopped() {
    return stopped;
  }

  /// Forgets the last snippet.
  void clear() {
    value = null;
    failure = null;
    stopped = false;
  }

  ExecutionControlProvider provider() {
    return new ExecutionControlProvider() {
      @Override public String name() {
        return "live";
      }

      @Override public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return LiveExecution.this;
      }
    };
  }

  /// Makes calls that JShell does not see; their value or failure is found here as that of a snippet would be.
  void call(Callable<Object> work) {
    clear();
    var result = new FutureTask<>(work);
    wait(Thread.currentThread());
    try {
      calling = Thread.ofPlatform().daemon().name("calls").start(result);
      value = result.get();
    } catch (ExecutionException e) {
      failure = e.getCause();
    } catch (InterruptedException e) {
      stopped = true;
    } finally {
      calling = null;
      wait(null);
    }
  }

  /// Holds a value for the snippet that asks for it by [#handed()].
  void hand(Object result) {
    handed = result;
  }

  /// For a snippet: the value that its shell holds for it.
  static Object handed() {
    return CURRENT.get().handed;
  }

  @Override public void stop() throws EngineTerminationException, InternalException {
    var running = calling;
    if (running == null) super.stop();
    else running.interrupt();
  }

  @Override protected String invoke(Method method) throws Exception {
    snippet = method;
    clear();
    CURRENT.set(this);
    wait(Thread.currentThread());
    try {
      return super.invoke(RUN);
    } catch (InterruptedException | StoppedException e) {
      stopped = true;
      throw new StoppedException();
    } finally {
      wait(null);
      CURRENT.remove();
    }
  }

  /// Called by JShell in the snippet's own thread, by its name; the text it returns is not used.
  static String run() throws Throwable {
    var live = CURRENT.get();
    Method own = live.snippet;
    try {
      Object result = own.invoke(null);
      if (live.snippet == own) live.value = result;
      return "";
    } catch (InvocationTargetException e) {
      if (live.snippet == own) live.failure = e.getCause();
      throw e.getCause();
    }
  }

  private static Method run0() {
    try {
      var run = LiveExecution.class.getDeclaredMethod("run");
      run.setAccessible(true);
      return run;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void wait(Thread thread) {
    waiting = thread;
    if (thread == null) Thread.interrupted();
  }

  /// Stops waiting for a snippet that did not heed [#stop()]: its thread goes on alone, the shell is free again.
  synchronized void abandon() {
    if (waiting != null) waiting.interrupt();
  }
}
