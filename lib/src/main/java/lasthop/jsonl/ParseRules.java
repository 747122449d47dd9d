package lasthop.jsonl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lasthop.netfilter.Chain;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.text.Printable;
import lasthop.text.Unread;

/// `parse-rules`: the rules of an `iptables-save` text in canonical spelling.
final class ParseRules implements Op {
  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    Ruleset ruleset = IptablesSave.read(request.text("text"), "text", request.family());
    if (!ruleset.report().unread().isEmpty()) {
      Unread first = ruleset.report().unread().get(0);
      throw Refusal.badInput(Printable.text(first.reason()), first.origin().toString());
    }
    ObjectNode tables = answer.putObject("tables");
    for (Table table : ruleset.tables()) {
      ObjectNode chains = tables.putObject(table.kind().text()).putObject("chains");
      for (Chain chain : table.chains()) {
        ObjectNode node = chains.putObject(chain.name());
        chain.policy().ifPresentOrElse(p -> node.put("policy", p.toString()), () -> node.putNull("policy"));
        ArrayNode rules = node.putArray("rules");
        for (Rule rule : chain.rules()) rules.add(rule.toString());
      }
    }
  }
}
