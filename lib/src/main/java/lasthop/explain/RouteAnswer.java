package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;
import lasthop.routing.LookupStep;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteDecision.Undetermined;

/// A routing decision as an answer: what the kernel says, then the ladder of everything it looked at.
public final class RouteAnswer {
  private RouteAnswer() {}

  /// @param decision made with [lasthop.routing.Routing#explain], so that it has steps
  public static Answer of(RouteDecision decision) {
    List<Why> ladder = LadderText.steps(decision.steps());
    Why root = verdict(decision).because(ladder);
    boolean filtered = decision instanceof Refused r && r.reason() == DropReason.IP_RPFILTER;
    return Answer.of(headline(decision), root).withDiagram(LadderDiagram.of(decision)).withNext(filtered ? "rpfilter()" : "help()");
  }

  /// The decision, and of the ladder only the steps that decided it.
  ///
  /// @param host whose answer it is
  public static Answer brief(String host, RouteDecision decision) {
    List<LookupStep> deciding = decision.steps().stream().filter(RouteAnswer::decides).toList();
    String where = host.isEmpty() ? "" : "On " + host + ": ";
    return Answer.of(where + headline(decision), verdict(decision).because(LadderText.steps(deciding)))
        .withNext("route(\"" + words(decision.flow()) + "\").why()");
  }

  /// One sentence without its reasons.
  public static String headline(RouteDecision decision) {
    return switch (decision) {
      case Routed r when r.isLocal() -> "Delivered on this host" + source(r) + ".";
      case Routed r -> r.type() + " by " + r.nexthop().dev()
          + r.nexthop().via().map(via -> " via " + via).orElse(" on link") + source(r) + "."
          + (r.alternatives().isEmpty() ? "" : " A hash chooses among " + r.alternatives().size() + " ways.");
      case Refused r when isForeign(r) -> "Refused: the source is no address of this host (" + r.errno() + ").";
      case Refused r -> "Refused: " + reason(r.reason()) + " (" + r.errno() + ").";
      case Undetermined u -> "Undetermined: " + u.missing() + ". Collect: " + u.collect();
    };
  }

  /// Whether it was refused for its source, which the kernel's reason does not tell from a missing route.
  private static boolean isForeign(Refused r) {
    return r.steps().stream().anyMatch(step -> step instanceof LookupStep.Checked(var check, boolean passed) && check == LookupStep.Check.SOURCE_IS_LOCAL && !passed);
  }

  private static String source(Routed r) {
    return r.flow().src().isPresent() ? "" : r.prefsrc().map(ip -> ", source " + ip).orElse("");
  }

  static Say verdict(RouteDecision decision) {
    String printed = decision.toString().strip();
    var lines = new ArrayList<Phrase>();
    for (String line : printed.split("\n")) lines.add(Phrase.code(line.strip()));
    Say says = decision instanceof Routed ? Say.words("`ip route get` prints ") : Say.words("`ip route get` answers ");
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) says.then(" / ");
      says.token(lines.get(i).text());
    }
    return switch (decision) {
      case Routed r when r.route().isPresent() -> says.cite(r.route().get().origin(), r.route().get());
      case Refused r -> says.marked("  " + r.reason(), Tone.BAD);
      case Undetermined u -> Say.mark("not settled by the texts: ", Tone.UNSURE).then(u.missing() + "; ").token(u.collect()).then(" would tell");
      case Routed _ -> says;
    };
  }

  /// What a drop reason means, in a clause.
  public static String reason(DropReason reason) {
    return switch (reason) {
      case IP_RPFILTER -> "the source did not pass reverse-path validation";
      case IP_INNOROUTES, IP_OUTNOROUTES -> "no route matches the destination";
      case IP_LOCAL_SOURCE -> "the source is an address of this host";
      case IP_INVALID_SOURCE -> "the source is not a valid sender";
      case IP_LOCALNET -> "a loopback address may not come in by or leave through this device";
      case IP_INVALID_DEST -> "the destination cannot be forwarded to";
      case IP_INADDRERRORS -> "the packet is not for this host and cannot be passed on";
      case FORWARDING_OFF -> "forwarding is off";
      case FIB_BLACKHOLE -> "a blackhole swallows it";
      case FIB_UNREACHABLE -> "marked unreachable";
      case FIB_PROHIBIT -> "prohibited";
      case PKT_TOO_BIG -> "larger than the next link carries, and it may not be fragmented";
      case IP_INHDR -> "the time to live ran out";
      case NETFILTER_DROP -> "a rule or policy dropped it";
      case NEIGH_FAILED -> "the next hop did not answer";
      case NO_SOCKET -> "nobody listens";
      case TCP_CSUM, UDP_CSUM, IP_CSUM -> "the checksum does not hold";
      case IP_NOPROTO -> "this kernel does not speak the protocol";
      case OTHERHOST -> "the frame was for another link address";
      case FRAG_REASM_TIMEOUT -> "a fragment is missing";
      case BRIDGE_HAIRPIN -> "a bridge port does not send back what it received";
      case NOT_SPECIFIED -> "the kernel gives no reason";
    };
  }

  /// The flow in the words of `ip route get`.
  public static String words(FlowKey flow) {
    var out = new StringBuilder();
    flow.src().ifPresent(src -> out.append("from ").append(src).append(" to "));
    out.append(flow.dst());
    if (!flow.iif().isEmpty()) out.append(" iif ").append(flow.iif());
    if (!flow.oif().isEmpty()) out.append(" oif ").append(flow.oif());
    if (flow.mark() != 0) out.append(" mark 0x").append(Long.toHexString(flow.mark()));
    if (flow.tos() > 0) out.append(" tos 0x").append(Integer.toHexString(flow.tos()));
    return out.toString();
  }

  /// Whether a step says something a reader of the short answer needs.
  static boolean decides(LookupStep step) {
    return switch (step) {
      case LookupStep.RuleSkipped _, LookupStep.RulePassed _ -> false;
      case LookupStep.Checked c -> !c.passed();
      case LookupStep.TableSearched t -> t.answering().isPresent();
      case LookupStep.RuleRefused _, LookupStep.Suppressed _, LookupStep.NexthopChosen _, LookupStep.SourceChosen _,
           LookupStep.SourceValidated _ -> true;
    };
  }
}
