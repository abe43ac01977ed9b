package ifcfg

// stackedKeys are the keys of links on top of others, bonds and bridges apart.
func stackedKeys() []Key {
	const port = "ports of a controller are not built yet"
	v, ib := "Vlan", "InfiniBand"
	return []Key{
		{Name: "VLAN", Scope: ScopeVLAN, Takes: aBoolean(), Default: "no", Meaning: "The profile describes a VLAN interface.", Kinds: v},
		{Name: "VID", Scope: ScopeVLAN, Takes: number(0, 4095), Meaning: "VLAN number, as the old scripts have it.", Kinds: v, Reader: ByScripts, Strict: true, Instead: "VLAN_ID"},
		{Name: "VLAN_ID", Scope: ScopeVLAN, Takes: number(0, 4095), Default: "from DEVICE", Meaning: "VLAN number.", Kinds: v, Reader: ByNM, Strict: true},
		{Name: "PHYSDEV", Scope: ScopeVLAN, Takes: orUUID(), Default: "DEVICE up to the dot", Meaning: "Interface underneath.", Kinds: v + " " + ib + " Macvlan Ipvlan Vxlan " + tunnelKinds},
		{Name: "VLAN_PROTOCOL", Scope: ScopeVLAN, Takes: oneOf("802.1Q 802.1ad"), Default: "802.1Q", Meaning: "Protocol of the tag.", Kinds: v, Reader: ByNM},
		{Name: "REORDER_HDR", Scope: ScopeVLAN, Takes: aBoolean(), Default: "yes", Nothing: "yes", Meaning: "Hide the tag from programs.", Kinds: v, Fate: NotApplied, Why: "NetworkManager never read it", Instead: "VLAN_FLAGS"},
		{Name: "GVRP", Scope: ScopeVLAN, Takes: aBoolean(), Default: "no", Meaning: "Register the VLAN with switches by GVRP.", Kinds: v},
		{Name: "MVRP", Scope: ScopeVLAN, Takes: aBoolean(), Default: "no", Meaning: "Register the VLAN with switches by MVRP.", Kinds: v, Reader: ByNM},
		{Name: "VLAN_FLAGS", Scope: ScopeVLAN, Takes: Grammar{form: formExact, words: "GVRP LOOSE_BINDING NO_REORDER_HDR", list: blanksComma}, Meaning: "Flags of the VLAN interface.", Kinds: v, Reader: ByNM},
		{Name: "VLAN_INGRESS_PRIORITY_MAP", Scope: ScopeVLAN, Takes: Grammar{form: formPriorities, list: blanksComma}, Meaning: "Priority of the tag to the kernel's.", Kinds: v, Reader: ByNM},
		{Name: "VLAN_EGRESS_PRIORITY_MAP", Scope: ScopeVLAN, Takes: Grammar{form: formPriorities, list: blanksComma}, Meaning: "The kernel's priority to that of the tag.", Kinds: v},

		{Name: "TEAM_CONFIG", Scope: ScopeTeam, Takes: one(formJSON), Default: "{}", Meaning: "Settings of a team for teamd.conf(5), whose program teamd has to be installed; makes a team of the profile.", Kinds: "Team", Strict: true},
		{Name: "TEAM_MASTER", Scope: ScopeTeam, Takes: orUUID(), Meaning: "Team that the interface is a port of."},
		{Name: "TEAM_MASTER_UUID", Scope: ScopeTeam, Takes: one(formUUID), Meaning: "Profile of that team; goes before TEAM_MASTER.", Reader: ByNM},
		{Name: "TEAM_PORT_CONFIG", Scope: ScopeTeam, Takes: one(formJSON), Default: "what TEAM_CONFIG has under ports", Meaning: "Settings of the port for teamd.", Reader: ByNM, Strict: true},
		{Name: "OVS_PORT", Scope: ScopeTeam, Takes: aText(), Meaning: "Open vSwitch port that the interface belongs to.", Reader: ByNM, Fate: Blocking, Why: port},
		{Name: "OVS_PORT_UUID", Scope: ScopeTeam, Takes: one(formUUID), Meaning: "Profile of that port; goes before OVS_PORT.", Reader: ByNM, Fate: Blocking, Why: port},
		{Name: "VRF", Scope: ScopeTeam, Takes: orUUID(), Meaning: "VRF that the interface is a port of.", Reader: ByNM},
		{Name: "VRF_UUID", Scope: ScopeTeam, Takes: one(formUUID), Meaning: "Profile of that VRF; goes before VRF.", Reader: ByNM},

		{Name: "CONNECTED_MODE", Scope: ScopeInfiniBand, Takes: aBoolean(), Default: "no", Meaning: "Connected mode in place of datagrams.", Kinds: ib, Reader: ByNM},
		{Name: "PKEY", Scope: ScopeInfiniBand, Takes: aBoolean(), Default: "no", Meaning: "The profile describes a partition.", Kinds: ib, Reader: ByNM},
		{Name: "PKEY_ID", Scope: ScopeInfiniBand, Takes: hexNumber(0xffff), Meaning: "Partition key, the membership bit added.", Kinds: ib, Reader: ByNM, Strict: true},
		{Name: "PKEY_ID_NM", Scope: ScopeInfiniBand, Takes: hexNumber(0xffff), Meaning: "Partition key as it is; goes before PKEY_ID.", Kinds: ib, Reader: ByNM, Strict: true},
	}
}
