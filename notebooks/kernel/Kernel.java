package lasthop.notebook;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.AbstractChannel;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.channels.MessageHandler;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.Transform;
import org.rapaio.jupyter.kernel.message.MessageType;

/// Starts the Java kernel for Jupyter in an order in which nothing can be lost.
///
/// The kernel's own start (3.0.1) has two races: it binds its sockets before it knows what to do with their messages, and
/// a socket's thread may end at once because it is marked as running only after it was started. Either way a notebook
/// waits for ever, now and then. Here the handlers come first, the socket that brings requests is bound last, and a thread
/// that ended too early is replaced. This needs the kernel's private fields, which is why the version is pinned.
public final class Kernel {
  private static final List<String> BIND_ORDER = List.of("iopub", "heartbeat", "stdin", "control", "shell");
  private static final long MOMENT = 200;

  private Kernel() {}

  static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    var properties = Transform.fromJson(Files.readString(Path.of(args[0])), ConnectionProperties.class);
    var kernel = MainApp.kernel;
    var channels = new Channels(properties);
    set(channels, "handlers", handlers(kernel));
    kernel.registerChannels(channels);
    for (String name : BIND_ORDER) {
      var channel = (AbstractChannel) get(channels, name);
      channel.bind(properties);
      if (hasLoop(channel)) revive(channel);
    }
    set(channels, "isConnected", true);
    for (String name : BIND_ORDER) {
      var channel = (AbstractChannel) get(channels, name);
      if (hasLoop(channel)) ((Thread) get(channel, "loopThread")).join();
    }
    System.exit(0);
  }

  private static boolean hasLoop(AbstractChannel channel) {
    for (Field field : channel.getClass().getDeclaredFields()) {
      if (field.getName().equals("loopThread")) return true;
    }
    return false;
  }

  /// Replaces the channel's thread until one outlives its first moment.
  private static void revive(AbstractChannel channel) throws Exception {
    var loop = (LoopThread) get(channel, "loopThread");
    loop.join(MOMENT);
    while (!loop.isAlive()) {
      loop = new LoopThread(loop.getName(), (long) get(loop, "sleep"), (Runnable) get(loop, "loopBody"));
      set(channel, "loopThread", loop);
      loop.start();
      loop.join(MOMENT);
    }
  }

  private static Map<MessageType<?>, MessageHandler<?>> handlers(RapaioKernel kernel) {
    var handlers = new HashMap<MessageType<?>, MessageHandler<?>>();
    put(handlers, MessageType.SHELL_EXECUTE_REQUEST, kernel::handleExecuteRequest);
    put(handlers, MessageType.SHELL_INSPECT_REQUEST, kernel::handleInspectRequest);
    put(handlers, MessageType.SHELL_COMPLETE_REQUEST, kernel::handleCompleteRequest);
    put(handlers, MessageType.SHELL_HISTORY_REQUEST, kernel::handleHistoryRequest);
    put(handlers, MessageType.SHELL_IS_COMPLETE_REQUEST, kernel::handleIsCompleteRequest);
    put(handlers, MessageType.SHELL_KERNEL_INFO_REQUEST, kernel::handleKernelInfoRequest);
    put(handlers, MessageType.SHELL_COMM_INFO_REQUEST, kernel::handleCommInfoRequest);
    put(handlers, MessageType.CONTROL_SHUTDOWN_REQUEST, kernel::handleShutdownRequest);
    put(handlers, MessageType.CONTROL_INTERRUPT_REQUEST, kernel::handleInterruptRequest);
    put(handlers, MessageType.CUSTOM_COMM_OPEN, kernel::handleCommOpenCommand);
    put(handlers, MessageType.CUSTOM_COMM_MSG, kernel::handleCommMsgCommand);
    put(handlers, MessageType.CUSTOM_COMM_CLOSE, kernel::handleCommCloseCommand);
    return handlers;
  }

  /// Pairs a type of message only with a handler for that type.
  private static <T> void put(Map<MessageType<?>, MessageHandler<?>> all, MessageType<T> type, MessageHandler<T> handler) {
    all.put(type, handler);
  }

  private static Object get(Object owner, String name) throws ReflectiveOperationException {
    return field(owner, name).get(owner);
  }

  private static void set(Object owner, String name, Object value) throws ReflectiveOperationException {
    field(owner, name).set(owner, value);
  }

  private static Field field(Object owner, String name) throws NoSuchFieldException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
