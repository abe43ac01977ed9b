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
const bridgeOptions = `
priority | number 0..65535 | 32768; of a port 32 | Priority in the spanning tree. | with=STP
forward_delay | number 200..3000 |  | Hundredths of seconds until a port forwards; DELAY has seconds. | scripts with=STP
hello_time | number 1..1000 | 2 | Seconds between hellos, 1..10; more are hundredths. | with=STP
max_age | number 6..4000 | 20 | Seconds until the root counts as lost, 6..40; more are hundredths. | with=STP
ageing_time | number 0..100000000 | 300 | Seconds that a silent address is remembered, up to 1000000.
multicast_snooping | number 0..1 | 1 | Look into IGMP and MLD.
multicast_router | number 0..2 auto enabled disabled 0 1 2 | auto | Whether multicast routers are behind the ports.
multicast_querier | number 0..1 | 0 | Send multicast queries.
multicast_query_use_ifaddr | number 0..1 | 0 | Send them from the bridge's own address.
multicast_hash_max | number 1..4294967295 | 4096 | Multicast groups at most. | nm
hash_max | number 1..4294967295 |  | The same by its name in sysfs. | scripts
multicast_last_member_count | number 0..4294967295 | 2 | Queries before a group that was left is dropped.
multicast_last_member_interval | number 0..9223372036854775807 | 100 | Hundredths of seconds between them.
multicast_membership_interval | number 0..9223372036854775807 | 26000 | Hundredths of seconds until a silent member is dropped.
multicast_querier_interval | number 0..9223372036854775807 | 25500 | Hundredths of seconds until another querier counts as gone.
multicast_query_interval | number 0..9223372036854775807 | 12500 | Hundredths of seconds between own queries.
multicast_query_response_interval | number 0..9223372036854775807 | 1000 | Hundredths of seconds that members may take to answer.
multicast_startup_query_count | number 0..4294967295 | 2 | Queries at the start.
multicast_startup_query_interval | number 0..9223372036854775807 | 3125 | Hundredths of seconds between them.
vlan_filtering | number 0..1 | 0 | Tell VLANs apart.
default_pvid | number 0..4094 | 1 | VLAN of untagged frames.
vlan_protocol | word 802.1Q 802.1ad 0x8100 0x88a8 | 802.1Q | Protocol of the tags.
vlan_stats_enabled | number 0..1 | 0 | Count by VLAN.
group_address | mac | 01:80:C2:00:00:00 | Group that the spanning tree talks to. | nm
group_fwd_mask | hex 0..65535 | 0 | Link-local groups to forward.
path_cost | number 0..65535 | 100 | Cost of the port.
hairpin_mode | boolean | no | Send frames back out of the port they came by.
`
