package lasthop.traversal;

import lasthop.routing.RouteDecision;
import java.util.Optional;

/// What became of a packet on one host, and where.
public sealed interface Disposition {
  /// The word of the verdict: delivered, forwarded, sent, dropped, rejected, refused, queued, never-arrived; empty when
  /// it is not known.
  String verdict();

  /// The deciding place: `filter:FORWARD:rule:2`, `filter:FORWARD:policy`, `routing:input`, `device wan0`, `socket`;
  /// empty when it is not known. A rule stands here with its number in the listing, whatever the log printed.
  String where();

  Cause cause();

  /// Whether it was delivered or left by a device.
  default boolean gotThrough() {
    return this instanceof Delivered || this instanceof Transmitted;
  }

  /// Whether this host ended it: dropped, rejected or refused.
  default boolean isEnded() {
    return this instanceof Dropped || this instanceof Rejected || this instanceof Refused;
  }

  /// Accepted for this host.
  ///
  /// @param at SOCKET, or KERNEL for what the kernel answers itself
  /// @param route empty when only a log is known
  record Delivered(Stage.Step at, Cause cause, Optional<RouteDecision.Routed> route) implements Disposition {
    @Override public String verdict() {
      return "delivered";
    }

    @Override public String where() {
      return at.toString();
    }
  }

  /// Left by a device.
  ///
  /// @param forwarded whether it had come in from outside; else it was made here
  /// @param oif the device; a bridge when the port is not known
  /// @param route empty for switched frames, and when only a log is known
  record Transmitted(boolean forwarded, String oif, Cause cause, Optional<RouteDecision.Routed> route)
      implements Disposition {
    @Override public String verdict() {
      return forwarded ? "forwarded" : "sent";
    }

    @Override public String where() {
      return "device " + oif;
    }
  }

  /// Ended without an answer of a rule; the kernel may still have sent an ICMP error.
  record Dropped(Stage at, String where, Cause cause) implements Disposition {
    @Override public String verdict() {
      return "dropped";
    }
  }

  /// A rule answered.
  ///
  /// @param with as after `--reject-with`
  record Rejected(Stage at, String where, String with) implements Disposition {
    @Override public String verdict() {
      return "rejected";
    }

    @Override public Cause cause() {
      return Cause.RULE_REJECT;
    }
  }

  /// The local stack answered: nobody listens, or nobody speaks the protocol.
  ///
  /// @param with the answer: `tcp RST`, `icmp 3/3`; empty when not known
  record Refused(Stage.Step at, Cause cause, String with) implements Disposition {
    @Override public String verdict() {
      return "refused";
    }

    @Override public String where() {
      return at.toString();
    }
  }

  /// Given to a program, which decides.
  record Queued(Stage at, String where) implements Disposition {
    /// What a diagnosis makes of it: no text shows the program's verdict.
    public Undetermined unsettled() {
      return new Undetermined(at, "what the program behind the queue of " + where + " did with it", "cat /proc/net/netfilter/nfnetlink_queue");
    }

    @Override public String verdict() {
      return "queued";
    }

    @Override public Cause cause() {
      return Cause.NONE;
    }
  }

  /// Nothing of it was seen on this host.
  record NeverArrived() implements Disposition {
    @Override public String verdict() {
      return "never-arrived";
    }

    @Override public String where() {
      return "";
    }

    @Override public Cause cause() {
      return Cause.NONE;
    }
  }

  /// Came out of the one chain that was asked for; what follows was not looked at.
  record Passed(Stage at) implements Disposition {
    @Override public String verdict() {
      return "passed";
    }

    @Override public String where() {
      return at.toString();
    }

    @Override public Cause cause() {
      return Cause.NONE;
    }
  }

  /// Observed only: the lines end here, and more should have come.
  record Lost(Stage after, Expectation expected) implements Disposition {
    @Override public String verdict() {
      return "";
    }

    @Override public String where() {
      return "";
    }

    @Override public Cause cause() {
      return Cause.NONE;
    }
  }

  /// The texts do not settle it.
  ///
  /// @param missing what would have to be known, in a few words
  /// @param collect the command that tells it; empty for none
  record Undetermined(Stage at, String missing, String collect) implements Disposition {
    @Override public String verdict() {
      return "";
    }

    @Override public String where() {
      return "";
    }

    @Override public Cause cause() {
      return Cause.NONE;
    }
  }
}
