package lasthop.explain;

import java.util.List;
import lasthop.traversal.Expectation;
import lasthop.traversal.Stage;

/// The stages between the chains, in words.
final class StageText {
  private StageText() {}

  static String between(List<Stage.Step> steps) {
    return String.join(", then ", steps.stream().map(StageText::name).toList());
  }

  static String name(Stage.Step step) {
    return switch (step) {
      case BEFORE_NETFILTER -> "the device's receive path";
      case REASSEMBLY -> "reassembly";
      case CONNTRACK -> "connection tracking";
      case ROUTING_INPUT -> "the input routing decision";
      case ROUTING_OUTPUT -> "the output routing decision";
      case FORWARD_PATH -> "the TTL and MTU checks";
      case BRIDGE -> "the bridge";
      case NEIGHBOUR -> "the neighbour's link address";
      case DEVICE -> "the device";
      case SOCKET -> "the socket";
      case KERNEL -> "the kernel itself";
    };
  }

  static String silence(Expectation.Reason why) {
    return switch (why) {
      case NOT_LOADED -> "its table is not loaded here, as far as the files tell";
      case NOT_FIRST -> "nat is consulted for the first packet of a connection only";
      case NOT_TRACKED -> "nat is not consulted for packets that belong to no connection";
      case NO_TRACKING -> "no rule needs connection tracking, so nat is never consulted";
    };
  }
}
