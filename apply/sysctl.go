package apply

import (
	"errors"
	"io/fs"
	"slices"

	"netonce/apply/network"
)

// readSysctls looks up the settings that the interface wants or has of us, no
// others; so it does with those of ethtool.
func (x *run) readSysctls(l *link) {
	if x.snapshot.Interface(l.name()) == nil {
		return
	}
	x.readForwarding(l)
	x.readEthtool(l)
	for _, w := range l.want.Sysctls {
		x.readSysctl(w.Object)
	}
	for _, s := range l.owned.Sysctls {
		x.readSysctl(s)
	}
	goes := func(k network.Key) bool { return !l.wants(k) }
	if l.down || slices.ContainsFunc(l.owned.Addresses, goes) {
		x.readSysctl(network.Sysctl{Family: "ipv4", Interface: l.name(), Key: "promote_secondaries"})
	}
}

// readSysctl notes the value of a setting. One that a kernel may lack has the
// value that is asked for: there is nothing to be done about it.
func (x *run) readSysctl(s network.Sysctl) {
	value, err := x.Kernel.Sysctl(s.Of())
	switch {
	case err == nil:
		s.Value = value
	case s.Key == "disable_ipv6" && errors.Is(err, fs.ErrNotExist):
		s.Value = "1" // a kernel without IPv6 has it disabled
	case s.OfDevice() && s.Value == "0" && errors.Is(err, fs.ErrNotExist): // a card that has no virtual functions
	case s.Family == "ipv6" && errors.Is(err, fs.ErrNotExist) && (s.Key == "ra_defrtr_metric" || x.lacksIPv6(s.Interface)):
		// Linux before 5.12, or one whose lack of IPv6 disable_ipv6 tells of.
	default:
		return // setting it will say why
	}
	x.snapshot.SetSysctl(s)
}

// readForwarding looks whether the interface forwards IPv6: with accept_ra=1 the kernel
// hears routers on hosts alone (ip-sysctl.rst), and the profile asks for them either
// way.
func (x *run) readForwarding(l *link) {
	if !l.hearsRouters() && !l.Profile.IPv6Settings().ForceAcceptRA.Value {
		return
	}
	forwarding, err := x.Kernel.Sysctl(network.Sysctl{Family: "ipv6", Interface: l.name(), Key: "forwarding"})
	l.forwards = err == nil && forwarding != "0"
	l.want.Forwarding(l.forwards)
}

// lacksIPv6 reports whether the kernel has no IPv6 at all on an interface.
func (x *run) lacksIPv6(name string) bool {
	_, err := x.Kernel.Sysctl(network.Sysctl{Family: "ipv6", Interface: name, Key: "disable_ipv6"})
	return errors.Is(err, fs.ErrNotExist)
}
