package lasthop.explain;

import lasthop.diagnose.Evidence;
import lasthop.diagnose.Fact;
import lasthop.answer.Cite;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import java.util.List;
import lasthop.ip.Ip;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.routing.PolicyRule;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteType;

/// What evidence says, in words, with the tag that tells how it is known.
public final class FactText {
  private FactText() {}

  static Why why(Evidence evidence) {
    Say says = told(Say.mark(tag(evidence.basis()) + " ", Tone.QUIET), evidence.fact());
    List<Why> below = evidence.fact() instanceof Fact.Decided d ? LadderText.steps(d.decision().steps()) : List.of();
    if (evidence.fact() instanceof Fact.Decided d) says.token(firstLine(d.decision()));
    Why why = says.because(below);
    return evidence.origin().file().isEmpty() ? why
        : why.citing(new Cite(evidence.origin().file(), evidence.origin().line(), evidence.quoted()));
  }

  private static String tag(Evidence.Basis basis) {
    return switch (basis) {
      case OBSERVED -> "observed";
      case DERIVED -> "derived";
      case ASSUMED -> "assumed";
    };
  }

  private static String firstLine(RouteDecision decision) {
    String printed = decision.toString().strip();
    int end = printed.indexOf('\n');
    return end < 0 ? printed : printed.substring(0, end).strip();
  }

  /// The fact in one clause.
  public static String says(Fact fact) {
    return fact instanceof Fact.Decided d ? words(d) + firstLine(d.decision()) : words(fact);
  }

  /// The same as [#words], with what can be typed or searched for set apart.
  static Say told(Say says, Fact fact) {
    return switch (fact) {
      case Fact.LastLine f -> says.then("the last line is ").token(f.hop());
      case Fact.RuleSays f -> says.then("the rule is ").token(f.rule());
      case Fact.ChangedBy f -> says.then("it was changed by ").token(f.rule());
      case Fact.PolicyIs f -> says.then("the policy of ").token(f.chain()).then(" is ").token(f.policy());
      case Fact.CounterRose f -> says.then("counter ").token(f.name()).then(" rose by " + f.by());
      case Fact.CounterStayed f -> says.then("counter ").token(f.name()).then(" did not rise");
      case Fact.Setting f -> says.token(f.name()).then(" is ").token(f.value());
      case Fact.RouteMatches f -> says.then("the route that matches is ").token(f.route().toString().strip()).then(matched(f.route().type()));
      case Fact.RuleAnswers f -> says.then("the policy rule ").token(rule(f.rule())).then(" answers by itself: no route is asked, nothing comes after it");
      case Fact.RuleIsForOthers f -> says.then("the policy rule ").token(rule(f.rule())).then(" is for others: " + LadderText.failed(f.failed(), f.rule().selector()));
      case Fact.WayBack f -> says.then(wayBack(f)).token(f.route().toString().strip());
      default -> says.then(words(fact));
    };
  }

