package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;

/// One match or target of iptables: its options in the order iptables-save prints them.
///
/// @param name as after `-m` or `-j`
record Extension(String name, List<OptionSpec> options) {

  static Extension parse(String[] columns) {
    var options = new ArrayList<OptionSpec>();
    for (int i = 1; i < columns.length; i++) options.add(OptionSpec.parse(columns[i]));
    int colon = columns[0].indexOf(':');
    return new Extension(colon < 0 ? columns[0] : columns[0].substring(0, colon), List.copyOf(options));
  }
}
