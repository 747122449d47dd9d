package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.routing.LookupStep;
import lasthop.routing.LookupStep.Candidate;
import lasthop.routing.LookupStep.Checked;
import lasthop.routing.LookupStep.Fate;
import lasthop.routing.LookupStep.NexthopChosen;
import lasthop.routing.LookupStep.RulePassed;
import lasthop.routing.LookupStep.RuleRefused;
import lasthop.routing.LookupStep.RuleSkipped;
import lasthop.routing.LookupStep.SourceChosen;
import lasthop.routing.LookupStep.SourceReason;
import lasthop.routing.LookupStep.SourceValidated;
import lasthop.routing.LookupStep.Suppressed;
import lasthop.routing.LookupStep.TableSearched;
import lasthop.routing.Route;
import lasthop.routing.RpFilter;
import lasthop.routing.Selector;

/// The steps of a routing decision as sentences, in the order the kernel took them.
final class LadderText {
  private LadderText() {}

  static List<Why> steps(List<LookupStep> steps) {
    var says = new ArrayList<Why>(steps.size());
    for (LookupStep step : steps) says.add(step(step));
    return says;
  }

  private static Why step(LookupStep step) {
    return switch (step) {
      case RuleSkipped s -> Say.words("rule ").token(FactText.rule(s.rule())).then(" skipped: ")
          .then(failed(s.failed(), s.rule().selector())).cite(s.rule().origin(), s.rule()).why();
      case RulePassed s -> Say.words("rule ").token(FactText.rule(s.rule())).then(" applies and goes on")
          .cite(s.rule().origin(), s.rule()).why();
      case RuleRefused s -> Say.words("rule ").token(FactText.rule(s.rule())).marked(" ends the search: " + s.errno(), Tone.BAD)
          .cite(s.rule().origin(), s.rule()).why();
      case TableSearched s -> searched(s);
      case Suppressed s -> Say.words("rule ").token(FactText.rule(s.rule())).then(" takes back ").token(s.route().toString())
          .cite(s.rule().origin(), s.rule()).why();
      case Checked s -> checked(s);
      case NexthopChosen s -> Say.words("of several next hops, ").token(hop(s)).then(s.certain()
          ? " is taken" : " is one a random hash key may choose").cite(s.route().origin(), s.route()).why();
      case SourceChosen s -> Say.words("source ").token(s.source().toString()).then(": " + chosen(s.reason())).why();
      case SourceValidated s -> validated(s);
    };
  }

  private static String hop(NexthopChosen s) {
    return s.nexthop().via().map(via -> "via " + via + " ").orElse("") + "dev " + s.nexthop().dev();
  }

  private static Why searched(TableSearched s) {
    String tables = String.join(" and ", s.tables());
    Say says = Say.words(s.tables().size() > 1 ? "tables " : "table ").token(tables)
        .then(s.tables().size() > 1 ? " (one table until the first policy rule is added)" : "");
    s.rule().ifPresent(rule -> says.then(", sent by rule ").token(FactText.rule(rule)).cite(rule.origin(), rule));
    Optional<Route> answering = s.answering();
    if (answering.isPresent()) {
      says.then(": ").token(answering.get().toString().strip()).cite(answering.get().origin(), answering.get());
    } else {
      says.then(": no answer, the next rule is asked");
    }
    String answer = answering.map(Route::toString).orElse("");
    var lost = new ArrayList<Why>();
    for (Candidate c : s.candidates()) {
      if (c.fate() != Fate.WON && !c.route().toString().equals(answer)) {
        lost.add(Say.code(c.route().toString().strip()).then(" lost: " + lost(c.fate())).cite(c.route().origin(), c.route()).why());
      }
    }
    return says.because(lost);
  }

