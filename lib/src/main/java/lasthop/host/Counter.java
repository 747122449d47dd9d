package lasthop.host;

import lasthop.text.Origin;

/// A counter of `nstat`: `TcpExtListenDrops`, `IpExtInNoRoutes`, …
public record Counter(String name, long value, Origin origin) {}
