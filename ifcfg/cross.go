package ifcfg

import (
	"fmt"
	"net/netip"
)

// crossed looks at what profiles say of each other. Everything here is a warning:
// each profile is applied as it stands. The time taken grows with the number of
// profiles, not with its square.
type crossed struct {
	profiles []*Profile // those that a boot brings up
	networks networks
	found    []Diagnostic
}

// cross returns what is odd about the profiles together.
func cross(h *Host) []Diagnostic {
	c := crossed{}
	for _, p := range h.Profiles {
		if p.OnBoot.Value && (!p.Rejected || p.Unsupported) {
			c.profiles = append(c.profiles, p)
		}
	}
	c.inferences()
	c.devices()
	c.stacks(h.Profiles)
	c.addresses()
	c.gateways(h.Defaults)
	c.defaultRoutes()
	c.nameServers()
	return c.found
}

func (c *crossed) warn(at Pos, key, code, message, hint string) {
	c.found = append(c.found, Diagnostic{Pos: at, Severity: Warning, Code: code, Key: key, Message: message, Hint: hint})
}

// devices tells of profiles that are for one interface: only one of them is
// brought up.
func (c *crossed) devices() {
	best := map[string]*Profile{}
	for _, p := range c.profiles {
		if d := p.Device.Value; d != "" && (best[d] == nil || wins(p, best[d])) {
			best[d] = p
		}
	}
	for _, p := range c.profiles {
		b := best[p.Device.Value]
		if b == nil || b == p || apart(p, b) {
			continue
		}
		why := "its file has the first name"
		switch {
		case b.Priority.Value != p.Priority.Value:
			why = "its AUTOCONNECT_PRIORITY is higher"
		case b.HWAddr.IsSet() != p.HWAddr.IsSet():
			why = "it names the hardware address too"
		case b.Suffix() == p.Device.Value:
			why = "its file is named after the interface"
		}
		c.warn(p.Device.Pos, p.Device.Key, "claimed", fmt.Sprintf("%s is for %s too and is taken instead: %s", b.File, p.Device.Value, why), "write ONBOOT=no, or remove one of the files")
	}
}

// wins reports whether of two profiles for one interface p is taken.
func wins(p, q *Profile) bool {
	switch {
	case p.Priority.Value != q.Priority.Value:
		return p.Priority.Value > q.Priority.Value
	case p.HWAddr.IsSet() != q.HWAddr.IsSet():
		return p.HWAddr.IsSet()
	case (p.Suffix() == p.Device.Value) != (q.Suffix() == q.Device.Value):
		return p.Suffix() == p.Device.Value
	}
	return p.File < q.File
}

// apart reports whether two profiles can never be for one card.
func apart(p, q *Profile) bool {
	return p.HWAddr.IsSet() && q.HWAddr.IsSet() && p.HWAddr.Value.String() != q.HWAddr.Value.String()
}

// addresses tells of an address that two interfaces are to have.
func (c *crossed) addresses() {
	type owner struct {
		profile *Profile
		field   Field[netip.Prefix]
	}
	first := map[netip.Addr]owner{}
	for _, p := range c.profiles {
		for _, list := range [][]Field[netip.Prefix]{p.IPv4.Addresses, p.IPv6.Addresses} {
			for _, f := range list {
				a := f.Value.Addr()
				c.networks.add(f.Value, p)
				have, twice := first[a]
				switch {
				case !twice:
					first[a] = owner{p, f}
				case have.profile == p || a.IsLinkLocalUnicast() || p.Device.Value != "" && p.Device.Value == have.profile.Device.Value:
				default:
					c.warn(f.Pos, f.Key, "duplicate", fmt.Sprintf("%s is an address of %s too (%s)", a, have.profile.File, have.field.Because()), "")
				}
			}
		}
	}
}

// networks finds which of many prefixes an address is in.
type networks struct {
	owners map[netip.Prefix]*Profile
	bits   map[int]bool // lengths that there are
}

// add adds a prefix; its first owner keeps it.
func (n *networks) add(p netip.Prefix, owner *Profile) {
	if n.owners == nil {
		n.owners, n.bits = map[netip.Prefix]*Profile{}, map[int]bool{}
	}
	if p = p.Masked(); n.owners[p] == nil {
		n.owners[p] = owner
		n.bits[p.Bits()] = true
	}
}

// owner returns the owner of the longest prefix that an address is in, nil where
// it is in none.
func (n *networks) owner(a netip.Addr) *Profile {
	var best *Profile
	longest := -1
	for bits := range n.bits {
		if p, err := a.Prefix(bits); err == nil && bits > longest && n.owners[p] != nil {
			best, longest = n.owners[p], bits
		}
	}
	return best
}
