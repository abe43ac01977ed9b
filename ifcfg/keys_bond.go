package ifcfg

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
func BondOptions() []Option { return options(bondOptions) }

// bondOptions are the words of BONDING_OPTS, in the order of the kernel's
// Documentation/networking/bonding.rst where they depend on each other. The modes are
// those of bond_options.c, unsuppmodes.
const bondOptions = `
mode | number 0..6 balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb | balance-rr | How frames are spread over the ports.
miimon | number 0..2147483647 | 100; 0 with arp_interval | Milliseconds between looks at the ports' carrier.
updelay | number 0..2147483647 | 0 | Milliseconds from carrier to use of a port. | with=miimon
downdelay | number 0..2147483647 | 0 | Milliseconds from loss of carrier to giving up a port. | with=miimon
arp_interval | number 0..2147483647 | 0 | Milliseconds between ARP probes. | modes=balance-rr,active-backup,balance-xor,broadcast with=arp_interval
arp_ip_target | ipv4, |  | Hosts to probe by ARP. | modes=balance-rr,active-backup,balance-xor,broadcast with=arp_interval
arp_validate | number 0..6 none active backup all filter filter_active filter_backup | none | Which ports' probes are checked. | modes=balance-rr,active-backup,balance-xor,broadcast with=arp_interval
arp_all_targets | number 0..1 any all | any | Whether one probed host must answer or every one.
arp_missed_max | number 0..255 | 2 | Probes lost until a port counts as down. | modes=balance-rr,active-backup,balance-xor,broadcast with=arp_interval
ns_ip6_target | ipv6, |  | Hosts to probe by neighbour solicitation. | modes=balance-rr,active-backup,balance-xor,broadcast with=arp_interval
primary | interface |  | Port to use whenever it is up. | modes=active-backup,balance-tlb,balance-alb
active_slave | interface |  | Old word for primary. | modes=active-backup,balance-tlb,balance-alb
primary_reselect | number 0..2 always better failure | always | When the primary port takes over again.
fail_over_mac | number 0..2 none active follow | none | Whose hardware address the bond has after a change of ports.
use_carrier | number 0..1 | 1 | Ask the driver for the carrier (1) or by ioctl (0).
ad_select | number 0..2 stable bandwidth count | stable | Which aggregator is taken, in mode 802.3ad.
lacp_rate | number 0..1 slow fast | slow | How often the partner shall send. | modes=802.3ad
lacp_active | number 0..1 off on | on | Send LACP frames without being asked. | modes=802.3ad
xmit_hash_policy | number 0..5 layer2 layer3+4 layer2+3 encap2+3 encap3+4 vlan+srcmac | layer2 | What decides which port a frame leaves by.
balance-slb | number 0..1 | 0 | Balancing by source without the switch's knowing. | nm modes=balance-xor
resend_igmp | number 0..255 | 1 | IGMP reports after a change of ports.
num_grat_arp | number 0..255 | 1 | Gratuitous ARPs after a change of ports.
num_unsol_na | number 0..255 | 1 | The same number as num_grat_arp, for IPv6.
peer_notif_delay | number 0..2147483647 | 0 | Milliseconds between these. | with=miimon
all_slaves_active | number 0..1 | 0 | Take frames that arrive at inactive ports.
min_links | number 0..2147483647 | 0 | Ports that must be up for the bond to have carrier.
packets_per_slave | number 0..65535 | 1 | Frames until the next port's turn; 0 for random. | modes=balance-rr
tlb_dynamic_lb | number 0..1 | 1 | Move flows by load. | modes=balance-tlb,balance-alb
lp_interval | number 1..2147483647 | 1 | Seconds between learning frames.
ad_actor_sys_prio | number 1..65535 | 65535 | LACP priority of this system. | modes=802.3ad
ad_actor_system | mac |  | LACP address of this system. | modes=802.3ad
ad_user_port_key | number 0..1023 | 0 | Upper bits of the LACP port key. | modes=802.3ad
`
