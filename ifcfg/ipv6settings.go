package ifcfg

import (
	"fmt"
	"net/netip"
	"strings"
)

// IPv6Settings is what a profile says of the kernel's own ways with IPv6 on the
// interface. What is not set is left as it is.
type IPv6Settings struct {
	TempAddresses Field[uint8] // the kernel's use_tempaddr: 0 none, 1 there, 2 preferred
	AddrGenMode   Field[AddrGenMode]
	Token         Field[netip.Addr] // lower half of addresses from routers, upper half zero
	MTU           Field[int]        // largest IPv6 packet in bytes
	Sysctls       Field[bool]       // no: whether routers are heard is not touched
	ForceAcceptRA Field[bool]       // hear routers, though no address is taken from them
	Router        Field[bool]       // no: the interface does not forward
}

// AddrGenMode is how the lower half of an IPv6 address is made.
type AddrGenMode uint8

// The modes.
const (
	EUI64         AddrGenMode = iota // of the hardware address (RFC 4291 appendix A)
	StablePrivacy                    // of a secret and the prefix (RFC 7217)
)

func (m AddrGenMode) String() string { return [...]string{"eui64", "stable-privacy"}[m] }

// settings6 is where the rows of the key table put the settings: most profiles
// have none, and a thousand of them no room for them.
func (r *reader) settings6() *IPv6Settings {
	if r.p.Settings6 == nil {
		r.p.Settings6 = &IPv6Settings{}
	}
	return r.p.Settings6
}

// IPv6Settings returns what the profile says of them.
func (p *Profile) IPv6Settings() IPv6Settings {
	if p.Settings6 == nil {
		return IPv6Settings{}
	}
	return *p.Settings6
}

// privacy reads IPV6_PRIVACY. As with NetworkManager what is neither a yes nor the
// name of a standard is a no.
func privacy(r *reader, v value) {
	on, ok := ParseBool(v.Value)
	if v.Value == "rfc3041" || v.Value == "rfc4941" {
		on, ok = true, true
	}
	if !ok {
		r.warn(v, "value", fmt.Sprintf("%q is none of yes, no, rfc3041 and rfc4941; no is taken", v.Value), "write IPV6_PRIVACY=rfc3041 or IPV6_PRIVACY=no")
	}
	f := Field[uint8]{Pos: v.Pos, Key: v.Key}
	if on {
		f.Value = 2
	}
	r.settings6().TempAddresses = f
}

// addrGenMode reads the words of NetworkManager, or their numbers. Both defaults
// are what NetworkManager takes where its configuration says nothing.
func addrGenMode(s string) (AddrGenMode, error) {
	switch strings.ToLower(strings.Trim(s, spaces)) {
	case "eui64", "0", "default-or-eui64", "2":
		return EUI64, nil
	case "stable-privacy", "1", "default", "3":
		return StablePrivacy, nil
	}
	return 0, fmt.Errorf("%q is none of eui64, stable-privacy, default-or-eui64 and default", s)
}

// token reads the lower half of an address, ::1 or ::1:2:3:4.
func token(s string) (netip.Addr, error) {
	a, err := ParseIPv6(strings.Trim(s, spaces))
	if err != nil {
		return a, err
	}
	b := a.As16()
	switch {
	case [8]byte(b[:8]) != [8]byte{}:
		return a, fmt.Errorf("%s has bits in its upper half, which the router gives", a)
	case a.IsUnspecified():
		return a, fmt.Errorf("%s is no half of an address", a)
	}
	return a, nil
}

// settleSettings6 settles what needs several keys.
func (r *reader) settleSettings6() {
	s := r.p.Settings6
	if r.preferPublic.IsSet() && (s == nil || s.TempAddresses.Value == 0) && r.preferPublic.Value {
		r.report(r.preferPublic.Pos, Warning, "unread", r.preferPublic.Key, "not used: there are no temporary addresses to prefer others to", "write IPV6_PRIVACY=yes")
	}
	if s == nil {
		return
	}
	if s.TempAddresses.Value != 0 && r.preferPublic.Value {
		s.TempAddresses.Value = 1
	}
	if s.Token.IsSet() && s.AddrGenMode.Value == StablePrivacy {
		r.report(s.Token.Pos, Error, "value", s.Token.Key, "not used: "+s.AddrGenMode.Because()+" makes the lower half another way", "write IPV6_ADDR_GEN_MODE=eui64")
		s.Token = Field[netip.Addr]{}
	}
	if mtu := r.p.MTU.Value; mtu != 0 && s.MTU.Value > mtu {
		r.report(s.MTU.Pos, Error, "value", s.MTU.Key, fmt.Sprintf("not used: the link takes packets of %d bytes (%s)", mtu, r.p.MTU.Because()), "")
		s.MTU = Field[int]{}
	}
	if s.Router.Value {
		r.report(s.Router.Pos, Warning, "not-applied", s.Router.Key, "forwarding is not turned on by a profile", "write net.ipv6.conf.all.forwarding=1 into /etc/sysctl.d")
	}
}

// unusedSettings6 says which settings go unused because IPv6 is not configured.
// What installers write into every file is not among them.
func (r *reader) unusedSettings6(unused, hint string) {
	s := r.p.IPv6Settings()
	r.p.Settings6 = nil
	if s.Token.IsSet() {
		r.report(s.Token.Pos, Warning, "unread", s.Token.Key, unused, hint)
	}
	if s.MTU.IsSet() {
		r.report(s.MTU.Pos, Warning, "unread", s.MTU.Key, unused, hint)
	}
}
