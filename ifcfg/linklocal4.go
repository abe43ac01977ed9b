package ifcfg

import "strings"

// LinkLocal says when an interface gets a link-local IPv4 address (RFC 3927).
type LinkLocal uint8

// The ways of IPV4_LINK_LOCAL, of which BOOTPROTO=autoip is the second.
const (
	NoLinkLocal       LinkLocal = iota
	LinkLocalAlways             // beside all others
	LinkLocalFallback           // as long as there is no lease
)

// IPv4LinkLocal returns what the profile says, and where.
func (p *Profile) IPv4LinkLocal() (LinkLocal, string) {
	if m := p.IPv4.Method; m.Value == MethodLinkLocal {
		return LinkLocalAlways, m.Because()
	}
	s := p.Setting("IPV4_LINK_LOCAL")
	switch strings.ToLower(s.Value) {
	case "enabled", "3": // NMSettingIP4LinkLocal
		return LinkLocalAlways, s.Because()
	case "fallback", "4":
		return LinkLocalFallback, s.Because()
	}
	return NoLinkLocal, ""
}
