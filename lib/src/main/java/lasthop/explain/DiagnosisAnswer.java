package lasthop.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.diagnose.Answered;
import lasthop.diagnose.Confidence;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Fact;
import lasthop.diagnose.Finding;
import lasthop.fix.Fix;
import lasthop.fix.Proof;
import lasthop.text.Note;
import lasthop.traversal.Disposition;

/// A diagnosis as an answer: the sentence, the evidence, the rivals and what kills each, the fixes and their proofs.
public final class DiagnosisAnswer {
  private DiagnosisAnswer() {}

  /// One packet on the hosts of a case, in its order.
  ///
  /// @param proofs the fixes of the host where it stopped, each replayed; empty when it got through
  /// @param notes how the texts were taken that the evidence names
  public static Answer of(List<Diagnosis> hosts, List<Proof> proofs, List<Note> notes) {
    var reasons = new ArrayList<Why>();
    asked(hosts).ifPresent(reasons::add);
    for (Diagnosis host : hosts) reasons.add(host(host, hosts));
    if (!proofs.isEmpty()) reasons.add(fixes(proofs, decisive(hosts).gotThrough() ? " for its answer" : ""));
    for (Note note : notes) reasons.add(Say.words(note.what()).cite(note.origin(), "").why());
    Answer answer = Answer.of(headline(hosts), Why.NONE.because(reasons)).withNext(next(hosts, proofs));
    return decisive(hosts).predicted().map(way -> answer.withDiagram(FlowDiagram.of(way))).orElse(answer);
  }

  /// Which packet this is about: as the first host that logged it saw it.
  private static Optional<Why> asked(List<Diagnosis> hosts) {
    return hosts.stream().flatMap(d -> d.seen().stream()).findFirst().map(p -> Say.mark("asked ", Tone.QUIET)
        .then("what became of ").token(PacketLine.of(p.packet())).then(", " + PacketLine.id(p.packet())).cite(p.first().origin(), p.first().hop()).why());
  }

  /// What becomes of the answer to a packet.
  public static Answer reverse(Optional<Answered> answered) {
    return Answer.of(answered.map(DiagnosisAnswer::back).orElse("Nothing answers it: as far as the files tell, it did not get through, or it asks for no answer."), Why.NONE);
  }

  private static String back(Answered answered) {
    String by = answered.by().isEmpty() ? "" : ", where it comes back by " + answered.by();
    return switch (answered.end()) {
      case Disposition.Transmitted sent -> "As far as the hosts of this case tell, the answer gets back" + by + ": " + answered.host() + " sends it on by " + sent.oif() + ".";
      case Disposition.Delivered _, Disposition.Refused _ -> "The answer gets back" + by + ": " + answered.host() + " delivers it.";
      case Disposition end -> "The answer, on " + answered.host() + by + ": " + DispositionText.sentence(end);
    };
  }

  /// The host that matters most: where it stopped, else the last one that settles anything.
  public static Diagnosis decisive(List<Diagnosis> hosts) {
    return hosts.stream().filter(d -> d.isSettled() && !d.gotThrough() && !d.disposition().verdict().equals("never-arrived")).findFirst()
        .or(() -> hosts.stream().filter(d -> !d.isSettled()).findFirst()).orElse(hosts.getLast());
  }

  /// What is settled, host by host; what is open only where nothing was lost.
  private static String headline(List<Diagnosis> hosts) {
    var told = new LinkedHashSet<String>();
    for (Diagnosis d : hosts) {
      if (isInHeadline(d, hosts)) told.add((hosts.size() > 1 ? d.host() + ": " : "") + DispositionText.sentence(d.disposition()));
    }
    for (Diagnosis d : hosts) d.findings().stream().filter(f -> FindingText.isLostAnswer(f) || f.code().equals(Finding.ROUTING_LOOP)).forEach(f -> told.add(FindingText.message(f, d)));
    return String.join(" ", told);
  }

  private static boolean isInHeadline(Diagnosis d, List<Diagnosis> hosts) {
    return d.isSettled() || hosts.stream().allMatch(h -> h.gotThrough() || !h.isSettled());
  }

