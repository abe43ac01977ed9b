package desired

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/netonce/netonce/ifcfg"
)

// The modes in which the kernel takes an option (bond_options.c, unsuppmodes).
const (
	modesFailover = "active-backup balance-tlb balance-alb"
	modesARP      = "balance-rr active-backup balance-xor broadcast"
	modeLACP      = "802.3ad"
)

// bondOption is a word of BONDING_OPTS as the kernel has it.
type bondOption struct {
	word      string // of BONDING_OPTS
	name      string // of ip-link(8)
	otherwise string // NetworkManager's default; it sets all, so that one taken out of a profile goes
	modes     string // where the kernel takes it; empty for all
	takes     Takes
	watch     bool // counts only where ports are watched by ARP
}

// bondOptions is the table behind BONDING_OPTS. Where it takes a bond without ports
// or one that is down, bond_options.c says so (BOND_OPTFLAG_NOSLAVES, _IFDOWN).
func bondOptions() []bondOption {
	return []bondOption{
		{"mode", "mode", "balance-rr", "", TakesPortless, false},
		{"miimon", "miimon", "100", "", TakesNothing, false},
		{"updelay", "updelay", "0", "", TakesNothing, false},
		{"downdelay", "downdelay", "0", "", TakesNothing, false},
		{"peer_notif_delay", "peer_notify_delay", "0", "", TakesNothing, false},
		{"use_carrier", "use_carrier", "1", "", TakesNothing, false},
		{"arp_interval", "arp_interval", "0", modesARP, TakesNothing, true},
		{"arp_ip_target", "arp_ip_target", "", modesARP, TakesNothing, true},
		{"ns_ip6_target", "ns_ip6_target", "", modesARP, TakesNothing, true},
		{"arp_validate", "arp_validate", "none", modesARP, TakesNothing, true},
		{"arp_all_targets", "arp_all_targets", "any", "", TakesNothing, false},
		{"arp_missed_max", "arp_missed_max", "2", modesARP, TakesNothing, true},
		{"primary", "primary", "", modesFailover, TakesNothing, false},
		{"primary_reselect", "primary_reselect", "always", "", TakesNothing, false},
		{"fail_over_mac", "fail_over_mac", "none", "", TakesPortless, false},
		{"xmit_hash_policy", "xmit_hash_policy", "layer2", "", TakesNothing, false},
		{"resend_igmp", "resend_igmp", "1", "", TakesNothing, false},
		{"num_grat_arp", "num_grat_arp", "1", "", TakesNothing, false},
		{"all_slaves_active", "all_slaves_active", "0", "", TakesNothing, false},
		{"min_links", "min_links", "0", "", TakesNothing, false},
		{"lp_interval", "lp_interval", "1", "", TakesNothing, false},
		{"packets_per_slave", "packets_per_slave", "1", "balance-rr", TakesNothing, false},
		{"lacp_rate", "lacp_rate", "slow", modeLACP, TakesDown, false},
		{"lacp_active", "lacp_active", "on", modeLACP, TakesDown, false},
		{"ad_select", "ad_select", "stable", "", TakesDown, false},
		{"ad_actor_sys_prio", "ad_actor_sys_prio", "65535", modeLACP, TakesNothing, false},
		{"ad_actor_system", "ad_actor_system", "", modeLACP, TakesNothing, false},
		{"ad_user_port_key", "ad_user_port_key", "0", modeLACP, TakesDown, false},
		{"tlb_dynamic_lb", "tlb_dynamic_lb", "1", "balance-tlb balance-alb", TakesDown, false},
	}
}

// bond makes a bond of BONDING_OPTS.
func (b *builder) bond() {
	words := map[string][]string{}
	for _, o := range ifcfg.BondOptions() {
		words[o.Name] = o.Takes.Words()
	}
	mode := cmp.Or(named(words["mode"], b.p.Setting("mode").Value), "balance-rr")
	watched := b.arpWatched()
	for _, o := range bondOptions() {
		if o.modes != "" && !slices.Contains(strings.Fields(o.modes), mode) {
			continue
		}
		f := b.bondWord(o.word)
		if o.watch && !watched {
			f = ifcfg.Field[string]{}
		}
		switch {
		case o.word == "miimon" && watched: // the kernel takes one of the two
			b.option(o.name, "0", b.p.Setting("arp_interval").Because(), o.takes)
		case f.IsSet():
			b.option(o.name, named(words[o.word], f.Value), f.Because(), o.takes)
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

// arpWatched reports whether ports are watched by ARP: with targets, and not where
// miimon is given too, which NetworkManager lets win.
func (b *builder) arpWatched() bool {
	targets := b.p.Setting("arp_ip_target").Value + b.p.Setting("ns_ip6_target").Value
	return number(b.p.Setting("arp_interval").Value) > 0 && targets != "" && number(b.p.Setting("miimon").Value) == 0
}

// named makes a word of a number, and of a word in other letters, where there are
// words.
func named(words []string, s string) string {
	for _, w := range words {
		if strings.EqualFold(w, s) {
			return w
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n >= len(words) {
		return s
	}
	return words[n]
}

func (b *builder) bondPort() {
	queue, prio := b.p.Setting("BOND_PORT_QUEUE_ID"), b.p.Setting("BOND_PORT_PRIO")
	b.portOption("queue_id", cmp.Or(queue.Value, "0"), queue)
	b.portOption("prio", cmp.Or(prio.Value, "0"), prio)
}
