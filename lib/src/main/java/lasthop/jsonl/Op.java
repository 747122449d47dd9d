package lasthop.jsonl;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One operation of the machine contract. Stateless but for what [Opened] keeps.
interface Op {
  /// Fills in the answer's fields; `id` and `ok` are there already.
  ///
  /// @throws Refusal when the request cannot be answered; its code and place go to the caller
  void answer(Request request, ObjectNode answer) throws Refusal;
}
