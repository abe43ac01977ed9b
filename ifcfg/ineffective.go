package ifcfg

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What options of bonds and bridges count with.
const (
	WithARP    = "arp_interval"
	WithMIIMon = "miimon"
	WithSTP    = "STP"
)

// BondMode is the mode of a bond, by its word.
func (p *Profile) BondMode() string {
	mode, _ := optionOf(bondOptions, "mode")
	takes := mode.Takes
	if w := takes.Word(p.Setting("mode").Value); slices.Contains(takes.Words(), w) {
		return w
	}
	return takes.Words()[0]
}

// WatchedByARP reports whether the ports of a bond are watched by ARP: with hosts to
// ask, and not where miimon is given too, which NetworkManager lets win.
func (p *Profile) WatchedByARP() bool { return p.unwatched() == "" }

// unwatched is why the ports are not watched by ARP, empty where they are.
func (p *Profile) unwatched() string {
	positive := func(name string) bool { n, err := strconv.Atoi(p.Setting(name).Value); return err == nil && n > 0 }
	switch {
	case !positive("arp_interval"):
		return "there is no arp_interval"
	case !p.Setting("arp_ip_target").IsSet() && !p.Setting("ns_ip6_target").IsSet():
		return "there is no arp_ip_target and no ns_ip6_target"
	case positive("miimon"):
		return "miimon is given too, and NetworkManager lets that one win"
	}
	return ""
}

// ineffective tells of options that change nothing beside the others.
func (r *reader) ineffective() {
	var why func(Option) string
	switch r.p.Kind.Value {
	case KindBond:
		why = r.p.whyNotBond
	case KindBridge:
		why = r.p.whyNotBridge
	default:
		return
	}
	for _, f := range r.p.Settings {
		k := r.table.row(f.Key)
		if k == nil {
			continue
		}
		o, ok := optionOf(k.Takes.options, f.Value.Name)
		if !ok || strings.EqualFold(f.Value.Value, o.Default) {
			continue
		}
		if because := why(o); because != "" {
			r.report(f.Pos, Warning, "not-applied", f.Key, o.Name+" changes nothing: "+because, "")
		}
	}
	r.bridgeAlone()
}

func (p *Profile) whyNotBond(o Option) string {
	mode := p.BondMode()
	if o.Modes != "" && !slices.Contains(strings.Fields(o.Modes), mode) {
		return fmt.Sprintf("it is for the mode %s, and this is %s", strings.ReplaceAll(o.Modes, " ", " or "), mode)
	}
	switch miimon := p.Setting("miimon"); {
	case o.With == WithARP:
		return p.unwatched()
	case o.With == WithMIIMon && p.WatchedByARP():
		return "the ports are watched by ARP, not by miimon"
	case o.With == WithMIIMon && miimon.Value == "0":
		return "miimon is 0"
	}
	return ""
}

func (p *Profile) whyNotBridge(o Option) string {
	if on, _ := ParseBool(p.Setting("STP").Value); o.With == WithSTP && !on {
		return "the bridge has no spanning tree without STP=yes"
	}
	return ""
}

// bridgeAlone tells of a bridge's keys with the same fate. DELAY without the spanning
// tree asks for nothing: ports forward at once then (br_make_forwarding).
func (r *reader) bridgeAlone() {
	p := r.p
	if p.Kind.Value != KindBridge {
		return
	}
	on, _ := ParseBool(p.Setting("STP").Value)
	if d := p.Setting("DELAY"); on && (d.Value == "0" || d.Value == "1") {
		r.report(d.Pos, Warning, "value", d.Key, d.Value+" is not in 2..30, as the spanning tree has it; 15 is taken", "")
	}
	if v := p.Setting("BRIDGE_VLANS"); v.IsSet() && !p.FiltersVLANs() {
		r.report(v.Pos, Warning, "not-applied", v.Key, unfiltered, "write vlan_filtering=1 into BRIDGING_OPTS")
	}
}

const unfiltered = "the bridge does not tell VLANs apart"

// FiltersVLANs reports whether the profile is that of a bridge which tells VLANs apart.
// NetworkManager reads BRIDGE_VLANS and BRIDGE_PORT_VLANS only then.
func (p *Profile) FiltersVLANs() bool {
	return p.Kind.Value == KindBridge && p.Setting("vlan_filtering").Value == "1"
}