  private static Why host(Diagnosis d, List<Diagnosis> hosts) {
    var reasons = new ArrayList<Why>();
    d.evidence().stream().filter(e -> !(e.fact() instanceof Fact.Missing)).forEach(e -> reasons.add(FactText.why(e)));
    if (!d.rivals().isEmpty()) reasons.add(RivalsText.why(d.rivals()));
    for (Finding finding : d.findings()) {
      boolean main = finding.code().equals(d.disposition().cause().toString()) || finding.code().equals(d.disposition().verdict())
          || finding.code().equals(Finding.UNKNOWN);
      if (!main) reasons.add(also(finding, d));
    }
    Say says = hosts.size() > 1 ? Say.mark(d.host() + "  ", Tone.QUIET) : Say.words("");
    if (d.disposition() instanceof Disposition.Undetermined u) {
      says.marked("not settled", Tone.UNSURE).then(": " + u.missing());
      if (!u.collect().isEmpty()) says.then("; collect ").token(u.collect());
    } else {
      boolean told = isInHeadline(d, hosts);
      says.marked(told ? DispositionText.word(d.disposition()) : DispositionText.sentence(d.disposition()), DispositionText.tone(d.disposition()));
    }
    if (!d.disposition().cause().toString().isEmpty()) says.then(": ").token(d.disposition().cause().toString());
    if (d.confidence() != Confidence.NONE) says.then(", confidence " + d.confidence().name().toLowerCase(Locale.ROOT));
    return says.because(reasons);
  }

  /// What else is worth telling; of a lost answer with what it rests on, the first of which is the fact itself.
  private static Why also(Finding finding, Diagnosis d) {
    return Say.mark("also ", Tone.UNSURE).token(finding.code()).then(": " + FindingText.message(finding, d))
        .because(FindingText.isLostAnswer(finding) ? finding.evidence().stream().skip(1).map(FactText::why).toList() : List.of());
  }

  private static Why fixes(List<Proof> proofs, String what) {
    var each = new ArrayList<Why>();
    for (Proof proof : proofs) each.add(fix(proof));
    if (proofs.stream().allMatch(Proof::fails)) {
      return Say.mark("NO FIX", Tone.UNSURE).then(what + " is known that helps by itself; by the replay each of these alone does not").because(each);
    }
    return Say.mark("FIX", Tone.GOOD).then(what + ", to be tried in this order").because(each);
  }

  private static Why fix(Proof proof) {
    Fix fix = proof.fix();
    var says = new ArrayList<Why>();
    says.add(ProofText.why(proof));
    says.add(Say.words("touches " + scope(fix.kind())).why());
    says.add(Say.words("risk: " + risk(fix)).why());
    if (!fix.undo().isEmpty()) says.add(Say.words("undo ").token(fix.undo()).why());
    if (!fix.persist().isEmpty()) says.add(Say.words("to keep it: ").token(fix.persist()).why());
    if (!fix.confirm().isEmpty()) says.add(Say.words("confirm with ").token(fix.confirm()).why());
    return Say.code(fix.command()).because(says);
  }

  private static String scope(Fix.Kind kind) {
    return switch (kind) {
      case ELSEWHERE -> "another machine or a service, not this host's rules";
      case RULE -> "packets that match one rule";
      case ROUTE -> "one route: answers to that address take it too";
      case POLICY_RULE -> "every packet that the policy rule selects";
      case DEVICE_SETTING -> "every packet that comes in by that device";
      case HOST_SETTING -> "every packet on every device";
    };
  }

  private static String risk(Fix fix) {
    return switch (fix.kind()) {
      case ELSEWHERE -> "none for this host";
      case RULE -> "packets that look alike are let in too";
      case ROUTE -> "what goes to that destination may take another way than before";
      case POLICY_RULE -> "the rule was there for a reason: ask who made it";
      case DEVICE_SETTING, HOST_SETTING -> fix.command().contains("rp_filter") ? "forged sources that the host has any route to are no longer refused there"
          : "packets it kept out until now come in";
    };
  }

  private static String next(List<Diagnosis> hosts, List<Proof> proofs) {
    return proofs.stream().filter(p -> p.outcome().gotThrough()).findFirst()
        .flatMap(p -> decisive(hosts).seen().map(seen -> "whatIf(\"" + Say.escaped(p.fix().command()) + "\").diagnose(trace(\""
            + PacketLine.selector(seen) + "\"))")).orElse("help(\"vanished\")");
  }
}
