package apply

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"netonce/apply/dhcp6"
	"netonce/ifcfg"
)

// subnetBits is the length of the prefixes that a delegated one is cut into: hosts make
// addresses of no other (RFC 4862 5.5.3).
const subnetBits = 64

// downstream are the interfaces that a profile has a delegated prefix laid out on.
func (l *link) downstream() []string {
	names := l.Profile.Setting("DHCPV6_PD_INTERFACES").Value
	if names == "" {
		return nil
	}
	return strings.Split(names, ",")
}

// delegates reports whether the profile asks for a prefix.
func (l *link) delegates() bool {
	return len(l.downstream()) > 0 || l.Profile.Setting("DHCPV6_PD_HINT").IsSet()
}

// delegationHint is the prefix to ask for; the zero Prefix for any.
func delegationHint(p *ifcfg.Profile) netip.Prefix {
	hint, _ := netip.ParsePrefix(p.Setting("DHCPV6_PD_HINT").Value) // the key table takes no other
	return hint
}

// tellDownstream has interfaces know of the prefixes that others delegate to them. What
// is renewed for the one is so for the others.
func (x *run) tellDownstream() {
	for _, up := range x.links {
		names := up.downstream()
		if len(names) == 0 {
			continue
		}
		for _, l := range x.links {
			if l == up || !slices.Contains(names, l.name()) {
				continue
			}
			if up.meant && !l.meant && x.owned[l.name()].Profile == l.Profile.File && x.request.Mode != Boot && x.request.Mode != Reload {
				l.meant, l.later, l.auto.later = true, true, true // about its addresses alone
			}
			l.delegated = func(now time.Duration) []dhcp6.Grant { return x.delegated(l, now) }
			l.build(x.Uptime())
		}
	}
}

// delegated lists the addresses that an interface gets of prefixes that are delegated
// to others: the first of a subnet of its own, by its place in their lists.
func (x *run) delegated(l *link, now time.Duration) (list []dhcp6.Grant) {
	for _, up := range x.links {
		if up.auto.lease == nil || up == l {
			continue
		}
		n := slices.Index(up.downstream(), l.name())
		if n < 0 {
			continue
		}
		for _, g := range up.auto.lease.Grants(up.auto.lease.Lease.Prefixes, now) {
			if to, ok := subnet(g.Prefix, n); ok {
				g.Prefix = to
				list = append(list, g)
			} else {
				at := up.Profile.Setting("DHCPV6_PD_INTERFACES")
				x.failed(up, fmt.Errorf("%s: %s: no subnet of %s is left for %s", at.Because(), up.name(), g.Prefix, l.name()))
			}
		}
	}
	return list
}

// subnet is the first address of the nth subnet of a prefix, counted from 0; false
// where it has none of that number.
func subnet(p netip.Prefix, n int) (netip.Prefix, bool) {
	spare := subnetBits - p.Bits()
	if spare < 0 || spare < 31 && n >= 1<<spare {
		return netip.Prefix{}, false
	}
	b := p.Masked().Addr().As16()
	binary.BigEndian.PutUint64(b[:], binary.BigEndian.Uint64(b[:])+uint64(n))
	b[15] = 1
	return netip.PrefixFrom(netip.AddrFrom16(b), subnetBits), true
}

// layOut builds anew the interfaces that some delegate to, and returns those of the run.
func (x *run) layOut(from []*link) (list []*link) {
	from = slices.DeleteFunc(slices.Clone(from), func(l *link) bool { return len(l.downstream()) == 0 })
	for _, l := range x.links {
		for _, up := range from {
			if l.meant && l != up && slices.Contains(up.downstream(), l.name()) {
				l.build(x.Uptime())
				list = append(list, l)
				break
			}
		}
	}
	return list
}
