package ifcfg

const maxInt = 1<<31 - 1

// bondKeys are the keys of bonds and their ports.
func bondKeys() []Key {
	return append(rows(bondTable),
		Key{Name: "BONDING_OPTS", Scope: ScopeBond, Takes: Grammar{form: formOptions, list: blanks, options: bondOptions}, Default: "mode=balance-rr", Meaning: "How the bond works; makes a bond of TYPE=Ethernet too.", Kinds: "Bond"},
	)
}

const bondTable = `
= bond
BONDING_MASTER | boolean | no | The profile describes a bond. | nm kinds=Bond
MASTER | interface-or-uuid |  | Bond that the interface is a port of.
MASTER_UUID | uuid |  | Profile of that bond; goes before MASTER. | nm
SLAVE | boolean | no | Said that there is a MASTER, which is enough by itself. | stateless
BOND_PORT_QUEUE_ID | number 0..65535 | 0 | Transmit queue of the port. | nm
BOND_PORT_PRIO | number -2147483648..2147483647 | 0 | The port with the highest is preferred as the active one. | nm
`

// BondOptions returns the words of BONDING_OPTS.
func BondOptions() []Option { return bondOptions() }

// bondOptions are the words of BONDING_OPTS, in the order of the kernel's
// Documentation/networking/bonding.rst where they depend on each other.
func bondOptions() []Option {
	const ( // bond_options.c, unsuppmodes
		lacp     = "802.3ad"
		failover = "active-backup balance-tlb balance-alb"
		arp      = "balance-rr active-backup balance-xor broadcast"
	)
	ms := number(0, maxInt)
	return []Option{
		{Name: "mode", Takes: numbered("balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb"), Default: "balance-rr", Meaning: "How frames are spread over the ports."},
		{Name: "miimon", Takes: ms, Default: "100; 0 with arp_interval", Meaning: "Milliseconds between looks at the ports' carrier."},
		{Name: "updelay", Takes: ms, Default: "0", Meaning: "Milliseconds from carrier to use of a port.", With: WithMIIMon},
		{Name: "downdelay", Takes: ms, Default: "0", Meaning: "Milliseconds from loss of carrier to giving up a port.", With: WithMIIMon},
		{Name: "arp_interval", Takes: ms, Default: "0", Meaning: "Milliseconds between ARP probes.", Modes: arp, With: WithARP},
		{Name: "arp_ip_target", Takes: Grammar{form: formIPv4, list: ","}, Meaning: "Hosts to probe by ARP.", Modes: arp, With: WithARP},
		{Name: "arp_validate", Takes: numbered("none active backup all filter filter_active filter_backup"), Default: "none", Meaning: "Which ports' probes are checked.", Modes: arp, With: WithARP},
		{Name: "arp_all_targets", Takes: numbered("any all"), Default: "any", Meaning: "Whether one probed host must answer or every one."},
		{Name: "arp_missed_max", Takes: number(0, 255), Default: "2", Meaning: "Probes lost until a port counts as down.", Modes: arp, With: WithARP},
		{Name: "ns_ip6_target", Takes: Grammar{form: formIPv6, list: ","}, Meaning: "Hosts to probe by neighbour solicitation.", Modes: arp, With: WithARP},
		{Name: "primary", Takes: one(formInterface), Meaning: "Port to use whenever it is up.", Modes: failover},
		{Name: "active_slave", Takes: one(formInterface), Meaning: "Old word for primary.", Modes: failover},
		{Name: "primary_reselect", Takes: numbered("always better failure"), Default: "always", Meaning: "When the primary port takes over again."},
		{Name: "fail_over_mac", Takes: numbered("none active follow"), Default: "none", Meaning: "Whose hardware address the bond has after a change of ports."},
		{Name: "use_carrier", Takes: number(0, 1), Default: "1", Meaning: "Ask the driver for the carrier (1) or by ioctl (0)."},
		{Name: "ad_select", Takes: numbered("stable bandwidth count"), Default: "stable", Meaning: "Which aggregator is taken, in mode 802.3ad."},
		{Name: "lacp_rate", Takes: numbered("slow fast"), Default: "slow", Meaning: "How often the partner shall send.", Modes: lacp},
		{Name: "lacp_active", Takes: numbered("off on"), Default: "on", Meaning: "Send LACP frames without being asked.", Modes: lacp},
		{Name: "xmit_hash_policy", Takes: numbered("layer2 layer3+4 layer2+3 encap2+3 encap3+4 vlan+srcmac"), Default: "layer2", Meaning: "What decides which port a frame leaves by."},
		{Name: "balance-slb", Takes: number(0, 1), Default: "0", Meaning: "Balancing by source without the switch's knowing.", Modes: "balance-xor", Reader: ByNM},
		{Name: "resend_igmp", Takes: number(0, 255), Default: "1", Meaning: "IGMP reports after a change of ports."},
		{Name: "num_grat_arp", Takes: number(0, 255), Default: "1", Meaning: "Gratuitous ARPs after a change of ports."},
		{Name: "num_unsol_na", Takes: number(0, 255), Default: "1", Meaning: "The same number as num_grat_arp, for IPv6."},
		{Name: "peer_notif_delay", Takes: ms, Default: "0", Meaning: "Milliseconds between these.", With: WithMIIMon},
		{Name: "all_slaves_active", Takes: number(0, 1), Default: "0", Meaning: "Take frames that arrive at inactive ports."},
		{Name: "min_links", Takes: number(0, maxInt), Default: "0", Meaning: "Ports that must be up for the bond to have carrier."},
		{Name: "packets_per_slave", Takes: number(0, 65535), Default: "1", Meaning: "Frames until the next port's turn; 0 for random.", Modes: "balance-rr"},
		{Name: "tlb_dynamic_lb", Takes: number(0, 1), Default: "1", Meaning: "Move flows by load.", Modes: "balance-tlb balance-alb"},
		{Name: "lp_interval", Takes: number(1, maxInt), Default: "1", Meaning: "Seconds between learning frames."},
		{Name: "ad_actor_sys_prio", Takes: number(1, 65535), Default: "65535", Meaning: "LACP priority of this system.", Modes: lacp},
		{Name: "ad_actor_system", Takes: one(formMAC), Meaning: "LACP address of this system.", Modes: lacp},
		{Name: "ad_user_port_key", Takes: number(0, 1023), Default: "0", Meaning: "Upper bits of the LACP port key.", Modes: lacp}}
}
