#!/usr/bin/env python3
"""Records what the running kernel answers on hosts with something odd: as root, python3 odd_hosts.py odd.zip

Each case is a network namespace made by a few commands, its snapshot, and what `ip route get` and `fibmatch` print there."""
import json, subprocess, sys, zipfile

BASE = '''ip link set lo up
ip link add eth0 type veth peer name eth1
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.eth0.accept_dad=0 net.ipv6.conf.eth1.accept_dad=0
ip link set eth0 up; ip link set eth1 up
ip addr add 10.1.1.1/24 dev eth0
'''
FAILED = 'ip neigh add 10.1.1.2 dev eth0 lladdr 2:0:0:0:0:9 nud failed; ip neigh add 10.1.1.3 dev eth0 lladdr 2:0:0:0:0:8 nud permanent'
GROUP6 = '''for i in 0 1 2; do ip link add e$i type ifb; ip link set e$i up; ip addr add 2001:db8:$i::1/64 dev e$i nodad
ip nexthop add id 1$i via 2001:db8:$i::2 dev e$i; done
ip nexthop add id 100 group 10/11/12; ip -6 route add 2001:db8:99::/48 nhid 100'''
# name: (family, setup, questions)
CASES = {
    'expires': ('inet6', 'ip addr add 2001:db8:1::1/64 dev eth0 nodad valid_lft 7200 preferred_lft 3600', ['2001:db8:1::7']),
    'encap-ip': ('inet', 'ip route add 10.2.0.0/16 encap ip id 30 dst 1.2.3.4 via 10.1.1.2', ['10.2.3.4', '10.1.1.7']),
    'encap-seg6': ('inet', 'ip route add 10.2.0.0/16 encap seg6 mode encap segs fc00::1 dev eth0', ['10.1.1.7', '10.2.3.4']),
    'encap-seg6local': ('inet6', 'ip -6 route add fc00:2::/64 encap seg6local action End dev eth0', ['fc00:2::3']),
    'device-named-dev': ('inet', 'ip link add netdev0 type ifb; ip link set netdev0 up; ip addr add 10.8.0.1/24 dev netdev0; ip route add default via 10.8.0.9 dev netdev0 table 70000 onlink', ['8.8.8.8', '10.8.0.7']),
    'device-named-dev1': ('inet', 'ip link add dev1 type ifb; ip link set dev1 up; ip addr add 10.8.0.1/24 dev dev1; ip route add default via 10.8.0.9 dev dev1 proto static metric 50 mtu 1400', ['8.8.8.8']),
    'altname': ('inet', 'ip link property add dev eth0 altname enp0s3; sysctl -qw net.ipv4.ip_forward=1; ip rule add iif enp0s3 blackhole prio 5; ip route add default via 10.1.1.2', ['8.8.8.8 from 10.1.1.9 iif eth0', '8.8.8.8 from 10.1.1.9 iif enp0s3', '10.1.1.7 oif enp0s3']),
    'altname-oif': ('inet', 'ip link property add dev eth0 altname enp0s3; ip rule add oif enp0s3 prohibit prio 5; ip route add default via 10.1.1.2', ['8.8.8.8 oif eth0', '8.8.8.8']),
    'group-oif': ('inet6', GROUP6, ['2001:db8:99::%x oif e1' % n for n in range(1, 13)]),
    'anycast': ('inet6', 'ip -6 route add anycast 2001:db8:9::/64 dev eth0', ['2001:db8:9::1', '2001:db8:9::1 from 2001:db8::9 iif eth0']),
    'default-of-another-tos': ('inet', 'ip route append default tos 0x10 via 10.1.1.2; ip route append default via 10.1.1.3; ' + FAILED, ['8.8.8.8 tos 0x10', '8.8.8.8']),
    'default-of-another-tos-and-metric': ('inet', 'ip route append default tos 0x10 via 10.1.1.2; ip route append default via 10.1.1.3 metric 5; ' + FAILED, ['8.8.8.8 tos 0x10']),
    'default-by-own-address': ('inet', 'ip addr add 10.4.4.4/32 dev eth0; ip route append default via 10.4.4.4 dev eth0; ip route append default via 10.1.1.3; ip neigh add 10.1.1.3 dev eth0 lladdr 2:0:0:0:0:8 nud permanent; ip neigh add 10.4.4.4 dev eth0 nud failed', ['8.8.8.8']),
    'group-of-own-address': ('inet', 'ip addr add 10.4.4.4/32 dev eth0; ip nexthop add id 1 via 10.4.4.4 dev eth0; ip nexthop add id 5 group 1; ip route add 10.50.0.0/16 nhid 5', ['10.50.1.1']),
    'optimistic': ('inet6', 'sysctl -qw net.ipv6.conf.eth1.accept_dad=1 net.ipv6.conf.eth1.dad_transmits=300 net.ipv6.conf.eth1.optimistic_dad=1 net.ipv6.conf.eth1.use_optimistic=1; ip -6 addr add fd00::5/64 dev eth1 nodad; ip -6 addr add 2001:db8:5::5/64 dev eth1 optimistic', ['2001:db8:5::7']),
    'autojoin': ('inet', 'ip addr add 239.2.2.2/32 dev eth0 autojoin', ['239.2.2.2 from 10.1.1.9 iif eth0', '239.2.2.2 oif eth0']),
    'two-owners': ('inet', 'ip addr add 10.7.7.7/32 dev eth1; ip addr add 10.7.7.7/32 dev lo; ip addr add 10.7.7.7/32 dev eth0', ['255.255.255.255 from 10.7.7.7', '239.1.2.3 from 10.7.7.7']),
    'failed-sibling': ('inet6', 'ip -6 route add default nexthop via fe80::2 dev eth1 nexthop via fe80::1 dev eth0; ip neigh add fe80::1 dev eth0 nud failed', ['2001:db8::%x' % n for n in range(1, 9)]),
    'realms': ('inet', 'sysctl -qw net.ipv4.conf.all.rp_filter=1; ip rule add from 10.1.1.0/24 lookup main realms 3/4 prio 5; ip route add 10.8.0.0/16 via 10.1.1.2 realm 3/5; ip route add 10.9.0.0/16 via 10.1.1.2 features ecn congctl reno rto_min 1500 rttvar 250', ['10.1.1.1 from 10.1.1.9 iif eth0', '10.8.1.1', '10.9.1.1']),
    'words': ('inet', 'ip route add default via 10.1.1.2', ['8.8.8.8 uid 4294967295', '10', '10.1', '010.1.1.1', '+1.2.3.4', '1.2.3.4/255.255.255.0', 'default', '0/0', '8.8.8.8 from 1.2.3.4/0', '8.8.8.8 from 10.0.0.0/8', '8.8.8.8 tos af11', '8.8.8.8 tos lowdelay', '8.8.8.8 tos default', '8.8.8.8 ipproto icmpv6', '8.8.8.8 ipproto ip', '10.1.1.7 oif if2', '10.1.1.7 oif if99']),
    'notify': ('inet', 'ip route add default via 10.1.1.2', ['8.8.8.8 notify']),
    'words6': ('inet6', 'true', ['::1 notify', '::1 from ::/0', '::1 from fd00::/8', 'default']),
}
# where a random hash key decides
FREE = {'group-oif'}
PLAIN = {'ip-rule.txt': 'ip rule', 'ip6-rule.txt': 'ip -6 rule', 'ip-route.txt': 'ip route show table all', 'ip6-route.txt': 'ip -6 route show table all',
         'ip-nexthop.txt': 'ip nexthop', 'ip-addr.txt': 'ip addr', 'ip-link.txt': 'ip -d link', 'ip-neigh.txt': 'ip neigh show nud all', 'sysctl.txt': "sysctl -a 2>/dev/null | grep -E '^net.ipv[46].(conf|fib|ip_forward|nexthop|route)'"}
