"""Scenarios of lasthop's own: the causes the shared corpus names but does not hold, and variants of those it does.

Declared in the language of trace_oracle.py; recorded with it on the kernel each truth.json names.
"""
import copy
import socket
import struct
import sys

from trace_oracle import csum, icmp, ip4, sctp_init, tcp, udp
import trace_scenarios as base
from trace_scenarios import ALLT, EMPTY, F, LOCAL, P, TCP80, T_ALL, V6T, cluster, docker, pair, router, seed_story, traced

SCENARIOS = []

# What the recorder does not do by itself: rules of nft beside those of iptables, the ports of bridges, and commands that are run on
# a host once all stands ("post").
R = sys.modules["__main__"]
if hasattr(R, "World"):
    commands, settle_links = R.state_commands, R.World.settle_links

    def state_commands(backend):
        return commands(backend) | {"nft-ruleset.txt": "nft -a list ruleset", "bridge-link.txt": "bridge -d link"}

    def settled(self):
        for host, d in self.hosts.items():
            for line in d.get("post", "").strip().splitlines():
                R.sh(host, *line.split())
        settle_links(self)

    R.state_commands, R.World.settle_links = state_commands, settled
    R.SYSCTLS = R.SYSCTLS.replace("|ip_default_ttl|", "|conf\\.[^.]*\\.bc_forwarding|ip_default_ttl|", 1) + r"|^net\.ipv6\.conf\..*force_forwarding"


def add(sc):
    SCENARIOS.append(sc)


def gone(dev="wan0", i="lan0"):
    return [("unseen", "p1", f"router:{dev}", "out"), ("seen", "p1", f"router:{i}", "in")]


LASTPRE = ("last", "p1", "router", "nat:PREROUTING:policy:1")


def to(dst, sport, **k):
    return P("p1", "client", "tcp", sport=sport, dst=dst, dport=80, **k)


# ---- routing decision
for verb, cause, extra in (("unreachable", "unreachable-route", ("icmp", "client:eth0", "in", 3, 1)), ("prohibit", "prohibit-route", ("icmp", "client:eth0", "in", 3, 13))):
    add(router(f"own-{cause}", f"an {verb} route at the router", to("10.98.1.1", 40001), {("p1", "router"): F("dropped", "routing:input", cause)},
               gone() + [LASTPRE, extra], rules=T_ALL, route=[f"{verb} 10.98.0.0/16", "default via 172.20.5.254 dev wan0"]))
add(router("own-prohibit-rule", "a policy rule prohibits the source", to("172.20.5.80", 40002), {("p1", "router"): F("dropped", "routing:input", "prohibit-rule")},
           gone() + [LASTPRE, ("icmp", "client:eth0", "in", 3, 13)], rules=T_ALL, rule=["from 192.168.10.20 prohibit pref 900"]))
add(router("own-prohibit-rule-mark", "mangle marks, a rule with the mark prohibits", to("172.20.5.80", 40003), {("p1", "router"): F("dropped", "routing:input", "prohibit-rule")},
           gone() + [LASTPRE], rules=dict(T_ALL, mangle="-A PREROUTING -p tcp -m tcp --dport 80 -j MARK --set-xmark 0x7/0xff"), rule=["fwmark 0x7/0xff prohibit pref 900"]))
add(router("own-rpfilter-loose", "loose mode: no way back to the source at all",
           P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[ip4("10.66.0.9", "172.20.5.80", 6, tcp("10.66.0.9", "172.20.5.80", 40004, 80, "S", seq=5001), id=5100)]),
           {("p1", "router"): F("dropped", "routing:input", "rp-filter-loose")}, gone() + [LASTPRE, ("stat", "router", "TcpExtIPReversePathFilter")], rules=T_ALL, sysctl={"net.ipv4.conf.lan0.rp_filter": 2}))
add(router("own-source-is-own-address", "a packet from the wire with the router's own address as source",
           P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[ip4("172.20.5.1", "172.20.5.80", 6, tcp("172.20.5.1", "172.20.5.80", 40005, 80, "S", seq=5002), id=5101)]),
           {("p1", "router"): F("dropped", "routing:input", "martian-source")}, gone() + [LASTPRE], rules=T_ALL))
add(router("own-source-broadcast", "source 255.255.255.255",
           P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[ip4("255.255.255.255", "172.20.5.80", 17, udp("255.255.255.255", "172.20.5.80", 40006, 53, b"probe p1 x"), id=5102)]),
           {("p1", "router"): F("dropped", "routing:input", "martian-source")}, gone() + [LASTPRE], rules=dict(raw=ALLT, **EMPTY, filter="")))
add(router("own-forward-off-one-device", "conf/all forwards, the incoming device does not", to("172.20.5.80", 40007), {("p1", "router"): F("dropped", "routing:input", "ip-forward-off")},
           gone() + [LASTPRE, ("stat", "router", "IpInAddrErrors")], rules=T_ALL, sysctl={"net.ipv4.conf.lan0.forwarding": 0}))
add(router("own-mtu-exceeded", "DF and larger than the next link", P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[
    ip4("192.168.10.20", "172.20.5.80", 17, udp("192.168.10.20", "172.20.5.80", 40008, 53, b"probe p1".ljust(1400, b".")), id=5103, df=True)]),
           {("p1", "router"): F("dropped", "forward-path", "mtu-exceeded")}, gone() + [LASTPRE, ("icmp", "client:eth0", "in", 3, 4)], rules=dict(raw=ALLT, **EMPTY, filter=""), extra=dict(mtu={"wan0": 1280})))
add(router("own-mtu-fragmented", "larger than the next link but no DF: fragmented and sent", P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[
    ip4("192.168.10.20", "172.20.5.80", 17, udp("192.168.10.20", "172.20.5.80", 40009, 53, b"probe p1".ljust(1400, b".")), id=5104)]),
           {("p1", "router"): F("forwarded", "device wan0")}, [("seen", "p1", "router:lan0", "in")], rules=dict(raw=ALLT, **EMPTY, filter=""), extra=dict(mtu={"wan0": 1280})))
add(router("own-two-uplinks-by-source", "ip rule from: table 200 sends it out of alt0", to("203.0.113.7", 40010),
           {("p1", "router"): F("forwarded", "device alt0")}, [("seen", "p1", "router:alt0", "out")], rules=T_ALL,
           route=["default via 172.20.5.254 dev wan0", "default via 198.51.100.2 dev alt0 table 200"], rule=["from 192.168.10.0/24 lookup 200 pref 500"],
           extra=dict(addr={"lan0": ["192.168.10.1/24"], "wan0": ["172.20.5.1/24"], "alt0": ["198.51.100.1/24"]}),
           lans=[["router:alt0", "far:eth0"]], hosts={"far": dict(addr={"eth0": ["198.51.100.2/24", "203.0.113.7/32"]}, route=["default via 198.51.100.1 dev eth0"], listen=[("tcp", "0.0.0.0", 80)])}))
add(router("own-rpfilter-all-one-dev-zero", "conf/all 1 beats conf/dev 0", P("p1", "server", "frame", dev="eth0", to="router:wan0", packets=[
    ip4("203.0.113.9", "192.168.10.20", 6, tcp("203.0.113.9", "192.168.10.20", 33333, 80, "S", seq=77001), id=4411)]),
           {("p1", "router"): F("dropped", "routing:input", "rp-filter-strict")}, [("unseen", "p1", "router:lan0", "out"), ("stat", "router", "TcpExtIPReversePathFilter"), LASTPRE],
           rules=T_ALL, sysctl={"net.ipv4.conf.all.rp_filter": 1, "net.ipv4.conf.wan0.rp_filter": 0}, route=["203.0.113.0/24 via 198.51.100.2 dev alt0", "default via 172.20.5.80 dev wan0"],
           extra=dict(addr={"lan0": ["192.168.10.1/24"], "wan0": ["172.20.5.1/24"], "alt0": ["198.51.100.1/24"]}, taps=["alt0"])))
add(router("own-rpfilter-all-two-dev-one", "conf/all 2 loosens conf/dev 1: forwarded", P("p1", "server", "frame", dev="eth0", to="router:wan0", packets=[
    ip4("203.0.113.9", "192.168.10.20", 6, tcp("203.0.113.9", "192.168.10.20", 33334, 80, "S", seq=77001), id=4411)]),
           {("p1", "router"): F("forwarded", "device lan0")}, [("seen", "p1", "router:lan0", "out")],
           rules=T_ALL, sysctl={"net.ipv4.conf.all.rp_filter": 2, "net.ipv4.conf.wan0.rp_filter": 1}, route=["203.0.113.0/24 via 198.51.100.2 dev alt0", "default via 172.20.5.80 dev wan0"],
           extra=dict(addr={"lan0": ["192.168.10.1/24"], "wan0": ["172.20.5.1/24"], "alt0": ["198.51.100.1/24"]}, taps=["alt0"])))
