package kernel

import "github.com/vishvananda/netlink/nl"

func vxlanFields() []field {
	return []field{
		{name: "id", kind: nl.IFLA_VXLAN_ID, form: u32},
		{name: "dev", kind: nl.IFLA_VXLAN_LINK, form: ifIndex},
		{name: "group", kind: nl.IFLA_VXLAN_GROUP, form: ip4},
		{name: "local", kind: nl.IFLA_VXLAN_LOCAL, form: ip4},
		{name: "dstport", kind: nl.IFLA_VXLAN_PORT, form: port16},
	}
}