JSON = {'ip-rule.json': 'ip -j rule', 'ip6-rule.json': 'ip -6 -j rule', 'ip-route.json': 'ip -j -4 route show table all',
        'ip6-route.json': 'ip -6 -j route show table all', 'ip-addr.json': 'ip -j addr', 'ip-nexthop.json': 'ip -j nexthop', 'ip-neigh.json': 'ip -j neigh show nud all'}
NETNS = 'lasthop-odd'


def run(command):
    done = subprocess.run(['ip', 'netns', 'exec', NETNS, 'sh', '-c', command], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def answer(words, family, kernel, free):
    ip = 'ip -6 route get ' if family == 'inet6' else 'ip route get '
    rc, out, err = run(ip + words)
    match = run(ip + 'fibmatch ' + words)
    return {'args': words, 'free': [kernel] if free else [], 'answers': [{'kernels': [kernel], 'rc': rc, 'stdout': out, 'stderr': err, 'fibmatch': match[1] or match[2]}]}


def record(name, family, setup, questions):
    subprocess.run(['ip', 'netns', 'add', NETNS], check=True)
    try:
        run(BASE + setup + '\nsleep 1.2')
        kernel = run('uname -r')[1].strip().split('-')[0]
        queries = [answer(q, family, kernel, name in FREE) for q in questions]
        snapshot = {file: run(command)[1] for file, command in {**PLAIN, **JSON}.items()}
        custom = 'rule add' in setup
        history = {'fib4_custom_rules': custom, 'fib6_custom_rules': False, 'fib4_custom_local_routes': False}
        return {'family': family, 'kernels': [kernel], 'history': history, 'snapshot': snapshot, 'differs': {}, 'queries': queries}
    finally:
        subprocess.run(['ip', 'netns', 'del', NETNS], check=True)


def main():
    with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as out:
        for name, (family, setup, questions) in CASES.items():
            entry = zipfile.ZipInfo('odd-' + name + '.json', (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, json.dumps(record(name, family, setup, questions)))


main()