  private static Why checked(Checked s) {
    String words = switch (s.check()) {
      case SOURCE_MARTIAN -> s.passed() ? "the source may be a sender" : "the source can never be a sender (martian)";
      case SOURCE_IS_LOCAL -> s.passed() ? "the source may be used on this host" : "the source is no address of this host";
      case SOURCE_DEVICE -> s.passed() ? "a device owns the source" : "no device owns the source";
      case OIF_UP -> s.passed() ? "the wanted device is up" : "the wanted device is down";
      case DESTINATION_MARTIAN -> s.passed() ? "the destination is valid" : "the destination can never be reached (martian)";
      case LOOPBACK_ADDRESS -> s.passed() ? "no loopback address is in the way"
          : "a loopback address outside lo, and route_localnet is off";
      case MULTICAST_GROUP -> s.passed() ? "the device has joined the group" : "the device has not joined the group";
      case FORWARDING -> s.passed() ? "the device forwards" : "forwarding is off on the device the packet came in by";
      case UNICAST_RESULT -> s.passed() ? "the route is unicast" : "the route found is not unicast, so it cannot be forwarded";
      case ONLINK_FALLBACK -> "a device was asked for, so the destination is taken to be on its link";
    };
    return (s.passed() ? Say.words(words) : Say.mark(words, Tone.BAD)).why();
  }

  private static Why validated(SourceValidated s) {
    Say says = Say.words("source validation on ").token(s.iif()).then(" (" + mode(s.mode()) + ", the larger of conf/all and conf/"
        + s.iif() + "): ");
    if (!s.full()) return says.then("nothing to check here").why();
    says.then("to ").token(s.reverse().dst().toString()).then(s.needs().isEmpty() ? " the host knows no way" : " the host would use ");
    if (!s.needs().isEmpty()) says.token(s.needs());
    s.route().ifPresent(route -> says.cite(route.origin(), route));
    if (s.passed()) return says.marked(": passed", Tone.GOOD).because(steps(s.steps()));
    return says.then(", the packet came in by ").token(s.iif()).marked(": refused", Tone.BAD).because(steps(s.steps()));
  }

  static String mode(RpFilter mode) {
    return switch (mode) {
      case OFF -> "rp_filter 0, off";
      case STRICT -> "rp_filter 1, strict";
      case LOOSE -> "rp_filter 2, loose";
    };
  }

  static String failed(Selector.Part part, Selector rule) {
    return switch (part) {
      case NONE -> "nothing";
      case IIF -> rule.iifDetached() ? "its device " + rule.iif() + " does not exist" : "it wants iif " + rule.iif();
      case OIF -> rule.oifDetached() ? "its device " + rule.oif() + " does not exist" : "it wants oif " + rule.oif();
      case FWMARK -> "it wants fwmark 0x" + Long.toHexString(rule.mark())
          + (rule.mask() == 0xffffffffL ? "" : "/0x" + Long.toHexString(rule.mask()));
      case DSCP -> "it wants dscp " + rule.dscp().map(Object::toString).orElse("any");
      case TUN_ID -> "it wants a tunnel id";
      case UIDRANGE -> "it wants another uid";
      case L3MDEV -> "the flow belongs to no VRF";
      case FROM -> "it wants from " + rule.from().map(Object::toString).orElse("all");
      case TO -> "it wants to " + rule.to().map(Object::toString).orElse("all");
      case TOS -> "it wants tos 0x" + Integer.toHexString(rule.tos());
      case IPPROTO -> "it wants ipproto " + rule.ipproto();
      case SPORT -> "it wants sport " + rule.sport().map(Object::toString).orElse("any");
      case DPORT -> "it wants dport " + rule.dport().map(Object::toString).orElse("any");
      case NOT -> "everything it names holds, and it says not";
    };
  }

  private static String lost(Fate fate) {
    return switch (fate) {
      case WON -> "it won";
      case TOS -> "another type of service";
      case SCOPE -> "its scope is too narrow";
      case DEAD -> "its device is down";
      case LINKDOWN -> "no carrier, and ignore_routes_with_linkdown is set";
      case OIF -> "it leaves by another device than asked for";
      case SOURCE -> "it serves another source prefix";
      case THROW -> "it says throw: the next rule is asked";
      case METRIC -> "a larger metric";
      case SHORTER -> "a shorter prefix";
      case PREFERENCE -> "a lower router preference";
      case BLACKHOLE_NEXTHOP -> "its nexthop object is a blackhole";
    };
  }

  private static String chosen(SourceReason reason) {
    return switch (reason) {
      case ROUTE -> "the route says so";
      case DEVICE -> "the first fitting address of the device";
      case OTHER_DEVICE -> "an address of another device, since this one has none that fits";
      case DESTINATION -> "the destination itself, it is local";
      case SELECTION -> "RFC 6724 prefers it";
      case LOOPBACK -> "the loopback address";
    };
  }
}
