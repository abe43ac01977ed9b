package ifcfg

import "time"

// ipv4Keys are the keys of IPv4 addresses and default routes.
func ipv4Keys() []Key {
	return []Key{
		{Name: "BOOTPROTO", Scope: ScopeIPv4, Takes: oneOf("none static dhcp bootp autoip shared ibft"), Values: "none, static, dhcp, bootp", Default: "none", Meaning: "Where the IPv4 addresses come from.",
			read: deciding(field(text, func(r *reader) *Field[string] { return &r.bootProto }))},
		{Name: "IPADDR", Numbered: true, Scope: ScopeIPv4, Takes: one(formIPv4), Values: ipv4List, Meaning: "Static address.",
			read: func(r *reader, v value) { r.address(v.index).addr = v }},
		{Name: "PREFIX", Numbered: true, Scope: ScopeIPv4, Takes: number(0, 32), Values: "0..32", Default: "NETMASK, else by class", Meaning: "Prefix length of the IPADDR of the same number.",
			read: func(r *reader, v value) { r.address(v.index).prefix = v }},
		{Name: "NETMASK", Numbered: true, Scope: ScopeIPv4, Takes: one(formNetmask), Values: "netmask", Default: "by class", Meaning: "Netmask of the IPADDR of the same number, where there is no PREFIX.",
			read: func(r *reader, v value) { r.address(v.index).netmask = v }},
		{Name: "GATEWAY", Numbered: true, Scope: ScopeIPv4, Takes: one(formIPv4), Values: ipv4List, Meaning: "Default gateway; the first one counts.",
			read: func(r *reader, v value) { r.gateways = append(r.gateways, v) }},
		{Name: "BROADCAST", Numbered: true, Scope: ScopeIPv4, Takes: one(formIPv4), Values: ipv4List, Meaning: "Computed from the prefix length instead.", Reader: ByScripts,
			read: func(r *reader, v value) { r.derived = append(r.derived, v) }},
		{Name: "NETWORK", Numbered: true, Scope: ScopeIPv4, Takes: one(formIPv4), Values: ipv4List, Meaning: "Computed from the prefix length instead.", Reader: ByScripts,
			read: func(r *reader, v value) { r.derived = append(r.derived, v) }},
		{Name: "DEFROUTE", Scope: ScopeIPv4, Values: yesNo, Default: "yes", Meaning: "Default route over this interface.",
			read: boolean(true, func(r *reader) *Field[bool] { return &r.defRoute4 })},
		{Name: "METRIC", Scope: ScopeIPv4, Takes: number(0, 1<<32-1), Values: "number", Meaning: "Not read by NetworkManager: write IPV4_ROUTE_METRIC.", Reader: ByScripts,
			read: func(r *reader, v value) {
				r.warn(v, "unread", "NetworkManager never read this key; the routes keep their metric", "write IPV4_ROUTE_METRIC="+v.Value)
			}},
		{Name: "IPV4_ROUTE_METRIC", Scope: ScopeIPv4, Values: metric, Default: "-1: 100 for the first Ethernet, 101 for the next, ...", Meaning: "Metric of the IPv4 routes.", Reader: ByNM,
			read: field(routeMetric, func(r *reader) *Field[int64] { return &r.metric4 })},
		{Name: "IPV4_ROUTE_TABLE", Scope: ScopeIPv4, Values: "0..4294967295", Default: "0: main", Meaning: "Table of the IPv4 routes.", Reader: ByNM,
			read: field(unsigned, func(r *reader) *Field[uint32] { return &r.p.IPv4.Table })},
		{Name: "IPV4_FAILURE_FATAL", Scope: ScopeIPv4, Values: yesNo, Default: "no", Meaning: "Failing IPv4 fails the profile.",
			read: boolean(false, func(r *reader) *Field[bool] { return &r.p.IPv4.Fatal })},
		{Name: "ACD_TIMEOUT", Scope: ScopeIPv4, Values: "milliseconds, -1..30000", Default: "-1, which is 200", Meaning: "How long to look for another host with an address before it is set; 0 for not at all.", Reader: ByNM,
			read: field(times(time.Millisecond, 30000), func(r *reader) *Field[time.Duration] { return &r.acd })},
		{Name: "ARPING_WAIT", Scope: ScopeIPv4, Values: "seconds, -1..30", Meaning: "The same where there is no ACD_TIMEOUT.",
			read: field(times(time.Second, 30), func(r *reader) *Field[time.Duration] { return &r.arping })},
	}
}

// rareIPv4Keys are those that are not applied.
func rareIPv4Keys() []Key { return rows(rareIPv4Table) }

const rareIPv4Table = `
= IPv4
WINDOW | number 0..4294967295 |  | TCP window of the default route. | scripts not-applied
SCOPE | text+ |  | Scope of the addresses, with the word scope before it. | scripts not-applied
SRCADDR | ipv4 |  | Source address of the default route. | scripts not-applied
EXTRA_ROUTE_OPTS | text |  | More words for the default route. | scripts not-applied
ARPCHECK# | boolean | yes | Look for another host with the address first. | scripts not-applied instead=ACD_TIMEOUT | NetworkManager never read it
ARPUPDATE# | boolean | yes | Tell the neighbours of the address. | scripts stateless
ARPING_TRIES | number 0..2147483647 | 1 | Tries of ARPCHECK. | scripts stateless
ARPING_UPDATE_WAIT | number 0..2147483647 | 3 | Seconds that ARPUPDATE takes. | scripts stateless
IPV4_REQUIRED_TIMEOUT | number -1..2147483647 | -1 | Milliseconds to wait for IPv4 although it may fail: a lease is waited for anyway. | nm stateless
IPV4_LINK_LOCAL | number 0..4 default auto disabled enabled fallback | default | A link-local address (169.254) beside the others, or with fallback as long as there is no lease. | nm
IPV4_AUTO_ROUTE_EXT_GW | boolean |  | Of VPNs. | nm stateless
IPV4_REPLACE_LOCAL_RULE | boolean |  | Move the rule for local addresses behind others. | nm not-applied nothing=no
`
