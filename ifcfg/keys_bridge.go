package ifcfg

// bridgeKeys are the keys of bridges and their ports.
func bridgeKeys() []Key {
	return append(rows(bridgeTable),
		Key{Name: "BRIDGING_OPTS", Scope: ScopeBridge, Takes: Grammar{form: formOptions, list: blanks, options: bridgeOptions}, Meaning: "How the bridge works, or with BRIDGE its port."},
	)
}

const bridgeTable = `
= bridge
BRIDGE | interface-or-uuid |  | Bridge that the interface is a port of; it carries no address then.
BRIDGE_UUID | uuid |  | Profile of that bridge; goes before BRIDGE. | nm
BRIDGE_MACADDR | mac |  | Hardware address to create the bridge with. | nm kinds=Bridge
STP | boolean | no | Spanning tree protocol. | kinds=Bridge
DELAY | number 0..30 | 15 | Seconds until a port forwards. | kinds=Bridge
PRIO | number 0..65535 |  | Priority in the spanning tree; NetworkManager has BRIDGING_OPTS=priority=N for it. | scripts kinds=Bridge
AGEING | number 0..2147483647 |  | How long a silent address is remembered; NetworkManager has BRIDGING_OPTS=ageing_time=N for it. | scripts kinds=Bridge
BRIDGE_VLANS | vlans, |  | VLANs of the bridge itself. | nm kinds=Bridge
BRIDGE_PORT_VLANS | vlans, |  | VLANs of the port. | nm
`

// bridgeOptions are the words of BRIDGING_OPTS. Times of the spanning tree are
// seconds to NetworkManager, hundredths to the old scripts, which wrote them into
// sysfs: a number is seconds as far as it can be.
func bridgeOptions() []Option {
	flag := number(0, 1)
	hundredths := number(0, 1<<63-1)
	return []Option{
		{Name: "priority", Takes: number(0, 65535), Default: "32768; of a port 32", Meaning: "Priority in the spanning tree.", With: WithSTP},
		{Name: "forward_delay", Takes: number(200, 3000), Meaning: "Hundredths of seconds until a port forwards; DELAY has seconds.", With: WithSTP, Reader: ByScripts},
		{Name: "hello_time", Takes: number(1, 1000), Default: "2", Meaning: "Seconds between hellos, 1..10; more are hundredths.", With: WithSTP},
		{Name: "max_age", Takes: number(6, 4000), Default: "20", Meaning: "Seconds until the root counts as lost, 6..40; more are hundredths.", With: WithSTP},
		{Name: "ageing_time", Takes: number(0, 100000000), Default: "300", Meaning: "Seconds that a silent address is remembered, up to 1000000."},
		{Name: "multicast_snooping", Takes: flag, Default: "1", Meaning: "Look into IGMP and MLD."},
		{Name: "multicast_router", Takes: orWords(formNumber, "auto enabled disabled 0 1 2").in(0, 2), Default: "auto", Meaning: "Whether multicast routers are behind the ports."},
		{Name: "multicast_querier", Takes: flag, Default: "0", Meaning: "Send multicast queries."},
		{Name: "multicast_query_use_ifaddr", Takes: flag, Default: "0", Meaning: "Send them from the bridge's own address."},
		{Name: "multicast_hash_max", Takes: number(1, 1<<32-1), Default: "4096", Meaning: "Multicast groups at most.", Reader: ByNM},
		{Name: "hash_max", Takes: number(1, 1<<32-1), Meaning: "The same by its name in sysfs.", Reader: ByScripts},
		{Name: "multicast_last_member_count", Takes: number(0, 1<<32-1), Default: "2", Meaning: "Queries before a group that was left is dropped."},
		{Name: "multicast_last_member_interval", Takes: hundredths, Default: "100", Meaning: "Hundredths of seconds between them."},
		{Name: "multicast_membership_interval", Takes: hundredths, Default: "26000", Meaning: "Hundredths of seconds until a silent member is dropped."},
		{Name: "multicast_querier_interval", Takes: hundredths, Default: "25500", Meaning: "Hundredths of seconds until another querier counts as gone."},
		{Name: "multicast_query_interval", Takes: hundredths, Default: "12500", Meaning: "Hundredths of seconds between own queries."},
		{Name: "multicast_query_response_interval", Takes: hundredths, Default: "1000", Meaning: "Hundredths of seconds that members may take to answer."},
		{Name: "multicast_startup_query_count", Takes: number(0, 1<<32-1), Default: "2", Meaning: "Queries at the start."},
		{Name: "multicast_startup_query_interval", Takes: hundredths, Default: "3125", Meaning: "Hundredths of seconds between them."},
		{Name: "vlan_filtering", Takes: flag, Default: "0", Meaning: "Tell VLANs apart."},
		{Name: "default_pvid", Takes: number(0, 4094), Default: "1", Meaning: "VLAN of untagged frames."},
		{Name: "vlan_protocol", Takes: oneOf("802.1Q 802.1ad 0x8100 0x88a8"), Default: "802.1Q", Meaning: "Protocol of the tags."},
		{Name: "vlan_stats_enabled", Takes: flag, Default: "0", Meaning: "Count by VLAN."},
		{Name: "group_address", Takes: one(formMAC), Default: "01:80:C2:00:00:00", Meaning: "Group that the spanning tree talks to.", Reader: ByNM},
		{Name: "group_fwd_mask", Takes: hexNumber(65535), Default: "0", Meaning: "Link-local groups to forward."},
		{Name: "path_cost", Takes: number(0, 65535), Default: "100", Meaning: "Cost of the port."},
		{Name: "hairpin_mode", Takes: aBoolean(), Default: "no", Meaning: "Send frames back out of the port they came by."},
	}
}
