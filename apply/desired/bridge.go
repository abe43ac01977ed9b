package desired

import (
	"cmp"
	"net"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// bridgeOption is a word of BRIDGING_OPTS as the kernel has it.
type bridgeOption struct {
	word, name, otherwise string
	seconds               int64 // up to here the number is seconds, above hundredths; 0: as it is
	stp                   bool  // counts with the spanning tree only
	ticks                 bool
}

// bridgeTable is the table behind BRIDGING_OPTS: word, name, the default of both
// NetworkManager and the kernel or -, then what a bridgeOption says besides.
const bridgeTable = `
priority priority 32768 stp
hello_time hello_time 200 stp ticks 10
max_age max_age 2000 stp ticks 40
ageing_time ageing_time 30000 ticks 1000000
multicast_snooping mcast_snooping 1
multicast_router mcast_router 1
multicast_querier mcast_querier 0
multicast_query_use_ifaddr mcast_query_use_ifaddr 0
multicast_hash_max mcast_hash_max 4096
multicast_last_member_count mcast_last_member_count 2
multicast_last_member_interval mcast_last_member_interval 100 ticks
multicast_membership_interval mcast_membership_interval 26000 ticks
multicast_querier_interval mcast_querier_interval 25500 ticks
multicast_query_interval mcast_query_interval 12500 ticks
multicast_query_response_interval mcast_query_response_interval 1000 ticks
multicast_startup_query_count mcast_startup_query_count 2
multicast_startup_query_interval mcast_startup_query_interval 3125 ticks
vlan_filtering vlan_filtering 0
vlan_protocol vlan_protocol 802.1q
default_pvid vlan_default_pvid 1
vlan_stats_enabled vlan_stats_enabled 0
group_fwd_mask group_fwd_mask 0
group_address group_address -
`

func bridgeOptions() (list []bridgeOption) {
	for line := range strings.Lines(bridgeTable) {
		column := strings.Fields(line)
		if len(column) == 0 {
			continue
		}
		o := bridgeOption{word: column[0], name: column[1], otherwise: strings.Trim(column[2], "-")}
		for _, more := range column[3:] {
			switch more {
			case "stp":
				o.stp = true
			case "ticks":
				o.ticks = true
			default:
				o.seconds = number(more)
			}
		}
		list = append(list, o)
	}
	return list
}

// bridge makes a bridge of its keys. All of them change on a live one.
func (b *builder) bridge() {
	stp := b.p.Setting("STP")
	on, _ := ifcfg.ParseBool(stp.Value)
	if stp.IsSet() {
		b.option("stp_state", onOff(stp.Value, false), stp.Because(), TakesNothing)
	} else {
		b.implied("stp_state", "0", TakesNothing)
	}
	b.forwardDelay(on)
	for _, o := range bridgeOptions() {
		f := b.bridgeWord(o.word)
		switch {
		case f.IsSet() && (on || !o.stp):
			b.option(o.name, bridgeValue(o, f.Value), f.Because(), TakesNothing)
		case o.otherwise != "":
			b.implied(o.name, o.otherwise, TakesNothing)
		default:
			continue
		}
		b.Options[len(b.Options)-1].Ticks = o.ticks
	}
	if b.p.FiltersVLANs() {
		b.VLANs = vlansOf(b.p, "BRIDGE_VLANS", b.p, true)
	}
	f := b.p.Setting("BRIDGE_MACADDR")
	if mac, err := ifcfg.ParseMAC(f.Value, 6); err == nil { // else there is none
		b.mac = Wanted[net.HardwareAddr]{mac, f.Because()}
	}
}

// forwardDelay is DELAY, in seconds, or forward_delay of the old scripts, in
// hundredths. NetworkManager passes over it without the spanning tree.
func (b *builder) forwardDelay(stp bool) {
	delay, hundredths := b.p.Setting("DELAY"), b.p.Setting("forward_delay")
	switch {
	case stp && delay.IsSet() && number(delay.Value) >= 2: // what the kernel takes
		b.option("forward_delay", strconv.FormatInt(number(delay.Value)*100, 10), delay.Because(), TakesNothing)
	case stp && hundredths.IsSet():
		b.option("forward_delay", hundredths.Value, hundredths.Because(), TakesNothing)
	default:
		b.implied("forward_delay", "1500", TakesNothing)
	}
	b.Options[len(b.Options)-1].Ticks = true
}

// bridgeWord is an option by its name or by the others that it has.
func (b *builder) bridgeWord(word string) ifcfg.Field[string] {
	f := b.p.Setting(word)
	if other := map[string]string{"priority": "PRIO", "ageing_time": "AGEING", "multicast_hash_max": "hash_max"}[word]; !f.IsSet() && other != "" {
		f = b.p.Setting(other)
	}
	return f
}

func bridgeValue(o bridgeOption, s string) string {
	switch o.word {
	case "multicast_router":
		if n := map[string]string{"disabled": "0", "auto": "1", "enabled": "2"}[strings.ToLower(s)]; n != "" {
			return n
		}
	case "vlan_protocol":
		if strings.EqualFold(s, "802.1ad") || strings.EqualFold(s, "0x88a8") {
			return "802.1ad"
		}
		return "802.1q"
	case "group_address":
		return strings.ToLower(s)
	}
	n := number(s)
	if n <= o.seconds {
		n *= 100
	}
	return strconv.FormatInt(n, 10)
}

// bridgePort is what NetworkManager sets on every port.
func (b *builder) bridgePort() {
	cost, priority, hairpin := b.p.Setting("path_cost"), b.p.Setting("priority"), b.p.Setting("hairpin_mode")
	b.portOption("cost", cmp.Or(cost.Value, "100"), cost)
	b.Port[len(b.Port)-1].Implied = false // the kernel's own goes by the speed
	b.portOption("priority", cmp.Or(priority.Value, "32"), priority)
	b.portOption("hairpin", onOff(hairpin.Value, false), hairpin)
}
