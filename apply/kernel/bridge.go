package kernel

import (
	"github.com/vishvananda/netlink/nl"

	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

func bridgeFields() []field {
	return []field{
		{name: "forward_delay", kind: nl.IFLA_BR_FORWARD_DELAY, form: u32},
		{name: "hello_time", kind: nl.IFLA_BR_HELLO_TIME, form: u32},
		{name: "max_age", kind: nl.IFLA_BR_MAX_AGE, form: u32},
		{name: "ageing_time", kind: nl.IFLA_BR_AGEING_TIME, form: u32},
		{name: "stp_state", kind: nl.IFLA_BR_STP_STATE, form: u32},
		{name: "priority", kind: nl.IFLA_BR_PRIORITY, form: u16},
		{name: "vlan_filtering", kind: nl.IFLA_BR_VLAN_FILTERING, form: u8},
		{name: "vlan_protocol", kind: nl.IFLA_BR_VLAN_PROTOCOL, form: protocol},
		{name: "group_fwd_mask", kind: nl.IFLA_BR_GROUP_FWD_MASK, form: u16},
		{name: "group_address", kind: nl.IFLA_BR_GROUP_ADDR, form: mac},
		{name: "mcast_router", kind: nl.IFLA_BR_MCAST_ROUTER, form: u8},
		{name: "mcast_snooping", kind: nl.IFLA_BR_MCAST_SNOOPING, form: u8},
		{name: "mcast_query_use_ifaddr", kind: nl.IFLA_BR_MCAST_QUERY_USE_IFADDR, form: u8},
		{name: "mcast_querier", kind: nl.IFLA_BR_MCAST_QUERIER, form: u8},
		{name: "mcast_hash_max", kind: nl.IFLA_BR_MCAST_HASH_MAX, form: u32},
		{name: "mcast_last_member_count", kind: nl.IFLA_BR_MCAST_LAST_MEMBER_CNT, form: u32},
		{name: "mcast_startup_query_count", kind: nl.IFLA_BR_MCAST_STARTUP_QUERY_CNT, form: u32},
		{name: "mcast_last_member_interval", kind: nl.IFLA_BR_MCAST_LAST_MEMBER_INTVL, form: u64},
		{name: "mcast_membership_interval", kind: nl.IFLA_BR_MCAST_MEMBERSHIP_INTVL, form: u64},
		{name: "mcast_querier_interval", kind: nl.IFLA_BR_MCAST_QUERIER_INTVL, form: u64},
		{name: "mcast_query_interval", kind: nl.IFLA_BR_MCAST_QUERY_INTVL, form: u64},
		{name: "mcast_query_response_interval", kind: nl.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, form: u64},
		{name: "mcast_startup_query_interval", kind: nl.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, form: u64},
		{name: "vlan_default_pvid", kind: nl.IFLA_BR_VLAN_DEFAULT_PVID, form: u16},
		{name: "vlan_stats_enabled", kind: brVLANStatsEnabled, form: u8},
	}
}

const brVLANStatsEnabled = 41 // IFLA_BR_VLAN_STATS_ENABLED, linux/if_link.h

func bridgePortFields() []field {
	return []field{
		{name: "priority", kind: nl.IFLA_BRPORT_PRIORITY, form: u16},
		{name: "cost", kind: nl.IFLA_BRPORT_COST, form: u32},
		{name: "hairpin", kind: nl.IFLA_BRPORT_MODE, form: u8},
	}
}

// withoutPassing leaves out the ageing time as long as the spanning tree is about to
// change: it stands lowered then, and is no setting (__br_set_topology_change).
func withoutPassing(o network.Options, data []byte) network.Options {
	changing := false
	_ = attributes(data, func(a attribute) {
		changing = changing || a.kind == nl.IFLA_BR_TOPOLOGY_CHANGE && len(a.value) == 1 && a.value[0] != 0
	})
	if !changing {
		return o
	}
	return lists.Delete(o, func(x *network.Option) bool { return x.Name == "ageing_time" })
}
