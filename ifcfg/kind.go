package ifcfg

import (
	"fmt"
	"strings"
)

// Kind is the kind of link that a profile describes, in the words of TYPE.
type Kind string

// The kinds of links. Ethernet is the kind that needs no creating: a card, or
// whatever else is there already.
const (
	KindEthernet   Kind = "Ethernet"
	KindBond       Kind = "Bond"
	KindBridge     Kind = "Bridge"
	KindVLAN       Kind = "Vlan"
	KindTeam       Kind = "Team"
	KindInfiniBand Kind = "InfiniBand"
	KindWireless   Kind = "Wireless"
	KindCTC        Kind = "CTC"
	KindDummy      Kind = "Dummy"
	KindVRF        Kind = "Vrf"
	KindMACVLAN    Kind = "Macvlan"
	KindIPVLAN     Kind = "Ipvlan"
	KindVeth       Kind = "Veth"
	KindVXLAN      Kind = "Vxlan"
	KindGRE        Kind = "GRE"
	KindGRE6       Kind = "GRE6"
	KindGretap     Kind = "Gretap"
	KindGretap6    Kind = "Gretap6"
	KindIPIP       Kind = "IPIP"
	KindIPIP6      Kind = "IPIP6"
	KindIP6IP6     Kind = "IP6IP6"
	KindSIT        Kind = "SIT"
)

// kindWords are the words of TYPE. From Dummy on they are netonce's own, but for Veth
// and most of the tunnels, which the old scripts had.
const (
	kindWords   = "Ethernet Bond Bridge Vlan Team InfiniBand Wireless CTC Dummy Vrf Macvlan Ipvlan Veth Vxlan " + tunnelKinds
	tunnelKinds = tunnels4 + " " + tunnels6
	tunnels4    = "GRE Gretap IPIP SIT" // over IPv4
	tunnels6    = "GRE6 Gretap6 IPIP6 IP6IP6"
)

// kindOf finds the kind by its name in a file. Case does not matter.
func kindOf(s string) (Kind, bool) {
	for _, k := range strings.Fields(kindWords) {
		if strings.EqualFold(s, k) {
			return Kind(k), true
		}
	}
	return Kind(s), false
}

// idPrefix is what NetworkManager puts before the file's suffix to name a profile
// without NAME.
func (k Kind) idPrefix() string {
	switch k {
	case KindBond, KindBridge, KindTeam, KindVLAN:
		return string(k) + " "
	}
	return "System "
}

// Made reports whether the profile's link is made, by whoever wants it; a team by teamd. An InfiniBand
// port is there; a partition of it is made.
func (p *Profile) Made() bool {
	return p.Kind.Value.made() || p.Kind.Value == KindInfiniBand && p.isPartition()
}

func (k Kind) made() bool {
	switch k {
	case "", KindEthernet, KindInfiniBand, KindWireless, KindCTC:
		return false
	}
	return true
}

// NeedsParent reports whether a link of the kind stands on another.
func (k Kind) NeedsParent() bool { return k == KindVLAN || k == KindMACVLAN || k == KindIPVLAN }

// linkKind settles what kind of link the profile is about, from TYPE and, as
// NetworkManager does, from keys that only one kind has.
func (r *reader) linkKind() {
	p := r.p
	known := true
	p.Kind = Field[Kind]{Value: KindEthernet}
	if r.kind.IsSet() {
		p.Kind = Field[Kind]{Pos: r.kind.Pos, Key: r.kind.Key}
		p.Kind.Value, known = kindOf(r.kind.Value)
	}
	if p.Kind.Value == KindEthernet {
		r.inferKind()
	}
	switch {
	case p.Rejected:
	case !known:
		r.reject(r.kind.Pos, "TYPE", fmt.Sprintf("%q is not a kind of link that is known; the interface is left alone", r.kind.Value), "")
	case p.Kind.Key == "TYPE" && p.Kind.Value != KindEthernet && p.Kind.Value != KindInfiniBand && !p.Kind.Value.made():
		r.unsupported(p.Kind.Pos, "TYPE", fmt.Sprintf("links of the kind %q are not built yet", p.Kind.Value))
	}
	for _, v := range r.blocking {
		k, _ := r.table.find(v.Key)
		if !p.Rejected && !isNo(v.Value) {
			r.unsupported(v.Pos, v.Key, k.Why)
		}
	}
}

// inferKind finds the kind that other keys tell where TYPE does not, or says
// Ethernet, which is what a bond or a VLAN was to some.
func (r *reader) inferKind() {
	p := r.p
	if d := r.deviceType; d.IsSet() {
		p.Kind.Pos, p.Kind.Key = d.Pos, d.Key
		if strings.EqualFold(d.Value, "Team") {
			p.Kind.Value = KindTeam
		}
		return
	}
	for _, list := range [][]value{r.blocking, r.marks} {
		for _, v := range list {
			kind, ok := map[string]Kind{"TEAM_CONFIG": KindTeam, "BONDING_MASTER": KindBond, "BONDING_OPTS": KindBond,
				"VLAN": KindVLAN, "ESSID": KindWireless, "PKEY": KindInfiniBand, "IPV6TUNNELIPV4": KindSIT}[v.Key]
			switch {
			case !ok || isNo(v.Value):
			case v.Key == "BONDING_OPTS" && !r.kind.IsSet():
				// Alone it tells nothing: NetworkManager reads it of bonds, and of
				// Ethernet that says so.
			default:
				p.Kind = Field[Kind]{kind, v.Pos, v.Key}
				return
			}
		}
	}
}

// unsupported leaves the interface alone for the want of something that the
// profile rightly asks for and that is not built.
func (r *reader) unsupported(at Pos, key, why string) {
	r.reject(at, key, why+"; the interface is left alone", "")
	r.p.Unsupported = true
}