add(router("own-rule-based-rpfilter", "-m rpfilter --invert drops in raw", P("p1", "server", "frame", dev="eth0", to="router:wan0", packets=[
    ip4("203.0.113.9", "192.168.10.20", 6, tcp("203.0.113.9", "192.168.10.20", 33335, 80, "S", seq=77001), id=4411)]),
           {("p1", "router"): F("dropped", "raw:PREROUTING:rule:3", "rule-drop")}, [("unseen", "p1", "router:lan0", "out")],
           rules=dict(T_ALL, raw=TCP80 + "\n-A PREROUTING -p udp -j ACCEPT\n-A PREROUTING -m rpfilter --invert -j DROP"), route=["203.0.113.0/24 via 198.51.100.2 dev alt0", "default via 172.20.5.80 dev wan0"],
           extra=dict(addr={"lan0": ["192.168.10.1/24"], "wan0": ["172.20.5.1/24"], "alt0": ["198.51.100.1/24"]}, taps=["alt0"])))
add(router("own-martian-no-log", "source 127/8 from the wire, martians are not logged",
           P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[ip4("127.3.3.3", "172.20.5.80", 17, udp("127.3.3.3", "172.20.5.80", 40011, 53, b"probe p1"), id=5105)]),
           {("p1", "router"): F("dropped", "routing:input", "martian-source")}, gone() + [LASTPRE], rules=dict(raw=ALLT, **EMPTY, filter="")))
add(router("own-ttl-one-local", "TTL 1 is enough for the router itself", P("p1", "client", "tcp", sport=40012, dst="192.168.10.1", dport=22, ttl=1),
           {("p1", "router"): F("delivered", "socket")}, [("result", "p1", "connected")], rules=dict(raw=traced("-p tcp"), **EMPTY, filter=""), extra=dict(listen=[("tcp", "0.0.0.0", 22)])))
add(router("own-no-nat-table-no-route", "only raw and filter are loaded; no route: ends at raw PREROUTING", to("10.77.9.9", 40013),
           {("p1", "router"): F("dropped", "routing:input", "no-route")}, gone() + [("icmp", "client:eth0", "in", 3, 0)], rules=dict(raw=TCP80, filter="-P FORWARD DROP")))

# ---- local output
OUTR = dict(raw=traced("-p tcp"), mangle="", nat="-A OUTPUT -d 10.9.9.9/32 -p tcp -j DNAT --to-destination 10.88.0.1:80", filter="")
add(pair("own-no-route-at-sender", "the box itself has no route: nothing is logged", P("p1", "box", "tcp", sport=51100, dst="10.123.1.1", dport=80),
         {("p1", "box"): F("dropped", "routing:output", "no-route")}, [("result", "p1", "ENETUNREACH"), ("nohops", "p1", "box")], rules=LOCAL))
add(pair("own-output-dnat-reroute-fails", "nat OUTPUT rewrites to an address without a route", P("p1", "box", "tcp", sport=51101, dst="10.9.9.9", dport=80),
         {("p1", "box"): F("dropped", "routing:output", "no-route")}, [("last", "p1", "box", "nat:OUTPUT:rule:1")], rules=OUTR, box=dict(route=["10.9.9.0/24 via 10.20.30.5 dev ens18"])))
add(pair("own-output-mark-reroute", "mangle OUTPUT marks, a rule moves the packet to another device", P("p1", "box", "tcp", sport=51102, dst="10.7.7.7", dport=80),
         {("p1", "box"): F("sent", "device ens19", "policy-route")}, [("seen", "p1", "box:ens19", "out")],
         rules=dict(raw=traced("-p tcp"), mangle="-A OUTPUT -p tcp -m tcp --dport 80 -j MARK --set-xmark 0x64/0xffffffff", nat=EMPTY["nat"], filter=""),
         box=dict(addr={"ens18": ["10.20.30.1/24"], "ens19": ["10.20.31.1/24"]}, route=["default via 10.20.30.5 dev ens18", "default via 10.20.31.5 dev ens19 table 77"], rule=["fwmark 0x64 lookup 77 pref 100"]),
         lans=[["box:ens19", "other:eth0"]], hosts={"other": dict(addr={"eth0": ["10.20.31.5/24"]})}))
