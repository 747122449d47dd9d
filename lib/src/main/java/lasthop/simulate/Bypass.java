package lasthop.simulate;

import java.util.Optional;
import lasthop.link.Link;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Table;
import lasthop.nft.NftTable;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// Hosts whose packets are steered by something no rule or route shows: IPVS and eBPF.
final class Bypass {
  private Bypass() {}

  /// Empty for a host where the rules and routes tell everything.
  static Optional<Disposition.Undetermined> of(Machine machine) {
    for (Link link : machine.host().links().all()) {
      String name = link.name();
      if (name.equals("kube-ipvs0")) return Optional.of(ipvs("device kube-ipvs0"));
      if (name.equals("cilium_host") || name.equals("cilium_net")) return Optional.of(cilium("device " + name));
      if (name.equals("bpfin.cali") || name.equals("bpfout.cali")) return Optional.of(calico(name));
    }
    for (Table table : machine.rules().tables()) {
      Optional<Chain> cilium = table.chainBeginning("CILIUM_");
      if (cilium.isPresent()) return Optional.of(cilium("chain " + cilium.get()));
      Optional<Chain> ipvs = table.chainBeginning("KUBE-IPVS-");
      if (ipvs.isPresent()) return Optional.of(ipvs("chain " + ipvs.get()));
    }
    for (NftTable table : machine.nft().tables()) {
      for (String chain : table.chains().keySet()) {
        if (chain.startsWith("CILIUM_")) return Optional.of(cilium("chain " + table.name() + ":" + chain));
        if (chain.startsWith("KUBE-IPVS-")) return Optional.of(ipvs("chain " + table.name() + ":" + chain));
      }
    }
    return Optional.empty();
  }

  private static Disposition.Undetermined ipvs(String sign) {
    return at("where IPVS sends the packet (" + sign + "): its table stands in no rule", "ipvsadm -Ln");
  }

  private static Disposition.Undetermined cilium(String sign) {
    return at("where Cilium's eBPF programs send the packet (" + sign + "): they act beside the rules",
        "cilium-dbg bpf lb list; cilium-dbg monitor");
  }

  private static Disposition.Undetermined calico(String sign) {
    return at("where Calico's eBPF programs send the packet (device " + sign + "): they act beside the rules",
        "calico-node -bpf nat dump");
  }

  private static Disposition.Undetermined at(String missing, String collect) {
    return new Disposition.Undetermined(Stage.Step.BEFORE_NETFILTER, missing, collect);
  }
}