  static String words(Fact fact) {
    return switch (fact) {
      case Fact.HopsAgree f -> "the model prints the lines the log shows: " + f.agreeing() + " of " + f.observed();
      case Fact.HopsDiffer f -> "the model and the log part at line " + (f.at() + 1) + ": predicted " + orNothing(f.predicted())
          + ", observed " + orNothing(f.observed()) + "; the snapshot may be stale, or of the other backend";
      case Fact.LastLine f -> "the last line is " + f.hop();
      case Fact.NoLine _ -> "the log has no line of it";
      case Fact.Expected f -> f.expectation().next().isEmpty() ? "no further chain was to print a line"
          : "next should have come " + String.join(" or ", f.expectation().next().stream().map(Object::toString).toList());
      case Fact.LogLost f -> Say.count(f.records(), "predicted record") + " not in the log, which lost some";
      case Fact.RuleSays f -> "the rule is " + f.rule();
      case Fact.ChangedBy f -> "it was changed by " + f.rule();
      case Fact.ProgramOn f -> f.program() + " may take a packet before any hook sees it";
      case Fact.PolicyIs f -> "the policy of " + f.chain() + " is " + f.policy();
      case Fact.Decided f -> f.decision() instanceof RouteDecision.Refused ? "the routing decision answers " : "the routing decision: ";
      case Fact.RouteMatches f -> "the route that matches is " + f.route().toString().strip() + matched(f.route().type());
      case Fact.NoRouteMatches f -> "no route that was asked holds " + f.destination() + ": nothing comes after that";
      case Fact.RuleAnswers f -> "the policy rule " + rule(f.rule()) + " answers by itself: no route is asked, nothing comes after it";
      case Fact.NoRuleRejects f -> "none of the " + Say.count(f.rules(), "policy rule") + " rejects, lines " + f.from() + " to " + f.to();
      case Fact.RuleIsForOthers f -> "the policy rule " + rule(f.rule()) + " is for others: " + LadderText.failed(f.failed(), f.rule().selector());
      case Fact.WayBack f -> wayBack(f) + f.route().toString().strip();
      case Fact.ModeIs f -> LadderText.mode(f.mode()) + " is in force on " + f.dev();
      case Fact.MayBeForwarded f -> f.source() + " is a source that is forwarded";
      case Fact.SourceMaySend f -> f.source() + " may be a sender: no multicast, broadcast, zero or loopback address and none of this host's";
      case Fact.AddressRefused f -> f.address() + " alone is refused: neither rules nor routes are asked";
      case Fact.Translated f -> "its connection is known: " + ends(f.from()) + " goes on as " + ends(f.to());
      case Fact.Setting f -> f.name() + " is " + f.value();
      case Fact.MartianLogged _ -> "the kernel logged it as a martian";
      case Fact.CounterRose f -> "counter " + f.name() + " rose by " + f.by();
      case Fact.CounterStayed f -> "counter " + f.name() + " did not rise";
      case Fact.Captured f -> "captured " + (f.out() ? "leaving by " : "coming in by ") + f.dev();
      case Fact.NotCaptured f -> "not captured " + (f.out() ? "leaving by " : "coming in by ") + f.dev();
      case Fact.AnswerCaptured f -> "an ICMP error " + f.type() + "/" + f.code() + " about it was captured";
      case Fact.NeighbourIs f -> "neighbour " + f.ip() + " on " + f.dev() + " is " + f.state();
      case Fact.HeaderIs f -> header(f);
      case Fact.MtuIs f -> "it is " + f.len() + " bytes long, " + f.dev() + " carries " + f.mtu();
      case Fact.Listening f -> f.yes() ? "a socket listens: " + f.socket() : "no socket listens on " + f.socket();
      case Fact.LeavesElsewhere f -> "its answer leaves by " + f.out() + ", it came in by " + f.in();
      case Fact.CameBack f -> "it came back by " + f.dev() + (f.times() == 1 ? "" : " " + f.times() + " times") + " with less time to live, at last " + f.ttl();
      case Fact.WentPast f -> "it went past " + f.where();
      case Fact.LeftFrom f -> "on " + f.host() + " its way ended at " + orNothing(f.where());
      case Fact.NoCarrier f -> f.dev() + " has no carrier";
      case Fact.AnswerLost f -> "its answer is lost on " + f.host() + " at " + f.where() + (f.by().isEmpty() ? "" : ", if it comes back by " + f.by()) + ": " + CauseText.of(f.cause());
      case Fact.Missing f -> "missing: " + f.what() + "; collect " + f.collect();
      case Fact.Taken f -> f.assumption();
    };
  }

  private static String ends(Tuple t) {
    return end(t.src(), t.sport()) + " > " + end(t.dst(), t.dport());
  }

  private static String end(Ip ip, int port) {
    return port < 0 ? ip.toString() : (ip.isV4() ? ip : "[" + ip + "]") + ":" + port;
  }

  private static String matched(RouteType type) {
    return switch (type) {
      case LOCAL -> ": the packet is for this host, nothing is forwarded";
      case BLACKHOLE, UNREACHABLE, PROHIBIT -> ": it answers by itself, nothing comes after it";
      default -> "";
    };
  }

  private static String wayBack(Fact.WayBack f) {
    if (f.route().type() != RouteType.UNICAST) return "the way back to " + f.source() + " makes it a martian, whatever rp_filter is: ";
    return f.dev().equals(f.iif()) ? "the way back to " + f.source() + " leaves by " + f.dev() + " as well: "
        : "a way back to " + f.source() + " exists, by " + f.dev() + ", and loose mode asks for no more: ";
  }

  static String rule(PolicyRule rule) {
    return rule.toString().replace('\t', ' ');
  }

  private static String header(Fact.HeaderIs f) {
    return switch (f.field()) {
      case "ttl" -> "its time to live is " + f.value();
      case "df" -> "it may be fragmented";
      case "loopback destination" -> "its destination is no loopback address";
      default -> f.field() + " is " + f.value();
    };
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? "nothing" : text;
  }
}
