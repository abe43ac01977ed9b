package desired

import (
	"strconv"
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// Setting is an option of a link that is made, or of a port, with the line that
// asks for it and what it takes to change it.
type Setting struct {
	network.Option
	Because string
	Takes   Takes
	Implied bool // nobody asks for it: it is what a new link has anyway
	Ticks   bool // hundredths of seconds, which the kernel rounds
	Whole   bool // changes only together with all the others: one that is left out is reset
}

// Takes says what it takes to change an option of a link that is there.
type Takes uint8

// What the kernel allows: most on a live link, some on one that is down or has no
// port, some on none.
const (
	TakesNothing Takes = iota
	TakesDown
	TakesPortless // and down
	TakesRemaking
)

// kind is what is to be known of a kind of link that is made.
type kind struct {
	name   string // rtnetlink's
	metric uint32 // default metric of its routes
	build  func(*builder)
}

// kindOf is the table of the kinds of links that are made; the others have no name
// in it. The metrics are NetworkManager's.
func kindOf(k ifcfg.Kind) kind {
	switch k {
	case ifcfg.KindInfiniBand:
		return kind{"ipoib", 150, (*builder).partition}
	case ifcfg.KindBond:
		return kind{"bond", 300, (*builder).bond}
	case ifcfg.KindBridge:
		return kind{"bridge", 425, (*builder).bridge}
	case ifcfg.KindTeam:
		return kind{"team", 350, (*builder).team}
	case ifcfg.KindVLAN:
		return kind{"vlan", 400, (*builder).vlan}
	case ifcfg.KindMACVLAN:
		return kind{"macvlan", 410, (*builder).macvlan}
	case ifcfg.KindIPVLAN:
		return kind{"ipvlan", 410, (*builder).ipvlan}
	case ifcfg.KindVRF:
		return kind{"vrf", 470, (*builder).vrf}
	case ifcfg.KindVXLAN:
		return kind{"vxlan", 500, (*builder).vxlan}
	case ifcfg.KindDummy:
		return kind{"dummy", 550, func(*builder) {}}
	case ifcfg.KindGRE:
		return kind{"gre", tunnelMetric, (*builder).gre}
	case ifcfg.KindGRE6:
		return kind{"ip6gre", tunnelMetric, (*builder).gre}
	case ifcfg.KindGretap:
		return kind{"gretap", tunnelMetric, (*builder).gre}
	case ifcfg.KindGretap6:
		return kind{"ip6gretap", tunnelMetric, (*builder).gre}
	case ifcfg.KindIPIP:
		return kind{"ipip", tunnelMetric, (*builder).tunnel}
	case ifcfg.KindIPIP6, ifcfg.KindIP6IP6:
		return kind{"ip6tnl", tunnelMetric, (*builder).ip6Tunnel}
	case ifcfg.KindSIT:
		return kind{"sit", tunnelMetric, (*builder).sit}
	case ifcfg.KindVeth:
		return kind{"veth", ethernetMetric, (*builder).veth}
	}
	return kind{metric: ethernetMetric}
}

// KindOf returns rtnetlink's word for the kind of link that a profile makes, empty
// for what is there already.
func KindOf(p *ifcfg.Profile) string {
	if !p.Made() {
		return ""
	}
	return kindOf(p.Kind.Value).name
}

// made says how the link is made, if it is one that is.
func (b *builder) made() {
	if !b.p.Made() {
		return
	}
	k := kindOf(b.p.Kind.Value)
	b.Kind = k.name
	b.Parent = Wanted[network.Ref]{network.Ref{Name: b.p.Parent.Value}, b.p.Parent.Because()}
	k.build(b)
}

// option asks for an option that a line gives.
func (b *builder) option(name, value, because string, takes Takes) {
	b.Options = append(b.Options, Setting{Option: network.Option{Name: name, Value: value}, Because: because, Takes: takes})
}

// implied says what an option is where no line gives it.
func (b *builder) implied(name, value string, takes Takes) {
	b.Options = append(b.Options, Setting{Option: network.Option{Name: name, Value: value}, Because: b.p.File, Takes: takes, Implied: true})
}

// chosen asks for what a key says, or implies what counts without it.
func (b *builder) chosen(name, key, otherwise string, takes Takes) {
	if f := b.p.Setting(key); f.IsSet() {
		b.option(name, strings.ToLower(f.Value), f.Because(), takes)
	} else if otherwise != "" {
		b.implied(name, otherwise, takes)
	}
}

// port says of what the interface is a port, and how.
func (b *builder) port() {
	p := b.p
	if !p.Controller.IsSet() {
		return
	}
	b.Controller = Wanted[network.Ref]{network.Ref{Name: p.Controller.Value}, p.Controller.Because()}
	b.PortOf = kindOf(p.ControlledBy).name
	switch p.ControlledBy {
	case ifcfg.KindBond:
		b.bondPort()
	case ifcfg.KindBridge:
		b.bridgePort()
	case ifcfg.KindTeam:
		b.teamPort()
	}
	if p.IsPort() { // nobody is to talk IPv6 to it
		b.sysctl("ipv6", "accept_ra", "0", p.Controller.Because())
		b.sysctl("ipv6", "addr_gen_mode", genNone, p.Controller.Because())
	}
}

// portOption asks for an option of a port; without a line it is the default.
func (b *builder) portOption(name, value string, f ifcfg.Field[string]) {
	s := Setting{Option: network.Option{Name: name, Value: value}, Because: b.p.Controller.Because(), Implied: true}
	if f.IsSet() {
		s.Because, s.Implied = f.Because(), false
	}
	b.Port = append(b.Port, s)
}

// onOff makes the kernel's word of a boolean of a profile.
func onOff(s string, otherwise bool) string {
	v, ok := ifcfg.ParseBool(s)
	if !ok {
		v = otherwise
	}
	return map[bool]string{true: "1", false: "0"}[v]
}

// number reads a number that the key table has checked.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 0, 64)
	if err != nil {
		return 0
	}
	return n
}
