package lasthop.diagnose;

import java.util.List;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.packet.Packet;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.simulate.Simulate;

/// A host that packets can be sent through. What is needed for it is made at the first packet and kept, so a model is
/// worth holding on to; it may be shared between threads.
public final class Model {
  private final Host host;
  private volatile Simulate ipv4;
  private volatile Simulate ipv6;

  public Model(Host host) {
    this.host = host;
  }

  public Host host() {
    return host;
  }

  public Simulate simulate(Family family) {
    boolean v4 = family == Family.IPV4;
    Simulate ready = v4 ? ipv4 : ipv6;
    if (ready != null) return ready;
    Simulate made = Simulate.of(host, family);
    if (v4) ipv4 = made;
    else ipv6 = made;
    return made;
  }

  public List<Outcome> run(Probe probe, Options options) {
    return simulate(probe.packet().family()).run(probe, options);
  }

  /// The likeliest way of a packet that enters, or is sent by, this host.
  public Outcome likeliest(Packet packet) {
    return run(Probe.of(packet), Options.LIKELIEST).getFirst();
  }
}
