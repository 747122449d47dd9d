package lasthop.observe;

import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.netfilter.Backend;
import lasthop.netfilter.Hook;
import lasthop.nft.NftBase;
import lasthop.nft.NftChain;
import lasthop.nft.NftRule;
import lasthop.nft.NftStep;
import lasthop.nft.NftTable;
import lasthop.nft.NftVerdict;
import lasthop.observe.Contradiction.Reason;
import lasthop.trace.Event;
import lasthop.trace.Kind;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// A line of an nft tool with the rule of its handle, or, where the tool prints none, of its text.
final class NftJoin {
  private final Host host;
  private final List<Contradiction> contradictions;

  NftJoin(Host host, List<Contradiction> contradictions) {
    this.host = host;
    this.contradictions = contradictions;
  }

  Hop hop(Event event) {
    Optional<NftTable> table = host.rules().nft().tables().stream()
        .filter(t -> t.name().equals(event.table()) && t.family().sees(event.packet().family())).findFirst();
    if (table.isEmpty()) return contradicted(event, Reason.NO_TABLE);
    Optional<NftChain> chain = table.get().chain(event.chain());
    if (chain.isEmpty()) return contradicted(event, Reason.NO_CHAIN);
    Stage.Chain stage = stage(event, chain.get());
    NftVerdict verdict = verdict(event.nft().verdict());
    if (event.kind() != Kind.RULE) return new Hop.Nft(stage, new NftStep.Policy(chain.get(), verdict, event.packet(), true));
    Optional<NftRule> rule = rule(event, chain.get());
    if (rule.isEmpty()) return contradicted(event, Reason.NO_RULE);
    return new Hop.Nft(stage, new NftStep.Matched(chain.get(), rule.get(), verdict, event.packet(), true));
  }

  private static Optional<NftRule> rule(Event event, NftChain chain) {
    if (event.nft().handle() >= 0) return chain.byHandle(event.nft().handle());
    List<NftRule> same = chain.rules().stream().filter(r -> r.isShownAs(event.nft().rule())).toList();
    return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
  }

  private static Stage.Chain stage(Event event, NftChain chain) {
    Optional<Hook> hook = chain.base().map(NftBase::hook).flatMap(h -> h.hook());
    return hook.isPresent() ? Stage.Chain.of(chain, hook.get())
        : new Stage.Chain(Backend.NFT, chain.table(), chain.name(), lasthop.traversal.ChainType.FILTER,
            event.hook().orElse(Hook.PREROUTING), 0, 0);
  }

  private static NftVerdict verdict(String text) {
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    for (NftVerdict.Kind kind : NftVerdict.Kind.values()) {
      if (kind.name().equalsIgnoreCase(word)) return new NftVerdict(kind, blank < 0 ? "" : text.substring(blank + 1));
    }
    return NftVerdict.CONTINUE;
  }

  private Hop contradicted(Event event, Reason reason) {
    boolean legacy = host.rules().legacy(event.packet().family()).tables().stream()
        .anyMatch(t -> t.kind().text().equals(event.table()) && t.chain(event.chain()).isPresent());
    contradictions.add(new Contradiction(event, reason, Optional.empty(), Optional.empty(), legacy));
    return new Hop.Named(LogOnly.stage(event, event.hook().orElse(Hook.PREROUTING)), event.hop(), event.packet());
  }
}
