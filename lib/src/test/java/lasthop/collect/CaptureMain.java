package lasthop.collect;

import java.util.List;

/// A capture as a program of its own, to be killed: arguments are tracer, namespace and flow.
final class CaptureMain {
  private CaptureMain() {}

  public static void main(String[] args) throws Exception {
    Scope flow = Scope.parse(args[2]);
    TraceRun.run(Tracer.valueOf(args[0]), List.of(flow, flow.reversed()), List.of("ip", "netns", "exec", args[1]),
        line -> System.out.println("line " + line), remark -> System.out.println("did " + remark));
  }
}
