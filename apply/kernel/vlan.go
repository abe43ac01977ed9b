package kernel

import "github.com/vishvananda/netlink/nl"

// Flags of a VLAN (linux/if_vlan.h).
const (
	vlanReorderHeader = 1 << iota
	vlanGVRP
	vlanLooseBinding
	vlanMVRP
)

func vlanFields() []field {
	return []field{
		{name: "protocol", kind: nl.IFLA_VLAN_PROTOCOL, form: protocol},
		{name: "id", kind: nl.IFLA_VLAN_ID, form: u16},
		{name: "reorder_hdr", kind: nl.IFLA_VLAN_FLAGS, form: flag, bit: vlanReorderHeader},
		{name: "gvrp", kind: nl.IFLA_VLAN_FLAGS, form: flag, bit: vlanGVRP},
		{name: "mvrp", kind: nl.IFLA_VLAN_FLAGS, form: flag, bit: vlanMVRP},
		{name: "loose_binding", kind: nl.IFLA_VLAN_FLAGS, form: flag, bit: vlanLooseBinding},
		{name: "ingress-qos-map", kind: nl.IFLA_VLAN_INGRESS_QOS, form: qos},
		{name: "egress-qos-map", kind: nl.IFLA_VLAN_EGRESS_QOS, form: qos},
	}
}
