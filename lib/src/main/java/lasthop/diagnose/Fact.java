package lasthop.diagnose;

import lasthop.ip.Ip;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.routing.PolicyRule;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.routing.RpFilter;
import lasthop.routing.Selector;
import lasthop.traversal.Cause;
import lasthop.traversal.Expectation;

/// What a piece of evidence says, as data; [lasthop.explain] has the words.
public sealed interface Fact {
  /// The model prints the lines that the log shows.
  ///
  /// @param agreeing lines that are equal from the first on
  record HopsAgree(int agreeing, int observed, int predicted) implements Fact {}

  /// The model and the log part here.
  ///
  /// @param predicted empty when the model ends before
  /// @param observed empty when the log ends before
  record HopsDiffer(int at, String predicted, String observed) implements Fact {}

  /// The last line the log has for the packet.
  record LastLine(String hop) implements Fact {}

  /// Nothing of it is in the log.
  record NoLine() implements Fact {}

  /// What should have come after the last line.
  record Expected(Expectation expectation) implements Fact {}

  /// The log lost records here.
  record LogLost(long records) implements Fact {}

  /// A rule, as the ruleset has it.
  record RuleSays(String rule) implements Fact {}

  /// A rule gave the packet other addresses, ports or another mark.
  record ChangedBy(String rule) implements Fact {}

  /// The policy of a chain, which decides where no rule did.
  record PolicyIs(String chain, String policy) implements Fact {}

  /// A program or filter sees packets of a device before the hooks do.
  record ProgramOn(String program) implements Fact {}

  /// A routing decision, with its ladder.
  record Decided(RouteDecision decision) implements Fact {}

  /// The route that answered for the destination, whatever became of the packet after that.
  record RouteMatches(Route route) implements Fact {}

  /// No route of the tables that were asked holds the destination.
  record NoRouteMatches(Ip destination) implements Fact {}

  /// A policy rule answered by itself, so no route was looked for.
  record RuleAnswers(PolicyRule rule) implements Fact {}

  /// No policy rule of the listing rejects anything.
  ///
  /// @param rules how many there are
  /// @param from line of the first
  /// @param to line of the last
  record NoRuleRejects(int rules, int from, int to) implements Fact {}

  /// A policy rule that rejects was passed by.
  record RuleIsForOthers(PolicyRule rule, Selector.Part failed) implements Fact {}

  /// The way back to the source.
  ///
  /// @param dev device the host itself would use
  /// @param iif device the packet came in by
  record WayBack(Ip source, Route route, String dev, String iif) implements Fact {}

  /// The rp_filter mode in force on a device, the larger of `conf/all` and its own.
  record ModeIs(String dev, RpFilter mode) implements Fact {}

  /// No check calls the source a martian: it is no multicast, broadcast, zero or loopback address and none of the host's.
  record SourceMaySend(Ip source) implements Fact {}

  /// The source is one that IPv6 forwards.
  record MayBeForwarded(Ip source) implements Fact {}

  /// The addresses alone refuse the packet: no rule and no route is asked.
  record AddressRefused(Ip address) implements Fact {}

  /// It belongs to a connection whose packets are translated without asking a rule.
  record Translated(Tuple from, Tuple to) implements Fact {}

  /// A kernel parameter.
  record Setting(String name, String value) implements Fact {}

  /// The kernel logged it as a martian.
  record MartianLogged() implements Fact {}

  /// A counter rose while the packet was on its way.
  record CounterRose(String name, long by) implements Fact {}

  /// A counter that the cause would have raised did not rise.
  record CounterStayed(String name) implements Fact {}

  /// A capture saw it.
  record Captured(String dev, boolean out) implements Fact {}

  /// A capture did not see it.
  record NotCaptured(String dev, boolean out) implements Fact {}

  /// An ICMP error or reset about it was captured.
  record AnswerCaptured(int type, int code) implements Fact {}

  /// The neighbour table has the next hop.
  record NeighbourIs(String ip, String dev, String state) implements Fact {}

  /// A header field makes a cause impossible, or certain.
  ///
  /// @param field `ttl`, `len`, `df`, `more fragments`
  record HeaderIs(String field, long value) implements Fact {}

  /// A device has no carrier.
  record NoCarrier(String dev) implements Fact {}

  /// A device's link layer limit, and how long the packet is.
  record MtuIs(String dev, long mtu, long len) implements Fact {}

  /// The answer leaves a host by another device than the packet came in by.
  record LeavesElsewhere(String in, String out) implements Fact {}

  /// It came back to a host that had forwarded it, so many times, with less time to live.
  record CameBack(String dev, int times, int ttl) implements Fact {}

  /// A socket listens for it, or none does.
  record Listening(boolean yes, String socket) implements Fact {}

  /// The packet met stages that lie behind the place where this cause strikes.
  record WentPast(String where) implements Fact {}

  /// Another host of the case sent it here, or did not.
  record LeftFrom(String host, String where) implements Fact {}

  /// What becomes of the answer, on another host or here.
  ///
  /// @param by the device by which it is taken to come back from outside; empty where a host of the case sends it
  record AnswerLost(String host, String where, Cause cause, String by) implements Fact {}

  /// A text that is missing.
  record Missing(String what, String collect) implements Fact {}

  /// Something no text says was taken to be so.
  record Taken(String assumption) implements Fact {}
}
