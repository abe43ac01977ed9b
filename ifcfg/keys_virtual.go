package ifcfg

// virtualKeys are the keys of virtual links that neither NetworkManager's ifcfg
// plugin nor the old scripts could describe. Their names follow the others': the
// kind, then the word of ip-link(8).
func virtualKeys() []Key {
	const v = ScopeVirtual
	return []Key{
		{Name: "VRF_TABLE", Scope: v, Takes: number(1, 1<<32-1), Meaning: "Routing table of the VRF.", Kinds: "Vrf", Reader: ByNetonce, Strict: true},
		{Name: "MACVLAN_MODE", Scope: v, Takes: oneOf("private vepa bridge passthru source"), Default: "bridge", Meaning: "Who of the links on one interface hears whom.", Kinds: "Macvlan", Reader: ByNetonce},
		{Name: "IPVLAN_MODE", Scope: v, Takes: oneOf("l2 l3 l3s"), Default: "l2", Meaning: "Where the frames are sorted out.", Kinds: "Ipvlan", Reader: ByNetonce},
		{Name: "VXLAN_ID", Scope: v, Takes: number(0, 1<<24-1), Meaning: "Network number.", Kinds: "Vxlan", Reader: ByNetonce, Strict: true},
		{Name: "VXLAN_LOCAL", Scope: v, Takes: one(formIPv4), Meaning: "Own address of the outer packets.", Kinds: "Vxlan", Reader: ByNetonce},
		{Name: "VXLAN_REMOTE", Scope: v, Takes: one(formIPv4), Meaning: "Where unknown destinations are sent to, a host or a group.", Kinds: "Vxlan", Reader: ByNetonce},
		{Name: "VXLAN_PORT", Scope: v, Takes: number(1, 65535), Default: "4789", Meaning: "UDP port of the outer packets.", Kinds: "Vxlan", Reader: ByNetonce},
	}
}