add(pair("own-output-rule-drop", "filter OUTPUT drops by owner", P("p1", "box", "tcp", sport=51103, dst="10.20.30.5", dport=80, uid=1000),
         {("p1", "box"): F("dropped", "filter:OUTPUT:rule:2", "rule-drop")}, [("last", "p1", "box", "filter:OUTPUT:rule:2")],
         rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A OUTPUT -p udp -j ACCEPT\n-A OUTPUT -m owner --uid-owner 1000 -j DROP")))
add(pair("own-output-reject", "filter OUTPUT rejects with a reset", P("p1", "box", "tcp", sport=51104, dst="10.20.30.5", dport=443),
         {("p1", "box"): F("rejected", "filter:OUTPUT:rule:1", "rule-reject")}, [("result", "p1", "ECONNREFUSED")],
         rules=dict(raw=traced("-p tcp -m tcp --dport 443"), **EMPTY, filter="-A OUTPUT -p tcp -m multiport --dports 443,8443 -j REJECT --reject-with tcp-reset")))
add(pair("own-output-policy-drop", "OUTPUT policy DROP", P("p1", "box", "udp", sport=51105, dst="10.20.30.5", dport=514),
         {("p1", "box"): F("dropped", "filter:OUTPUT:policy", "policy-drop")}, [("last", "p1", "box", "filter:OUTPUT:policy:2")],
         rules=dict(raw=ALLT, **EMPTY, filter="-P OUTPUT DROP\n-A OUTPUT -p tcp -j ACCEPT")))

# ---- local delivery
add(pair("own-input-policy-drop", "INPUT policy DROP", P("p1", "peer", "tcp", sport=51200, dst="10.20.30.1", dport=80),
         {("p1", "box"): F("dropped", "filter:INPUT:policy", "policy-drop")}, [("result", "p1", "timeout"), ("last", "p1", "box", "filter:INPUT:policy:4")],
         rules=dict(raw=TCP80, **EMPTY, filter="-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT")))
add(pair("own-input-reset", "INPUT rejects with tcp-reset", P("p1", "peer", "tcp", sport=51201, dst="10.20.30.1", dport=80),
         {("p1", "box"): F("rejected", "filter:INPUT:rule:2", "rule-reject")}, [("result", "p1", "ECONNREFUSED")],
         rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j REJECT --reject-with tcp-reset")))
add(pair("own-redirect", "REDIRECT to a local port", P("p1", "peer", "tcp", sport=51202, dst="10.20.30.1", dport=8888),
         {("p1", "box"): F("delivered", "socket", "redirect")}, [("result", "p1", "connected")],
         rules=dict(raw=traced("-p tcp"), mangle="", nat="-A PREROUTING -p tcp -m tcp --dport 8888 -j REDIRECT --to-ports 80", filter="")))
add(pair("own-bad-checksum", "a TCP checksum that does not hold", P("p1", "peer", "frame", dev="eth0", to="box:ens18", packets=[
    ip4("10.20.30.5", "10.20.30.1", 6, tcp("10.20.30.5", "10.20.30.1", 51203, 80, "S", seq=99, bad_csum=True), id=6100)]),
         {("p1", "box"): F("dropped", "kernel", "bad-checksum")}, [("notgot", "box", 80), ("stat", "box", "TcpInCsumErrors")], rules=LOCAL))
add(pair("own-no-protocol", "SCTP, which this kernel has not", P("p1", "peer", "raw", dst="10.20.30.1", packets=[ip4("10.20.30.5", "10.20.30.1", 132, sctp_init(4000, 4001), id=6101)]),
         {("p1", "box"): F("refused", "kernel", "no-protocol")}, [("stat", "box", "IpInUnknownProtos")], rules=dict(raw=traced("-p sctp"), **EMPTY, filter="")))
add(pair("own-udp-delivered", "UDP to a listener", P("p1", "peer", "udp", sport=51204, dst="10.20.30.1", dport=5300), {("p1", "box"): F("delivered", "socket")}, [("result", "p1", "reply")],
         rules=dict(raw=ALLT, **EMPTY, filter="-P INPUT DROP\n-A INPUT -p udp -m multiport --dports 53,5300:5310 -m conntrack --ctstate NEW -j ACCEPT"), listen=[("udp", "0.0.0.0", 5300)]))
add(pair("own-listener-other-address", "the listener is bound to loopback only", P("p1", "peer", "tcp", sport=51205, dst="10.20.30.1", dport=3306),
         {("p1", "box"): F("refused", "socket", "no-listener")}, [("result", "p1", "ECONNREFUSED")], rules=LOCAL, listen=[("tcp", "127.0.0.1", 3306)]))
add(pair("own-echo-ignored", "icmp_echo_ignore_all", P("p1", "peer", "ping", dst="10.20.30.1", icmp_id=901), {("p1", "box"): F("delivered", "kernel")}, [("result", "p1", "timeout")],
         rules=dict(raw=traced("-p icmp"), **EMPTY, filter=""), sysctl={"net.ipv4.icmp_echo_ignore_all": 1}))
add(pair("own-input-rpfilter-local", "strict filtering of a packet for the box itself", P("p1", "peer", "frame", dev="eth0", to="box:ens18", packets=[
    ip4("10.50.0.9", "10.20.30.1", 6, tcp("10.50.0.9", "10.20.30.1", 51206, 80, "S", seq=98), id=6102)]),
         {("p1", "box"): F("dropped", "routing:input", "rp-filter-strict")}, [("stat", "box", "TcpExtIPReversePathFilter"), ("notgot", "box", 80)], rules=LOCAL,
         box=dict(addr={"ens18": ["10.20.30.1/24"], "bond7": ["10.50.0.1/24"]}, taps=["bond7"]), sysctl={"net.ipv4.conf.all.rp_filter": 1}))
add(pair("own-fragment-missing", "only the first fragment arrives and the host tracks connections", P("p1", "peer", "frame", dev="eth0", to="box:ens18", packets=[
    ip4("10.20.30.5", "10.20.30.1", 17, udp("10.20.30.5", "10.20.30.1", 51207, 53, b"probe p1".ljust(1472, b"."))[:1480], id=6103, mf=True)]),
         {("p1", "box"): F("dropped", "reassembly", "fragment-missing")}, [("nohops", "p1", "box")], rules=LOCAL))
add(pair("own-other-host-mac", "a frame for another link address", P("p1", "peer", "frame", dev="eth0", to="peer:eth0", packets=[
    ip4("10.20.30.5", "10.20.30.1", 6, tcp("10.20.30.5", "10.20.30.1", 51208, 80, "S", seq=97), id=6104)]),
         {("p1", "box"): F("dropped", "before-netfilter", "other-host-mac")}, [("nohops", "p1", "box"), ("notgot", "box", 80)], rules=LOCAL))
add(pair("own-mangle-drop", "dropped in mangle INPUT", P("p1", "peer", "tcp", sport=51209, dst="10.20.30.1", dport=80), {("p1", "box"): F("dropped", "mangle:INPUT:rule:1", "rule-drop")},
         [("last", "p1", "box", "mangle:INPUT:rule:1")], rules=dict(raw=TCP80, mangle="-A INPUT -s 10.20.30.0/28 -p tcp -j DROP", nat=EMPTY["nat"], filter="")))
add(pair("own-security-drop", "dropped in the security table", P("p1", "peer", "tcp", sport=51210, dst="10.20.30.1", dport=80), {("p1", "box"): F("dropped", "security:INPUT:rule:1", "rule-drop")},
         [("last", "p1", "box", "security:INPUT:rule:1")], rules=dict(raw=TCP80, filter="", security="-A INPUT -p tcp -m tcp --dport 80 -j DROP")))
add(pair("own-invalid-rst", "a RST of no known connection", P("p1", "peer", "frame", dev="eth0", to="box:ens18", packets=[
    ip4("10.20.30.5", "10.20.30.1", 6, tcp("10.20.30.5", "10.20.30.1", 51211, 80, "R", seq=96), id=6105)]),
         {("p1", "box"): F("dropped", "filter:INPUT:rule:1", "conntrack-invalid")}, [("last", "p1", "box", "filter:INPUT:rule:1")],
         rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A INPUT -m conntrack --ctstate INVALID -j DROP")))
add(pair("own-state-invalid-reject", "-m state INVALID with REJECT", P("p1", "peer", "frame", dev="eth0", to="box:ens18", packets=[
    ip4("10.20.30.5", "10.20.30.1", 6, tcp("10.20.30.5", "10.20.30.1", 51212, 80, "SF", seq=95), id=6106)]),
         {("p1", "box"): F("rejected", "filter:INPUT:rule:2", "rule-reject")}, [("last", "p1", "box", "filter:INPUT:rule:2")],
         rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A INPUT -p icmp -j ACCEPT\n-A INPUT -m state --state INVALID -j REJECT --reject-with icmp-host-prohibited")))
add(pair("own-ack-loose", "a lone ACK is picked up as a new connection (tcp_loose)", P("p1", "peer", "frame", dev="eth0", to="box:ens18", packets=[
    ip4("10.20.30.5", "10.20.30.1", 6, tcp("10.20.30.5", "10.20.30.1", 51213, 80, "A", seq=94, ack=7), id=6107)]),
         {("p1", "box"): F("dropped", "filter:INPUT:rule:2", "rule-drop")}, [("last", "p1", "box", "filter:INPUT:rule:2")],
         rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -m conntrack --ctstate NEW -p tcp ! --syn -j DROP")))

# ---- forwarding: nat and filters
add(router("own-nat-skipped-untracked", "NOTRACK keeps the masquerade from happening", to("172.20.5.80", 40100), {("p1", "router"): F("forwarded", "device wan0", "nat-skipped-untracked")},
           [("seen_as", "p1", "router:wan0", "out", {"src": "192.168.10.20"})],
           rules=dict(raw=TCP80 + "\n-A PREROUTING -i lan0 -p tcp -j CT --notrack", mangle="", nat="-A POSTROUTING -o wan0 -j MASQUERADE", filter="")))
add(router("own-masquerade", "plain masquerade", to("172.20.5.80", 40101), {("p1", "router"): F("forwarded", "device wan0", "snat")},
           [("seen_as", "p1", "router:wan0", "out", {"src": "172.20.5.1"})], rules=dict(raw=TCP80, mangle="", nat="-A POSTROUTING -s 192.168.10.0/24 -o wan0 -j MASQUERADE", filter="-P FORWARD DROP\n-A FORWARD -i lan0 -o wan0 -j ACCEPT")))
add(router("own-forward-reset", "REJECT with tcp-reset in a user chain", to("172.20.5.80", 40102), {("p1", "router"): F("rejected", "filter:WEB:rule:2", "rule-reject")},
           [("result", "p1", "ECONNREFUSED"), ("last", "p1", "router", "filter:WEB:rule:2")],
           rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A FORWARD -p tcp -m tcp --dport 80 -g WEB\n-A FORWARD -j ACCEPT\n-A WEB -s 10.0.0.0/8 -j RETURN\n-A WEB -p tcp -j REJECT --reject-with tcp-reset")))
add(router("own-mangle-forward-drop", "mangle FORWARD drops by length", to("172.20.5.80", 40103), {("p1", "router"): F("dropped", "mangle:FORWARD:rule:2", "rule-drop")},
           gone() + [("last", "p1", "router", "mangle:FORWARD:rule:2")], rules=dict(raw=TCP80, mangle="-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu\n-A FORWARD -m length --length 40:80 -j DROP", nat=EMPTY["nat"], filter="")))
add(router("own-unconditional-return-in-chain", "a user chain that ends in a bare DROP prints return", to("172.20.5.80", 40104), {("p1", "router"): F("dropped", "filter:LAST:rule:2", "rule-drop")},
           gone() + [("last", "p1", "router", "filter:LAST:return:2")], rules=dict(raw=TCP80, **EMPTY, filter="-A FORWARD -p udp -j ACCEPT\n-A FORWARD -j LAST\n-A LAST -p icmp -j ACCEPT\n-A LAST -j DROP")))
add(router("own-icmp-forward", "an echo request through the router", P("p1", "client", "ping", dst="172.20.5.80", icmp_id=4711), {("p1", "router"): F("forwarded", "device wan0"), ("p1", "server"): F("delivered", "kernel", "icmp-echo")},
           [("result", "p1", "reply")], rules=dict(raw=ALLT, **EMPTY, filter="-P FORWARD DROP\n-A FORWARD -p icmp -m icmp --icmp-type 8 -j ACCEPT\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"),
           server=dict(rules=dict(raw=ALLT, **EMPTY, filter=""))))
add(router("own-dnat-then-drop", "DNAT to the server, FORWARD only knows the old port", P("p1", "client", "tcp", sport=40105, dst="192.168.10.1", dport=8443), {("p1", "router"): F("dropped", "filter:FORWARD:policy", "policy-drop")},
           [("result", "p1", "timeout")], rules=dict(raw=traced("-p tcp --syn"), mangle="", nat="-A PREROUTING -i lan0 -p tcp -m tcp --dport 8443 -j DNAT --to-destination 172.20.5.80:80",
                                                     filter="-P FORWARD DROP\n-A FORWARD -p tcp -m tcp --dport 8443 -j ACCEPT")))
add(router("own-dnat-no-masq-answer-lost", "the server has no way back: the answer never comes", to("172.20.5.80", 40106), {("p1", "router"): F("forwarded", "device wan0"), ("p1", "server"): F("delivered", "socket", answer_lost={"cause": "no-route", "where": "routing:output"})},
           [("result", "p1", "timeout")], rules=T_ALL, server=dict(route=[], rules=dict(raw=traced("-p tcp"), **EMPTY, filter=""))))

# ---- nft-backed iptables: causes between the hooks
for be in ("iptables-nft",):
    add(router("own-nft-no-route", "no route, nft backend", to("10.77.3.3", 40200), {("p1", "router"): F("dropped", "routing:input", "no-route")}, gone(), rules=T_ALL, backend=be))
    add(router("own-nft-ip-forward-off", "forwarding off, nft backend", to("172.20.5.80", 40201), {("p1", "router"): F("dropped", "routing:input", "ip-forward-off")}, gone(), rules=T_ALL, backend=be, sysctl={"net.ipv4.ip_forward": 0}))
    add(router("own-nft-rpfilter", "strict rp_filter, nft backend", P("p1", "server", "frame", dev="eth0", to="router:wan0", packets=[
        ip4("203.0.113.9", "192.168.10.20", 6, tcp("203.0.113.9", "192.168.10.20", 33336, 80, "S", seq=77001), id=4411)]),
               {("p1", "router"): F("dropped", "routing:input", "rp-filter-strict")}, [("unseen", "p1", "router:lan0", "out")],
               rules=T_ALL, sysctl={"net.ipv4.conf.wan0.rp_filter": 1}, route=["203.0.113.0/24 via 198.51.100.2 dev alt0", "default via 172.20.5.80 dev wan0"], backend=be,
               extra=dict(addr={"lan0": ["192.168.10.1/24"], "wan0": ["172.20.5.1/24"], "alt0": ["198.51.100.1/24"]}, taps=["alt0"])))
    add(pair("own-nft-no-listener", "no listener, nft backend", P("p1", "peer", "tcp", sport=51300, dst="10.20.30.1", dport=81), {("p1", "box"): F("refused", "socket", "no-listener")}, [("result", "p1", "ECONNREFUSED")], rules=LOCAL, backend=be))
    add(docker("own-nft-docker-publish", "published port, nft backend", P("p1", "client", "tcp", sport=52000, dst="192.0.2.10", dport=8080), {("p1", "dockerhost"): F("forwarded", "device docker0", "dnat")}, [("result", "p1", "connected")], backend=be))
    add(docker("own-nft-docker-isolation", "isolation, nft backend", P("p1", "other", "tcp", sport=52001, dst="172.17.0.2", dport=80),
               {("p1", "dockerhost"): F("dropped", "filter:DOCKER-ISOLATION-STAGE-2:rule:1", "rule-drop")}, [("result", "p1", "timeout")], backend=be))
    add(seed_story("own-nft-seed-strict", "the seed story with the nft backend", base.STRICT, base.LOOSE, {("p1", "ceph3"): base.SENT13, ("p1", "ceph2"): F("dropped", "routing:input", "rp-filter-strict")}, [], backend=be))
NFT_FWD = """
table ip edge {
  map ports { type inet_service : ipv4_addr . inet_service; elements = { 8081 : 172.20.5.80 . 80, 8082 : 172.20.5.81 . 80 } }
  set bad { type ipv4_addr; flags interval; elements = { 192.168.10.64/26, 10.0.0.0/8 } }
  chain early {
    type filter hook prerouting priority raw; policy accept;
    tcp dport { 80, 8081, 8082 } meta nftrace set 1
  }
  chain dstnat { type nat hook prerouting priority dstnat; policy accept; iifname "lan0" dnat ip to tcp dport map @ports; }
  chain srcnat { type nat hook postrouting priority srcnat; policy accept; oifname "wan0" ip saddr 192.168.10.0/24 masquerade; }
  chain forwarding {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    ip saddr @bad drop
    iifname "lan0" oifname "wan0" ct status dnat accept
    tcp dport 80 jump limited
  }
  chain limited {
    ip daddr 172.20.5.99 accept
    tcp flags syn counter reject with tcp reset
  }
}
"""
add(router("own-nft-native-dnat", "native dnat by map and masquerade", P("p1", "client", "tcp", sport=40210, dst="192.168.10.1", dport=8081), {("p1", "router"): F("forwarded", "device wan0", "dnat+masquerade")}, [("result", "p1", "connected")], backend="nft", extra=dict(nft=NFT_FWD)))
add(router("own-nft-native-reject", "native reject in a jumped chain", to("172.20.5.80", 40211), {("p1", "router"): F("rejected", "edge:limited:rule:2", "rule-reject")}, [("result", "p1", "ECONNREFUSED")], backend="nft", extra=dict(nft=NFT_FWD)))
add(router("own-nft-native-set-drop", "native set drop", P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[
    ip4("192.168.10.70", "172.20.5.80", 6, tcp("192.168.10.70", "172.20.5.80", 40212, 80, "S", seq=7), id=7100)]), {("p1", "router"): F("dropped", "edge:forwarding:rule:2", "rule-drop")}, gone(), backend="nft", extra=dict(nft=NFT_FWD)))

# ---- IPv6
S6 = lambda dst, sport, **k: P("p1", "client", "tcp", sport=sport, dst=dst, dport=80, **k)
R6 = dict(raw=TCP80, mangle="", filter="")
add(router("own-v6-no-route", "IPv6: no route", S6("2001:db8:dead::1", 40300), {("p1", "router"): F("dropped", "routing:input", "no-route")}, gone() + [("stat", "router", "Ip6InNoRoutes")], extra=dict(rules6=R6), family=6))
add(router("own-v6-forwarding-off", "IPv6: forwarding off", S6("2001:db8:b::80", 40301), {("p1", "router"): F("dropped", "routing:input", "ip-forward-off")}, gone(), extra=dict(rules6=R6), family=6, sysctl={"net.ipv6.conf.all.forwarding": 0}))
add(router("own-v6-unreachable", "IPv6: unreachable route", S6("2001:db8:98::1", 40302), {("p1", "router"): F("dropped", "routing:input", "unreachable-route")}, gone(), extra=dict(rules6=R6, route6=["unreachable 2001:db8:98::/48"]), family=6))
add(router("own-v6-blackhole", "IPv6: blackhole route", S6("2001:db8:99::1", 40303), {("p1", "router"): F("dropped", "routing:input", "blackhole-route")}, gone(), extra=dict(rules6=R6, route6=["blackhole 2001:db8:99::/48"]), family=6))
add(router("own-v6-prohibit", "IPv6: prohibit route", S6("2001:db8:97::1", 40308), {("p1", "router"): F("dropped", "routing:input", "prohibit-route")}, gone(), extra=dict(rules6=R6, route6=["prohibit 2001:db8:97::/48"]), family=6))
add(router("own-v6-hoplimit", "IPv6: hop limit 1", S6("2001:db8:b::80", 40304, ttl=1), {("p1", "router"): F("dropped", "forward-path", "ttl-exceeded")}, gone(), extra=dict(rules6=R6), family=6))
add(router("own-v6-rule-reject", "IPv6: REJECT", S6("2001:db8:b::80", 40305), {("p1", "router"): F("rejected", "filter:FORWARD:rule:1", "rule-reject")}, gone(), extra=dict(rules6=dict(raw=TCP80, mangle="", filter="-A FORWARD -p tcp -m tcp --dport 80 -j REJECT --reject-with icmp6-adm-prohibited")), family=6))
add(router("own-v6-no-listener", "IPv6: refused by the server", P("p1", "client", "tcp", sport=40306, dst="2001:db8:b::80", dport=81), {("p1", "server"): F("refused", "socket", "no-listener"), ("p1", "router"): F("forwarded", "device wan0")},
           [("result", "p1", "ECONNREFUSED")], extra=dict(rules6=dict(raw=traced("-p tcp --syn"), filter="")), server=dict(rules6=dict(raw=traced("-p tcp --syn"), filter="")), family=6))
add(router("own-v6-neighbour-fails", "IPv6: no neighbour", S6("2001:db8:b::99", 40307, wait=3.4), {("p1", "router"): F("dropped", "neighbour", "arp-failed")}, gone(), extra=dict(rules6=R6), family=6))

# ---- neighbours, bridges, docker
add(docker("own-docker-user-drop", "DOCKER-USER drops", P("p1", "client", "tcp", sport=52100, dst="192.0.2.10", dport=8080), {("p1", "dockerhost"): F("dropped", "filter:DOCKER-USER:rule:1", "rule-drop")}, [("result", "p1", "timeout")],
           user="-A DOCKER-USER ! -s 198.51.100.0/24 -i eno1 -j DROP"))
add(docker("own-docker-hairpin-off", "a container reaches its own published port through bridge netfilter; the port does not reflect", P("p1", "web", "tcp", sport=52101, dst="192.0.2.10", dport=8080),
           {("p1", "dockerhost"): F("dropped", "bridge", "hairpin-mode-off")}, [("result", "p1", "timeout")], extra_nat="-I DOCKER 1 -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80".replace("-I DOCKER 1", "-A PREROUTING")))
add(docker("own-docker-unpublished", "no published port: the host itself refuses", P("p1", "client", "tcp", sport=52102, dst="192.0.2.10", dport=9090), {("p1", "dockerhost"): F("refused", "socket", "no-listener")}, [("result", "p1", "ECONNREFUSED")]))
add(docker("own-docker-outbound", "a container to the client: masqueraded", P("p1", "web", "tcp", sport=52103, dst="192.0.2.50", dport=80), {("p1", "dockerhost"): F("forwarded", "device eno1", "snat")}, [("result", "p1", "ECONNREFUSED")]))
add(dict(base.SCENARIOS[[s["name"] for s in base.SCENARIOS].index("bridge-netfilter-drop")], name="own-bridge-netfilter-pass", title="switched frames pass the FORWARD chain",
         hosts=base.SCENARIOS[[s["name"] for s in base.SCENARIOS].index("bridge-netfilter-drop")]["hosts"] | {"hyper": base.BRIDGE | dict(rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-P FORWARD DROP\n-A FORWARD -m physdev --physdev-is-bridged -p tcp -j ACCEPT"))},
         fates={("p1", "hyper"): F("forwarded", "device tapB")}, checks=[("result", "p1", "connected")]))
add(seed_story("own-seed-cold-arp", "nobody knows anybody: the peer's strict rp_filter ignores the ARP request", base.STRICT, base.LOOSE,
               {("p1", "ceph3"): F("dropped", "neighbour", "arp-failed"), ("p1", "ceph2"): F("never-arrived", "none")}, [], warm=False))
add(seed_story("own-seed-answer-lost", "delivered, but the answer dies at the sender's own strict filter", base.LOOSE, base.STRICT,
               {("p1", "ceph3"): F("sent", "device enp5s0", "dnat"), ("p1", "ceph2"): F("delivered", "socket", answer_lost={"cause": "rp-filter-strict", "where": "routing:input"})}, [],
               trace=traced("-p tcp -m tcp --dport 8081", "-p tcp -m tcp --sport 8081")))
add(seed_story("own-seed-variant", "the seed story with other names, addresses and ports", base.STRICT, base.LOOSE, {("p1", "mon7"): F("sent", "device enp5s0", "dnat"), ("p1", "mon2"): F("dropped", "routing:input", "rp-filter-strict")}, [],
               hostnames=("mon7", "mon2"), lan="172.30.4", stor="10.77.5", vip="10.43.99.7", dport=9283, extra_services=3, port=44123))

# ---- kubernetes
W = base.WEB
add(cluster("own-kube-local-policy", "externalTrafficPolicy Local without a local endpoint", [W | dict(local_only=True, nodeport=31080)], P("p1", "client", "tcp", sport=42100, dst="10.10.0.11", dport=31080), traced("-p tcp --syn"),
            {("p1", "node1"): F("dropped", "filter:KUBE-EXTERNAL-SERVICES:rule:1", "rule-drop")}, [("result", "p1", "timeout")]))
add(cluster("own-kube-fw", "load balancer source range refuses: marked for dropping, but only INPUT and OUTPUT look at that mark; nobody answers ARP", [W | dict(blocked="203.0.113.80", allow="198.51.100.0/24")], P("p1", "client", "tcp", sport=42101, dst="203.0.113.80", dport=80), traced("-p tcp --syn"),
            {("p1", "node1"): F("dropped", "neighbour", "arp-failed")}, [("result", "p1", "timeout"), ("unseen", "p1", "node1:ens3", "out")], client_route=["203.0.113.80/32 via 10.10.0.11 dev eth0"], node_sysctl={}))
add(cluster("own-kube-affinity", "session affinity by recent", [W | dict(affinity=True)], P("p1", "pod-a", "tcp", sport=42102, dst="10.96.14.7", dport=80), traced("-p tcp --syn"),
            {("p1", "node1"): F("forwarded", "device ens3", "dnat")}, [("result", "p1", "connected")]))
add(cluster("own-kube-dns-udp", "cluster DNS over UDP", [base.DNS, W], P("p1", "pod-a", "udp", sport=42103, dst="10.96.0.10", dport=53), traced("-p udp"),
            {("p1", "node1"): F("forwarded", "device ens3", "dnat"), ("p1", "node2"): F("forwarded", "device cni0")}, [("result", "p1", "reply")]))
add(cluster("own-kube-forward-policy", "FORWARD policy DROP and no rule for the pod network", [W], P("p1", "pod-a", "tcp", sport=42104, dst="10.96.14.7", dport=80), traced("-p tcp --syn"),
            {("p1", "node1"): F("dropped", "filter:FORWARD:policy", "policy-drop")}, [("result", "p1", "timeout")], kube_args=dict(policy="DROP")))
add(cluster("own-kube-node-to-service", "the node itself asks a service", [W], P("p1", "node1", "tcp", sport=42105, dst="10.96.14.7", dport=80), traced("-p tcp --syn"),
            {("p1", "node1"): F("sent", "device ens3", "dnat+masquerade"), ("p1", "node2"): F("forwarded", "device cni0")}, [("result", "p1", "connected")]))
add(cluster("own-nft-kube-clusterip", "cluster address, nft backend", [base.DNS, W], P("p1", "pod-a", "tcp", sport=42106, dst="10.96.14.7", dport=80), traced("-p tcp --syn"),
            {("p1", "node1"): F("forwarded", "device ens3", "dnat"), ("p1", "node2"): F("forwarded", "device cni0")}, [("result", "p1", "connected")], backend="iptables-nft"))

# ---- findings beside the cause. Each is recorded with its counterpart, which differs in the one thing that makes the finding.
# A host with rules in both back ends shows both: the recorder then saves nft's listing of legacy hosts too, and the legacy
# rules of iptables-nft hosts.
RECORDER = sys.modules["__main__"]
if hasattr(RECORDER, "state_commands"):
    COMMANDS = RECORDER.state_commands
    RECORDER.state_commands = lambda backend: COMMANDS(backend) | (
        {"nft-ruleset.txt": "nft -a list ruleset"} if backend == "legacy" else {"iptables-legacy-save.txt": "iptables-legacy-save -c"} if backend == "iptables-nft" else {})
OUT = dict(lans=[["router:up0", "far:eth0"]], hosts={"far": dict(addr={"eth0": ["198.51.100.2/24", "203.0.113.5/32"]}, listen=[("tcp", "0.0.0.0", 80)])})
UP = dict(addr={"lan0": ["192.168.10.1/24"], "wan0": ["172.20.5.1/24"], "up0": ["198.51.100.1/24"]})
OUTSIDE = to("203.0.113.5", 40400)
LEFT = lambda src: [("seen_as", "p1", "router:up0", "out", {"src": src})]


def outward(name, title, nat, src, result, cause=None, be="legacy", dst=OUTSIDE, finding=(), filt="", **more):
    add(router(name, title, dst, {("p1", "router"): F("forwarded", "device up0", cause, findings=list(finding))}, LEFT(src) + [("result", "p1", result)] + more.pop("checks", []),
               rules=dict(raw=TCP80, mangle="", nat=nat, filter=filt), route=["default via 198.51.100.2 dev up0"], backend=be, extra=UP | more.pop("extra", {}), **copy.deepcopy(OUT), **more))


MASQ = "-A POSTROUTING -o up0 -j MASQUERADE"
for be, pre in (("legacy", ""), ("iptables-nft", "nft-")):
    outward(f"own-{pre}no-snat", "a private source goes out to the world as it is; no answer comes", EMPTY["nat"], "192.168.10.20", "timeout", be=be, finding=["no-snat"])
    outward(f"own-{pre}no-snat-counterpart", "the same, masqueraded", MASQ, "198.51.100.1", "connected", "snat", be=be)
    outward(f"own-{pre}nat-accepted-early", "an ACCEPT for the source keeps MASQUERADE from being reached", "-A POSTROUTING -s 192.168.10.0/24 -d 203.0.113.0/24 -j ACCEPT\n" + MASQ, "192.168.10.20", "timeout",
            be=be, finding=["nat-accepted-early", "no-snat"], checks=[("norule", "router", "nat", "-o up0 -j MASQUERADE")])
    outward(f"own-{pre}nat-accepted-early-counterpart", "the ACCEPT stands behind MASQUERADE", MASQ + "\n-A POSTROUTING -s 192.168.10.0/24 -d 203.0.113.0/24 -j ACCEPT", "198.51.100.1", "connected", "snat", be=be)
    add(pair(f"own-{pre}nat-accepted-early-dnat", "an ACCEPT keeps the port from being redirected: nobody listens on it", P("p1", "peer", "tcp", sport=40410, dst="10.20.30.1", dport=8080),
             {("p1", "box"): F("refused", "socket", "no-listener", findings=["nat-accepted-early"])}, [("result", "p1", "ECONNREFUSED")], backend=be,
             rules=dict(raw=traced("-p tcp -m tcp --dport 8080"), mangle="", nat="-A PREROUTING -s 10.20.30.0/28 -j ACCEPT\n-A PREROUTING -p tcp -m tcp --dport 8080 -j REDIRECT --to-ports 80", filter="")))
    add(pair(f"own-{pre}nat-accepted-early-dnat-counterpart", "the ACCEPT is for other sources", P("p1", "peer", "tcp", sport=40411, dst="10.20.30.1", dport=8080),
             {("p1", "box"): F("delivered", "socket", "redirect", findings=[])}, [("result", "p1", "connected")], backend=be,
             rules=dict(raw=traced("-p tcp -m tcp --dport 8080"), mangle="", nat="-A PREROUTING -s 10.20.31.0/28 -j ACCEPT\n-A PREROUTING -p tcp -m tcp --dport 8080 -j REDIRECT --to-ports 80", filter="")))
outward("own-no-snat-private", "a private source to a private destination needs no translation", EMPTY["nat"], "192.168.10.20", "timeout", dst=to("10.61.0.9", 40401))

NFT_DROP = "table ip guard {\n  chain forwarding {\n    type filter hook forward priority 10; policy accept;\n    tcp dport 443 accept\n    tcp dport 80 counter drop\n  }\n}\n"
add(router("own-mix-nft-drops", "legacy rules accept, a native nft chain behind them drops: the legacy trace ends accepted", to("172.20.5.80", 40420),
           {("p1", "router"): F("dropped", "guard:forwarding:rule:2", "rule-drop", findings=["legacy-nft-mix"])}, gone(), rules=T_ALL, extra=dict(nft=NFT_DROP)))
add(router("own-mix-passes", "rules in both back ends, and both let it pass", to("172.20.5.80", 40421),
           {("p1", "router"): F("forwarded", "device wan0", findings=["legacy-nft-mix"])}, [("result", "p1", "connected")], rules=T_ALL, extra=dict(nft=NFT_DROP.replace("dport 80", "dport 81"))))
add(router("own-mix-counterpart", "the same with an nft table that is empty", to("172.20.5.80", 40422),
           {("p1", "router"): F("forwarded", "device wan0", findings=[])}, [("result", "p1", "connected")], rules=T_ALL, extra=dict(nft="table ip guard {\n}\n")))
add(router("own-mix-legacy-drops", "iptables-nft accepts, a forgotten legacy rule drops", to("172.20.5.80", 40423, before=[("router", "iptables-legacy -A FORWARD -p tcp --dport 80 -j DROP")]),
           {("p1", "router"): F("dropped", "filter:FORWARD:rule:1", "rule-drop", findings=["legacy-nft-mix"])}, gone(), rules=T_ALL, backend="iptables-nft"))

# ---- several losses in one log
for be, pre in (("legacy", ""), ("iptables-nft", "nft-")):
    q = lambda n, kind, dst, dport, **k: P(f"p{n}", "client", kind, sport=41000 + n, dst=dst, dport=dport, wait=.1, **k)
    add(router(f"own-{pre}many-losses", "nine packets in one log, seven of them lost, each for another reason",
               [q(1, "tcp", "172.20.5.80", 80), q(2, "tcp", "172.20.5.80", 22), q(3, "udp", "10.99.0.1", 53), q(4, "tcp", "10.98.0.1", 80), P("p5", "client", "ping", dst="10.97.0.1", icmp_id=55, wait=.1),
                q(6, "tcp", "172.20.5.80", 443), q(7, "tcp", "172.20.5.80", 80, ttl=1), q(8, "tcp", "192.168.10.1", 25), q(9, "udp", "172.20.5.80", 53)],
               {("p1", "router"): F("forwarded", "device wan0"), ("p2", "router"): F("dropped", "filter:FORWARD:rule:2", "rule-drop"), ("p3", "router"): F("dropped", "routing:input", "blackhole-route"),
                ("p4", "router"): F("dropped", "routing:input", "unreachable-route"), ("p5", "router"): F("dropped", "routing:input", "no-route"), ("p6", "router"): F("rejected", "filter:FORWARD:rule:3", "rule-reject"),
                ("p7", "router"): F("dropped", "forward-path", "ttl-exceeded"), ("p8", "router"): F("refused", "socket", "no-listener"), ("p9", "router"): F("dropped", "filter:FORWARD:policy", "policy-drop")},
               [("result", "p1", "connected"), ("result", "p6", "ECONNREFUSED"), ("result", "p8", "ECONNREFUSED"), ("icmp", "client:eth0", "in", 11, 0), ("icmp", "client:eth0", "in", 3, 0)], backend=be,
               rules=dict(raw=ALLT, **EMPTY, filter="-P FORWARD DROP\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A FORWARD -p tcp -m tcp --dport 22 -j DROP\n"
                          "-A FORWARD -p tcp -m tcp --dport 443 -j REJECT --reject-with tcp-reset\n-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT"), route=["blackhole 10.99.0.0/16", "unreachable 10.98.0.0/16"]))

# ---- two routers in a row, each with its log
TALL = dict(raw=ALLT, **EMPTY, filter="")


def in_a_row(name, title, fates, checks, dst="172.20.5.80", dport=80, r1=TALL, r2=TALL, server=TALL, route2=(), sysctl2=None, **probe):
    forward = {"net.ipv4.ip_forward": 1}
    hosts = {"client": dict(addr={"eth0": ["192.168.10.20/24"]}, route=["default via 192.168.10.1 dev eth0"], uid=1000, rules=TALL),
             "r1": dict(addr={"a0": ["192.168.10.1/24"], "mid0": ["10.55.0.1/30"]}, sysctl=forward, route=["172.20.5.0/24 via 10.55.0.2 dev mid0"], rules=r1),
             "r2": dict(addr={"mid0": ["10.55.0.2/30"], "b0": ["172.20.5.1/24"]}, sysctl=forward | (sysctl2 or {}), route=["192.168.10.0/24 via 10.55.0.1 dev mid0", *route2], rules=r2),
             "server": dict(addr={"eth0": ["172.20.5.80/24"]}, route=["default via 172.20.5.1 dev eth0"], listen=[("tcp", "0.0.0.0", 80)], rules=server)}
    add(dict(name=name, title=title, tags=["forward"], lans=[["client:eth0", "r1:a0"], ["r1:mid0", "r2:mid0"], ["r2:b0", "server:eth0"]], hosts=hosts,
             probes=[P("p1", "client", "tcp", sport=45001, dst=dst, dport=dport, wait=.4, **probe)], fates={("p1", h): f for h, f in fates.items()}, checks=checks, settle=.3))


SENT, BY1, BY2, NEVER = F("sent", "device eth0"), F("forwarded", "device mid0"), F("forwarded", "device b0"), F("never-arrived", "none")
FILTER = lambda rules: dict(raw=ALLT, **EMPTY, filter=rules)
TRANSLATED = lambda rules: dict(raw=ALLT, mangle="", nat=rules, filter="")
UNSEEN = [("result", "p1", "timeout"), ("unseen", "p1", "server:eth0", "in")]
in_a_row("own-row-second-drops", "the second router drops what the first let pass", dict(client=SENT, r1=BY1, r2=F("dropped", "filter:FORWARD:rule:1", "rule-drop"), server=NEVER), UNSEEN, r2=FILTER("-A FORWARD -p tcp -m tcp --dport 80 -j DROP"))
in_a_row("own-row-ttl", "the time to live ends at the second router", dict(client=SENT, r1=BY1, r2=F("dropped", "forward-path", "ttl-exceeded"), server=NEVER), UNSEEN[1:], ttl=2)
in_a_row("own-row-masquerade", "the first router masquerades", dict(client=SENT, r1=F("forwarded", "device mid0", "snat"), r2=BY2, server=F("delivered", "socket")), [("result", "p1", "connected"), ("got", "server", 80, "10.55.0.1")],
         r1=TRANSLATED("-A POSTROUTING -o mid0 -j MASQUERADE"))
in_a_row("own-row-dnat-then-drop", "the first router translates the destination, the second drops by the new one",
         dict(client=SENT, r1=F("forwarded", "device mid0", "dnat"), r2=F("dropped", "filter:FORWARD:rule:1", "rule-drop"), server=NEVER), UNSEEN, dst="192.168.10.1", dport=8080,
         r1=TRANSLATED("-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.20.5.80:80"), r2=FILTER("-A FORWARD -d 172.20.5.80/32 -j DROP"))
LOST = lambda cause, where: dict(client=SENT, r1=BY1, r2=BY2, server=F("delivered", "socket", answer_lost={"cause": cause, "where": where}))
in_a_row("own-row-answer-dropped", "the answer is dropped at the first router", LOST("rule-drop", "filter:FORWARD:rule:1"), [("result", "p1", "timeout"), ("tcp", "r1:mid0", "in", "SA", 80)],
         r1=FILTER("-A FORWARD -i mid0 -p tcp -m tcp --sport 80 -j DROP"))
in_a_row("own-row-answer-blackholed", "the answer falls into a blackhole at the second router", LOST("blackhole-route", "routing:input"), [("result", "p1", "timeout"), ("tcp", "r2:b0", "in", "SA", 80)], route2=["blackhole 192.168.10.20/32"])
in_a_row("own-row-masquerade-answer-dropped", "the answer of a masqueraded packet is dropped by its translated destination",
         dict(client=SENT, r1=F("forwarded", "device mid0", "snat"), r2=BY2, server=F("delivered", "socket", answer_lost={"cause": "rule-drop", "where": "filter:FORWARD:rule:1"})), [("result", "p1", "timeout"), ("tcp", "r2:b0", "in", "SA", 80)],
         r1=TRANSLATED("-A POSTROUTING -o mid0 -j MASQUERADE"), r2=FILTER("-A FORWARD -d 10.55.0.1/32 -j DROP"))
in_a_row("own-row-dnat-answer-dropped", "the first router drops the answer of a translated packet, whose destination is its own again",
         dict(client=SENT, r1=F("forwarded", "device mid0", "dnat"), r2=BY2, server=F("delivered", "socket", answer_lost={"cause": "rule-drop", "where": "filter:FORWARD:rule:1"})), [("result", "p1", "timeout"), ("tcp", "r1:mid0", "in", "SA", 80)],
         dst="192.168.10.1", dport=8080, r1=dict(raw=ALLT, mangle="", nat="-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.20.5.80:80", filter="-A FORWARD -s 172.20.5.80/32 -d 192.168.10.20/32 -j DROP"))

# ---- fragments, as two other rule sets and back ends show them
BASE = {s["name"]: s for s in base.SCENARIOS}
add(dict(BASE["fragments-with-conntrack"], name="own-reassembled-two-lines", title="behind the reassembly for local delivery two lines of one chain",
         hosts=BASE["fragments-with-conntrack"]["hosts"] | {"server": BASE["fragments-with-conntrack"]["hosts"]["server"] | dict(rules=dict(raw=traced("-p udp", at=("PREROUTING",)), filter="-A INPUT -s 198.19.9.9/32 -j DROP\n-A INPUT -m comment --comment counted"))}))
add(dict(next(s for s in SCENARIOS if s["name"] == "own-mtu-exceeded"), name="own-nft-mtu-exceeded", title="DF, which nft's monitor does not show, and larger than the next link", backend="iptables-nft",
         checks=gone() + [("icmp", "client:eth0", "in", 3, 4)]))
add(pair("own-nft-owner-drop", "two rules ask for an owner, which nft's monitor does not show: the line's rule is the one that dropped it", P("p1", "box", "tcp", sport=51220, dst="10.20.30.5", dport=81, uid=1000),
         {("p1", "box"): F("dropped", "filter:OUTPUT:rule:2", "rule-drop")}, [("unseen", "p1", "box:ens18", "out"), ("rule", "box", "filter", "--uid-owner 1000 -j DROP", 1)], backend="iptables-nft",
         rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A OUTPUT -m owner --uid-owner 0 -j DROP\n-A OUTPUT -m owner --uid-owner 1000 -j DROP")))
add(dict(BASE["bridge-netfilter-drop"], name="own-nft-bridge-port-drop", title="a rule asks for the bridge port, which nft's monitor does not show", backend="iptables-nft",
         hosts=BASE["bridge-netfilter-drop"]["hosts"] | {"hyper": BASE["bridge-netfilter-drop"]["hosts"]["hyper"] | dict(rules=dict(raw=traced("-p tcp"), **EMPTY, filter="-A FORWARD -p tcp -m physdev --physdev-in tapA -m tcp --dport 80 -j DROP"))},
         fates={("p1", "hyper"): F("dropped", "filter:FORWARD:rule:1", "rule-drop")},
         checks=[("result", "p1", "timeout"), ("unseen", "p1", "vm2:eth0", "in"), ("rule", "hyper", "filter", "--physdev-in tapA")]))

# ---- what the last rule let in and the host yet did not take, as counters tell
NO_CT = dict(raw=ALLT, filter="")


def alone(src, dst, proto, payload, dev="box:ens18", **k):
    return P("p1", "peer" if dev == "box:ens18" else "client", "frame", dev="eth0", to=dev, packets=[ip4(src, dst, proto, payload, **k)])


def syn(sport, flags="S", dst="10.20.30.1", **k):
    return tcp("10.20.30.5", dst, sport, 80, flags, seq=sport, **k)


add(pair("own-untracked-bad-checksum", "a wrong TCP checksum where nothing tracks: only the counter tells", alone("10.20.30.5", "10.20.30.1", 6, syn(51301, bad_csum=True), id=6301),
         {("p1", "box"): F("dropped", "kernel", "bad-checksum")}, [("notgot", "box", 80), ("stat", "box", "TcpInCsumErrors")], rules=NO_CT))
add(pair("own-short-tcp-header", "a TCP header that says it is 16 bytes long", alone("10.20.30.5", "10.20.30.1", 6, syn(51302)[:12] + b"\x40" + syn(51302)[13:], id=6302),
         {("p1", "box"): F("dropped", "kernel")}, [("notgot", "box", 80), ("stat", "box", "TcpInErrs")], rules=LOCAL))
add(pair("own-long-udp-length", "a UDP length beyond the packet", alone("10.20.30.5", "10.20.30.1", 17, struct.pack("!HHHH", 51303, 53, 100, 0) + b"probe p1 x", id=6303),
         {("p1", "box"): F("dropped", "kernel")}, [("notgot", "box", 53), ("stat", "box", "UdpInErrors")], rules=LOCAL, listen=[("udp", "0.0.0.0", 53)]))
add(pair("own-tcp-to-broadcast", "a SYN to the broadcast address of a port that listens: no connection is opened", alone("10.20.30.5", "10.20.30.255", 6, syn(51304, dst="10.20.30.255"), id=6304),
         {("p1", "box"): F("dropped", "socket")}, [("notgot", "box", 80), ("stat", "box", "TcpExtListenDrops"), ("nolog", "box", "SYN ACK|ACK SYN")], rules=LOCAL))
add(pair("own-syn-fin-to-listener", "SYN and FIN to a port that listens, nothing tracks", alone("10.20.30.5", "10.20.30.1", 6, syn(51305, "SF"), id=6305),
         {("p1", "box"): F("dropped", "socket")}, [("notgot", "box", 80), ("stat", "box", "TcpInSegs")], rules=NO_CT))
add(pair("own-source-route-refused", "a strict source route, which this host does not accept", alone("10.20.30.5", "10.20.30.1", 17, udp("10.20.30.5", "10.20.30.1", 51306, 53, b"probe p1"),
         id=6306, options=bytes([137, 7, 4, 10, 20, 30, 77, 0])), {("p1", "box"): F("dropped", "routing:input")}, [("notgot", "box", 53), ("last", "p1", "box", "nat:PREROUTING:policy:1")], rules=LOCAL,
         listen=[("udp", "0.0.0.0", 53)]))

# ---- translated behind the last line, zones, a proxy that is none, a policy rule of type unreachable
add(pair("own-sender-snat", "the sender translates its source: a capture shows it first as no line does", P("p1", "box", "tcp", sport=51307, dst="10.20.30.5", dport=80),
         {("p1", "box"): F("sent", "device ens18", "snat")}, [("seen_as", "p1", "box:ens18", "out", {"src": "10.20.30.44"})],
         rules=dict(raw=traced("-p tcp"), mangle="", nat="-A POSTROUTING -p tcp -j SNAT --to-source 10.20.30.44", filter="")))
add(router("own-conntrack-zone", "CT --zone: the first packet is translated as any other", to("192.168.10.1", 40301) | dict(dport=8080), {("p1", "router"): F("forwarded", "device wan0", "dnat")},
           [("seen_as", "p1", "router:wan0", "out", {"dst": "172.20.5.80"})],
           rules=dict(raw=traced("-p tcp") + "\n-A PREROUTING -i lan0 -j CT --zone 7", mangle="", nat="-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.20.5.80:80", filter="")))
add(router("own-tproxy-plain-listener", "TPROXY to a listener that did not ask for IP_TRANSPARENT: dropped by the rule", to("203.0.113.9", 40302), {("p1", "router"): F("dropped", "mangle:PREROUTING:rule:1", "rule-drop")},
           [("last", "p1", "router", "mangle:PREROUTING:rule:1"), ("notgot", "router", 8088)],
           rules=dict(T_ALL, mangle="-A PREROUTING -p tcp -m tcp --dport 80 -j TPROXY --on-port 8088 --on-ip 127.0.0.1 --tproxy-mark 0x1/0x1"), rule=["fwmark 0x1 lookup 90"], route=["local default dev lo table 90"],
           extra=dict(listen=[("tcp", "127.0.0.1", 8088)])))
add(router("own-unreachable-rule", "a policy rule of type unreachable", to("172.20.5.80", 40303), {("p1", "router"): F("dropped", "routing:input", "unreachable-route")},
           gone() + [LASTPRE, ("icmp", "client:eth0", "in", 3, 0)], rules=T_ALL, rule=["ipproto tcp sport 40300-40400 unreachable pref 100"]))


# ---- IPv6: a source that is not forwarded, and a route's MTU, which counts only behind POSTROUTING
def six(name, title, src, dst, sport, checks, cause, size=0, **extra):
    body = struct.pack("!HHHH", sport, 53, 8 + 8 + size, 0) + b"probe p1" + b"." * size
    s, d = socket.inet_pton(10, src), socket.inet_pton(10, dst)
    body = body[:6] + struct.pack("!H", csum(s + d + struct.pack("!II", len(body), 17) + body)) + body[8:]
    add(router(name, title, P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[struct.pack("!IHBB", 0x60000000, len(body), 17, 64) + s + d + body]),
               {("p1", "router"): F("dropped", "forward-path", cause)}, gone() + checks, family=6, extra=dict(rules6=dict(V6T, mangle="", filter="")) | extra))


six("own-v6-unspecified-source", "the source ::", "::", "2001:db8:b::80", 40304, [("stat", "router", "Ip6InAddrErrors")], "martian-source")
six("own-v6-route-mtu", "larger than the route says, which is looked at behind POSTROUTING", "2001:db8:a::20", "2001:db8:c::1", 40305, [("stat", "router", "Ip6FragFails")], "mtu-exceeded", 1400,
    route6=["2001:db8:c::/64 via 2001:db8:b::80 dev wan0 mtu 1300"])

# ---- bridges, devices without carrier, answers that are not sent, queues
RAW_ONLY = dict(rules=dict(raw=traced("-p tcp")))
BRIDGED = lambda hook: f"table bridge fw {{\n chain f {{ type filter hook {hook} priority 0; policy accept; tcp dport 80 drop; }}\n}}\n"


def bridge(name, title, fate, checks, sport, dst="10.40.0.12", vm1={}, **hyper):
    add(dict(name=name, title=title, tags=["bridge"], lans=[["vm1:eth0", "hyper:tapA"], ["vm2:eth0", "hyper:tapB"]],
             hosts={"vm1": dict(addr={"eth0": ["10.40.0.11/24"]}) | vm1, "vm2": dict(addr={"eth0": ["10.40.0.12/24"]}, listen=[("tcp", "0.0.0.0", 80)]), "hyper": copy.deepcopy(base.BRIDGE) | hyper},
             probes=[P("p1", "vm1", "tcp", sport=sport, dst=dst, dport=80)], fates={("p1", "hyper"): fate}, checks=checks))


NOT_OUT = [("unseen", "p1", "hyper:tapB", "out")]
bridge("own-bridge-nft-forward", "a rule of nft's family bridge drops a frame between ports; raw alone is loaded", F("dropped", "fw:f:rule:1", "rule-drop"), NOT_OUT, 50040, nft=BRIDGED("forward"), **RAW_ONLY)
bridge("own-bridge-nft-postrouting", "the same behind the FORWARD chains of iptables", F("dropped", "fw:f:rule:1", "rule-drop"), NOT_OUT, 50041, nft=BRIDGED("postrouting"), rules=dict(raw=traced("-p tcp"), **EMPTY, filter=""))
bridge("own-bridge-nft-input", "a rule of nft's family bridge drops a frame for the host", F("dropped", "fw:f:rule:1", "rule-drop"), [("result", "p1", "timeout")], 50042, dst="10.40.0.1", nft=BRIDGED("input"),
       listen=[("tcp", "0.0.0.0", 80)], **RAW_ONLY)
bridge("own-bridge-isolated", "both ports are isolated", F("dropped", "bridge"), NOT_OUT, 50043, vm1=dict(post="ip neigh add 10.40.0.12 lladdr 52:54:00:11:22:33 dev eth0"),
       post="bridge link set dev tapA isolated on\nbridge link set dev tapB isolated on", **RAW_ONLY)
add(dict(name="own-bridge-ebtables-output", title="routed out by a bridge, ebtables drops it there", tags=["bridge"], lans=[["client:eth0", "hyper:lan0"], ["vm2:eth0", "hyper:tapB"]],
         hosts={"client": dict(addr={"eth0": ["192.168.10.20/24"]}, route=["default via 192.168.10.1 dev eth0"]),
                "vm2": dict(addr={"eth0": ["10.40.0.12/24"]}, route=["default via 10.40.0.1 dev eth0"], listen=[("tcp", "0.0.0.0", 80)]),
                "hyper": dict(addr={"lan0": ["192.168.10.1/24"], "br0": ["10.40.0.1/24"]}, bridges={"br0": ["tapB"]}, sysctl={"net.ipv4.ip_forward": 1}, rules=dict(T_ALL),
                              post="ebtables -A OUTPUT -p IPv4 --ip-proto tcp --ip-dport 80 -j DROP")},
         probes=[P("p1", "client", "tcp", sport=50044, dst="10.40.0.12", dport=80)], fates={("p1", "hyper"): F("dropped", "filter:OUTPUT:rule:1", "rule-drop")}, checks=NOT_OUT))
add(router("own-no-carrier", "the far end is down, its neighbour entry is permanent", to("172.20.5.80", 50045), {("p1", "router"): F("dropped", "device wan0")}, gone(), rules=T_ALL,
           extra=dict(neigh=["172.20.5.80 lladdr 52:54:00:00:00:99 dev wan0 nud permanent"]), server=dict(down=["eth0"], route=[])))
add(router("own-reject-a-reset", "REJECT with tcp-reset answers no RST", P("p1", "client", "frame", dev="eth0", to="router:lan0", packets=[ip4("192.168.10.20", "172.20.5.80", 6, tcp("192.168.10.20", "172.20.5.80", 50046, 80, "R", seq=9100), id=6050)]),
           {("p1", "router"): F("dropped", "filter:FORWARD:rule:1", "rule-reject")}, gone() + [("unseen", "p1", "router:lan0", "out")], rules=dict(T_ALL, filter="-A FORWARD -p tcp -j REJECT --reject-with tcp-reset")))
add(router("own-queue-bypass", "NFQUEUE --queue-bypass without a program goes on behind the table", to("172.20.5.80", 50047), {("p1", "router"): F("forwarded", "device wan0")}, [("seen", "p1", "router:wan0", "out")],
           rules=dict(T_ALL, filter="-A FORWARD -p tcp -j NFQUEUE --queue-num 3 --queue-bypass\n-A FORWARD -p tcp -j DROP")))
add(router("own-tproxy-without-proxy", "TPROXY to a port that no socket listens on", to("172.20.5.80", 50048), {("p1", "router"): F("dropped", "mangle:PREROUTING:rule:1", "rule-drop")}, gone(),
           rules=dict(T_ALL, mangle="-A PREROUTING -p tcp -m tcp --dport 80 -j TPROXY --on-port 3129 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1")))
add(router("own-ttl-target", "a rule sets the time to live to 1", to("172.20.5.80", 50049), {("p1", "router"): F("dropped", "forward-path", "ttl-exceeded")}, gone() + [("icmp", "client:eth0", "in", 11, 0)],
           rules=dict(T_ALL, mangle="-A PREROUTING -p tcp -j TTL --ttl-set 1")))
add(router("own-answer-policy-drop", "it is forwarded, and no rule lets its answer back", to("172.20.5.80", 50050), {("p1", "router"): F("forwarded", "device wan0")}, [("seen", "p1", "router:wan0", "out"), ("result", "p1", "timeout")],
           rules=dict(T_ALL, filter="-P FORWARD DROP\n-A FORWARD -i lan0 -o wan0 -j ACCEPT")))

# ---- forwarding that a device alone does, a bridge port's own address, nat chains of both back ends
add(router("own-bc-forwarding", "a broadcast to the next subnet, bc_forwarding on; raw alone is loaded", P("p1", "client", "frame", dev="eth0", to="router:lan0",
           packets=[ip4("192.168.10.20", "172.20.5.255", 17, udp("192.168.10.20", "172.20.5.255", 50061, 9, b"probe p1"), id=6061)]), {("p1", "router"): F("forwarded", "device wan0")},
           [("seen", "p1", "router:wan0", "out")], rules=dict(raw=ALLT), sysctl={"net.ipv4.conf.all.bc_forwarding": 1, "net.ipv4.conf.lan0.bc_forwarding": 1}))
add(router("own-force-forwarding", "IPv6: all.forwarding off, force_forwarding of the device on", P("p1", "client", "tcp", sport=50062, dst="2001:db8:b::80", dport=80), {("p1", "router"): F("forwarded", "device wan0")},
           [("seen", "p1", "router:wan0", "out")], family=6, sysctl={"net.ipv6.conf.all.forwarding": 0, "net.ipv6.conf.lan0.force_forwarding": 1, "net.ipv6.conf.wan0.force_forwarding": 1}, extra=dict(rules6=dict(raw=traced("-p tcp"), mangle="", filter=""))))
add(dict(name="own-bridge-port-address", title="a frame for the link address of the bridge's port is for the host, which routes it", tags=["bridge"], lans=[["vm1:eth0", "hyper:tapA"], ["vm2:eth0", "hyper:tapB"]],
         hosts={"vm1": dict(addr={"eth0": ["10.40.0.11/24"]}), "vm2": dict(addr={"eth0": ["10.40.0.12/24"]}), "hyper": copy.deepcopy(base.BRIDGE) | dict(sysctl={"net.bridge.bridge-nf-call-iptables": 1, "net.ipv4.ip_forward": 1}, **RAW_ONLY)},
         probes=[P("p1", "vm1", "frame", dev="eth0", to="hyper:tapA", packets=[ip4("10.40.0.11", "10.40.0.12", 6, tcp("10.40.0.11", "10.40.0.12", 50063, 80, "S", seq=9200), id=6063, ttl=1)])],
         fates={("p1", "hyper"): F("dropped", "forward-path", "ttl-exceeded")}, checks=NOT_OUT))
add(router("own-nat-of-both", "nftables translates at -101, before the nat of iptables-legacy", to("192.168.10.1", 50064) | dict(dport=8080), {("p1", "router"): F("forwarded", "device wan0", "dnat")},
           [("seen_as", "p1", "router:wan0", "out", {"dst": "172.20.5.80"})],
           rules=dict(raw=ALLT, mangle="", nat="-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.20.5.99:80", filter=""),
           extra=dict(nft="table ip n {\n chain d { type nat hook prerouting priority -101; policy accept; tcp dport 8080 dnat to 172.20.5.80:80; }\n}\n")))
