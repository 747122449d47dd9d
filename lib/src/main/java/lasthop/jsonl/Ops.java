package lasthop.jsonl;

import java.util.HashMap;
import java.util.Map;

/// The operations by the name a request gives in `op`.
final class Ops {
  private Ops() {}

  static Map<String, Op> all() {
    var ops = new HashMap<String, Op>();
    ops.put("parse-rules", new ParseRules());
    ops.put("parse-trace", new ParseTrace());
    ops.put("simulate", new SimulateOp(new Snapshots()));
    return ops;
  }
}
