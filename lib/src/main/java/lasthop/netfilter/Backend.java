package lasthop.netfilter;

/// Which part of the kernel holds the rules that were listed; UNKNOWN when the text does not say.
public enum Backend { LEGACY, NFT, UNKNOWN }
