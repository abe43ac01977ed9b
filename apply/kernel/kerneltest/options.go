package kerneltest

import (
	"maps"
	"slices"
	"strings"

	"netonce/apply/network"
)

// newOptions is what a new link has where nothing is asked for, by its kind, and behind
// a dash what a new port has of a controller of that kind; "-" is nothing. They are the
// kernel's defaults (bond_setup, br_dev_setup, vlan_dev_init and their like).
const newOptions = `
bond mode balance-rr miimon 0 updelay 0 downdelay 0 peer_notify_delay 0 use_carrier 1 arp_interval 0 arp_ip_target - ns_ip6_target -
bond arp_validate none arp_all_targets any arp_missed_max 2 primary - primary_reselect always fail_over_mac none xmit_hash_policy layer2
bond resend_igmp 1 num_grat_arp 1 all_slaves_active 0 min_links 0 lp_interval 1 packets_per_slave 1 lacp_rate slow lacp_active on
bond ad_select stable ad_actor_sys_prio 65535 ad_user_port_key 0 tlb_dynamic_lb 1
bridge forward_delay 1500 hello_time 200 max_age 2000 ageing_time 30000 stp_state 0 priority 32768 vlan_filtering 0 vlan_protocol 802.1q
bridge group_fwd_mask 0 mcast_router 1 mcast_snooping 1 mcast_query_use_ifaddr 0 mcast_querier 0 mcast_hash_max 4096
bridge mcast_last_member_count 2 mcast_startup_query_count 2 mcast_last_member_interval 100 mcast_membership_interval 26000
bridge mcast_querier_interval 25500 mcast_query_interval 12500 mcast_query_response_interval 1000 mcast_startup_query_interval 3125
bridge vlan_default_pvid 1 vlan_stats_enabled 0
vlan protocol 802.1q reorder_hdr on gvrp off mvrp off loose_binding off ingress-qos-map - egress-qos-map -
macvlan mode vepa
ipvlan mode l3
vxlan dev - group - local - dstport 8472
gre local - remote - ttl 0 dev - ikey - okey -
ipip local - remote - ttl 0 dev -
sit local - remote - ttl 64 dev -
bond-port queue_id 0 prio 0
bridge-port priority 32 cost 2 hairpin 0
`

// defaults are the options of a new link, or port, of a kind.
func defaults(kind string) (o network.Options) {
	for line := range strings.Lines(newOptions) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] != kind {
			continue
		}
		for i := 1; i < len(words); i += 2 {
			o = o.With(words[i], strings.TrimPrefix(words[i+1], "-"))
		}
	}
	return o
}

// optionState lists the options that a link, or port, of a kind has not had from the
// start.
func optionState(name, kind string, options network.Options) (lines []string) {
	usual := defaults(kind)
	for _, o := range options {
		if x, known := usual.Get(o.Name); !known && o.Value != "" || known && x.Value != o.Value {
			lines = append(lines, name+": "+kind+" "+o.Name+" "+o.Value)
		}
	}
	return lines
}

// addMaps makes of the priority maps that a change names what they are then: the kernel
// adds to them, and what is set to 0 is as if it were not there (vlan_fill_info).
func addMaps(have, change network.Options) network.Options {
	for _, o := range change {
		old, is := have.Get(o.Name)
		if !strings.HasSuffix(o.Name, "-qos-map") || !is {
			continue
		}
		to := map[string]string{}
		for pair := range strings.FieldsSeq(old.Value + " " + o.Value) {
			from, value, _ := strings.Cut(pair, ":")
			to[from] = value
		}
		var pairs []string
		for _, from := range slices.Sorted(maps.Keys(to)) {
			if to[from] != "0" {
				pairs = append(pairs, from+":"+to[from])
			}
		}
		change = change.Set(network.Options{{Name: o.Name, Value: strings.Join(pairs, " ")}})
	}
	return change
}
