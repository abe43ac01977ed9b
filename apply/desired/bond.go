package desired

import (
	"cmp"
	"slices"
	"strings"

	"netonce/ifcfg"
)

// bondOption is a word of BONDING_OPTS as the kernel has it.
type bondOption struct {
	word      string // of BONDING_OPTS
	name      string // of ip-link(8)
	otherwise string // NetworkManager's default; it sets all, so that one taken out of a profile goes
	takes     Takes
}

// bondTable is the table behind BONDING_OPTS: word, name, NetworkManager's default or -,
// what a change takes. Where it takes a bond without ports or one that is down,
// bond_options.c says so (BOND_OPTFLAG_NOSLAVES, _IFDOWN).
const bondTable = `
mode mode balance-rr portless
miimon miimon 100
updelay updelay 0
downdelay downdelay 0
peer_notif_delay peer_notify_delay 0
use_carrier use_carrier 1
arp_interval arp_interval 0
arp_ip_target arp_ip_target -
ns_ip6_target ns_ip6_target -
arp_validate arp_validate none
arp_all_targets arp_all_targets any
arp_missed_max arp_missed_max 2
primary primary -
primary_reselect primary_reselect always
fail_over_mac fail_over_mac none portless
xmit_hash_policy xmit_hash_policy layer2
resend_igmp resend_igmp 1
num_grat_arp num_grat_arp 1
all_slaves_active all_slaves_active 0
min_links min_links 0
lp_interval lp_interval 1
packets_per_slave packets_per_slave 1
lacp_rate lacp_rate slow down
lacp_active lacp_active on down
ad_select ad_select stable down
ad_actor_sys_prio ad_actor_sys_prio 65535
ad_actor_system ad_actor_system -
ad_user_port_key ad_user_port_key 0 down
tlb_dynamic_lb tlb_dynamic_lb 1 down
`

func bondOptions() (list []bondOption) {
	for line := range strings.Lines(bondTable) {
		column := append(strings.Fields(line), "")
		if len(column) == 1 {
			continue
		}
		o := bondOption{word: column[0], name: column[1], otherwise: strings.Trim(column[2], "-")}
		switch column[3] {
		case "down":
			o.takes = TakesDown
		case "portless":
			o.takes = TakesPortless
		}
		list = append(list, o)
	}
	return list
}

// bond makes a bond of BONDING_OPTS.
func (b *builder) bond() {
	rows := map[string]ifcfg.Option{}
	for _, o := range ifcfg.BondOptions() {
		rows[o.Name] = o
	}
	mode, watched := b.p.BondMode(), b.p.WatchedByARP()
	for _, o := range bondOptions() {
		row := rows[o.word]
		if row.Modes != "" && !slices.Contains(strings.Fields(row.Modes), mode) {
			continue
		}
		f := b.bondWord(o.word)
		if row.With == ifcfg.WithARP && !watched {
			f = ifcfg.Field[string]{}
		}
		switch {
		case o.word == "miimon" && watched: // the kernel takes one of the two
			b.option(o.name, "0", b.p.Setting("arp_interval").Because(), o.takes)
		case f.IsSet():
			b.option(o.name, row.Takes.Word(f.Value), f.Because(), o.takes)
		case o.word == "miimon": // the kernel's own is 0
			b.option(o.name, o.otherwise, b.p.Kind.Because(), o.takes)
		case o.word == "ad_actor_system": // the kernel's own address: nothing to go back to
		default:
			b.implied(o.name, o.otherwise, o.takes)
		}
	}
}

// bondWord is an option by its name or the other that it has.
func (b *builder) bondWord(word string) ifcfg.Field[string] {
	f := b.p.Setting(word)
	if other := map[string]string{"primary": "active_slave", "num_grat_arp": "num_unsol_na"}[word]; !f.IsSet() && other != "" {
		f = b.p.Setting(other)
	}
	return f
}

func (b *builder) bondPort() {
	queue, prio := b.p.Setting("BOND_PORT_QUEUE_ID"), b.p.Setting("BOND_PORT_PRIO")
	b.portOption("queue_id", cmp.Or(queue.Value, "0"), queue)
	b.portOption("prio", cmp.Or(prio.Value, "0"), prio)
}
