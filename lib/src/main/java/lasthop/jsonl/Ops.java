package lasthop.jsonl;

import java.util.HashMap;
import java.util.Map;

/// The operations by the name a request gives in `op`.
final class Ops {
  private Ops() {}

  static Map<String, Op> all() {
    var ops = new HashMap<String, Op>();
    var snapshots = new Snapshots();
    ops.put("diagnose", new DiagnoseOp(snapshots));
    ops.put("parse-rules", new ParseRules());
    ops.put("parse-listing", new ParseListing());
    ops.put("parse-trace", new ParseTrace());
    ops.put("parse-routes", new ParseRoutes());
    ops.put("route", new RouteOp(snapshots));
    ops.put("route-get", new RouteGet(snapshots));
    ops.put("simulate", new SimulateOp(snapshots));
    return ops;
  }
}
