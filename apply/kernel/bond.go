package kernel

import "github.com/vishvananda/netlink/nl"

// Attributes of bonds that the library lacks (linux/if_link.h).
const (
	bondPeerNotifDelay = 28
	bondLACPActive     = 29
	bondMissedMax      = 30
	bondNSTargets      = 31
	bondSlavePrio      = 9
)

func bondFields() []field {
	return []field{
		{name: "mode", kind: nl.IFLA_BOND_MODE, form: word8, words: "balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb"},
		{name: "miimon", kind: nl.IFLA_BOND_MIIMON, form: u32},
		{name: "updelay", kind: nl.IFLA_BOND_UPDELAY, form: u32},
		{name: "downdelay", kind: nl.IFLA_BOND_DOWNDELAY, form: u32},
		{name: "peer_notify_delay", kind: bondPeerNotifDelay, form: u32},
		{name: "use_carrier", kind: nl.IFLA_BOND_USE_CARRIER, form: u8},
		{name: "arp_interval", kind: nl.IFLA_BOND_ARP_INTERVAL, form: u32},
		{name: "arp_ip_target", kind: nl.IFLA_BOND_ARP_IP_TARGET, form: list4},
		{name: "ns_ip6_target", kind: bondNSTargets, form: list6},
		{name: "arp_validate", kind: nl.IFLA_BOND_ARP_VALIDATE, form: word32, words: "none active backup all filter filter_active filter_backup"},
		{name: "arp_all_targets", kind: nl.IFLA_BOND_ARP_ALL_TARGETS, form: word32, words: "any all"},
		{name: "arp_missed_max", kind: bondMissedMax, form: u8},
		{name: "primary", kind: nl.IFLA_BOND_PRIMARY, form: ifIndex},
		{name: "primary_reselect", kind: nl.IFLA_BOND_PRIMARY_RESELECT, form: word8, words: "always better failure"},
		{name: "fail_over_mac", kind: nl.IFLA_BOND_FAIL_OVER_MAC, form: word8, words: "none active follow"},
		{name: "xmit_hash_policy", kind: nl.IFLA_BOND_XMIT_HASH_POLICY, form: word8, words: "layer2 layer3+4 layer2+3 encap2+3 encap3+4 vlan+srcmac"},
		{name: "resend_igmp", kind: nl.IFLA_BOND_RESEND_IGMP, form: u32},
		{name: "num_grat_arp", kind: nl.IFLA_BOND_NUM_PEER_NOTIF, form: u8},
		{name: "all_slaves_active", kind: nl.IFLA_BOND_ALL_SLAVES_ACTIVE, form: u8},
		{name: "min_links", kind: nl.IFLA_BOND_MIN_LINKS, form: u32},
		{name: "lp_interval", kind: nl.IFLA_BOND_LP_INTERVAL, form: u32},
		{name: "packets_per_slave", kind: nl.IFLA_BOND_PACKETS_PER_SLAVE, form: u32},
		{name: "lacp_rate", kind: nl.IFLA_BOND_AD_LACP_RATE, form: word8, words: "slow fast"},
		{name: "lacp_active", kind: bondLACPActive, form: word8, words: "off on"},
		{name: "ad_select", kind: nl.IFLA_BOND_AD_SELECT, form: word8, words: "stable bandwidth count"},
		{name: "ad_actor_sys_prio", kind: nl.IFLA_BOND_AD_ACTOR_SYS_PRIO, form: u16},
		{name: "ad_user_port_key", kind: nl.IFLA_BOND_AD_USER_PORT_KEY, form: u16},
		{name: "ad_actor_system", kind: nl.IFLA_BOND_AD_ACTOR_SYSTEM, form: mac},
		{name: "tlb_dynamic_lb", kind: nl.IFLA_BOND_TLB_DYNAMIC_LB, form: u8},
	}
}

func bondPortFields() []field {
	return []field{
		{name: "queue_id", kind: nl.IFLA_BOND_SLAVE_QUEUE_ID, form: u16},
		{name: "prio", kind: bondSlavePrio, form: s32},
	}
}
