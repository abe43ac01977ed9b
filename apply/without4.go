package apply

import (
	"fmt"

	"netonce/apply/dhcp4"
	"netonce/ifcfg"
)

// doesWithout4 reports whether the host can do without IPv4 on an interface, should a
// server have it so: the profile lets it, has IPv6, and does not fail without IPv4.
func (l *link) doesWithout4() bool {
	on, _ := ifcfg.ParseBool(l.Profile.Setting("DHCP_IPV6_ONLY_PREFERRED").Value)
	return on && l.autoconfigured() && !l.Profile.IPv4.Fatal.Value
}

// without4 has an interface do without IPv4 for a while (RFC 8925 3.2). That is no
// failure, unless IPv6 fails too.
func (x *run) without4(l *link, only *dhcp4.IPv6Only) {
	l.tries, l.tried, l.quiet = 0, 0, x.Uptime()+only.Wait
	l.leaseErr = fmt.Errorf("%s: %w", l.Profile.IPv4.Method.Because(), only)
	x.Log.Info(l.leaseErr.Error(), "interface", l.name())
	l.build(x.Uptime())
	x.converge([]*link{l})
}

// quietly reports whether an interface is not to ask for IPv4 yet. Coming to a network,
// or being told to by name, it asks (RFC 8925 3.2).
func (x *run) quietly(l *link) bool {
	m := x.request.Mode
	return l.lease == nil && l.quiet > x.Uptime() && m != Up && m != Hotplug && l.doesWithout4()
}
