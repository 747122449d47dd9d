package lasthop.jsonl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Listing;
import lasthop.netfilter.Listing.ListedChain;
import lasthop.netfilter.Listing.ListedRule;
import lasthop.text.Printable;
import lasthop.text.Unread;

/// `parse-listing`: the columns of `iptables -L`.
final class ParseListing implements Op {
  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    Listing listing = Listing.read(request.text("text"), "text");
    List<Unread> unread = listing.report().unread();
    if (listing.chains().isEmpty() && !unread.isEmpty()) {
      Unread first = unread.get(0);
      throw Refusal.badInput(Printable.text(first.reason()), first.origin().toString());
    }
    ArrayNode chains = answer.putArray("chains");
    for (ListedChain chain : listing.chains()) {
      ObjectNode node = chains.addObject().put("name", chain.name());
      put(node, "policy", chain.policy());
      ArrayNode rules = node.putArray("rules");
      for (ListedRule rule : chain.rules()) put(rules.addObject(), rule);
    }
    if (!unread.isEmpty()) unread(answer.putArray("unread"), unread);
  }

  private static void unread(ArrayNode lines, List<Unread> unread) {
    for (Unread line : unread) {
      lines.addObject().put("line", line.origin().line()).put("text", Printable.text(line.text()))
          .put("reason", Printable.text(line.reason()));
    }
  }

  private static void put(ObjectNode node, ListedRule rule) {
    node.put("num", rule.number());
    put(node, "target", rule.target());
    node.put("prot", rule.prot()).put("source", rule.source()).put("destination", rule.destination());
    put(node, "in", rule.in());
    put(node, "out", rule.out());
    node.put("options", rule.options());
    rule.counters().ifPresentOrElse(c -> node.put("pkts", c.packets()).put("bytes", c.bytes()),
        () -> node.putNull("pkts").putNull("bytes"));
  }

  private static void put(ObjectNode node, String name, Optional<String> value) {
    value.ifPresentOrElse(v -> node.put(name, v), () -> node.putNull(name));
  }
}
