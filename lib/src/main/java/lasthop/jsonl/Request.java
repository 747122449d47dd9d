package lasthop.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import lasthop.ip.Family;

/// One request line with typed access to its fields. `null` means absent; a field of the wrong type is refused.
record Request(ObjectNode fields) {

  boolean has(String name) {
    JsonNode n = fields.get(name);
    return n != null && !n.isNull();
  }

  JsonNode field(String name) {
    return fields.get(name);
  }

  String text(String name) throws Refusal {
    return optionalText(name).orElseThrow(() -> Refusal.badRequest("\"" + name + "\" is missing", name));
  }

  Optional<String> optionalText(String name) throws Refusal {
    if (!has(name)) return Optional.empty();
    JsonNode n = fields.get(name);
    if (!n.isTextual()) throw Refusal.badRequest("\"" + name + "\" must be a string", name);
    return Optional.of(n.textValue());
  }

  boolean flag(String name) throws Refusal {
    if (!has(name)) return false;
    JsonNode n = fields.get(name);
    if (!n.isBoolean()) throw Refusal.badRequest("\"" + name + "\" must be true or false", name);
    return n.booleanValue();
  }

  Family family() throws Refusal {
    String word = optionalText("family").orElse("ipv4");
    return switch (word) {
      case "ipv4" -> Family.IPV4;
      case "ipv6" -> Family.IPV6;
      default -> throw Refusal.badRequest("\"family\" must be \"ipv4\" or \"ipv6\"", "family");
    };
  }

  ObjectNode object(String name) throws Refusal {
    if (!has(name)) throw Refusal.badRequest("\"" + name + "\" is missing", name);
    if (fields.get(name) instanceof ObjectNode node) return node;
    throw Refusal.badRequest("\"" + name + "\" must be an object", name);
  }
}
