package dhcp4

import (
	"cmp"
	"fmt"
	"net/netip"

	"netonce/apply/dhcp"
	"netonce/apply/dnsname"
)

// Validate checks a lease that was read back from a file as strictly as one that
// comes off the network: it returns an error for anything that Acquire would not
// have returned, so that nobody who can write the file can do more than a server
// could.
func (l Lease) Validate() error {
	for _, err := range []error{
		l.validateAddress(),
		l.validateTimes(),
		validateHosts("router", l.Routers),
		validateHosts("DNS server", l.DNS),
		validateHosts("NTP server", l.NTP),
		validateRoutes(l.Routes),
		validateNames("domain", l.Domains),
		validateNames("search domain", l.Search),
		l.validateRest(),
	} {
		if err != nil {
			return fmt.Errorf("lease: %w", err)
		}
	}
	return nil
}

func (l Lease) validateAddress() error {
	if !validOwn(l.Address) {
		return fmt.Errorf("address %v: not one for a host", l.Address)
	}
	if l.Broadcast.IsValid() && !validBroadcast(l.Broadcast, l.Address) {
		return fmt.Errorf("broadcast address %v: not of %v", l.Broadcast, l.Address)
	}
	if !validHost(l.Server) {
		return fmt.Errorf("server %v: not a host's address", l.Server)
	}
	return nil
}

func (l Lease) validateTimes() error {
	if l.Lifetime == Forever && l.T1 == Forever && l.T2 == Forever {
		return nil
	}
	if l.T1 <= 0 || l.T1 >= l.T2 || l.T2 >= l.Lifetime || l.Lifetime >= Forever {
		return fmt.Errorf("T1 %v, T2 %v, lifetime %v: not in order", l.T1, l.T2, l.Lifetime)
	}
	return nil
}

func validateHosts(what string, hosts []netip.Addr) error {
	if len(hosts) > maxServers {
		return fmt.Errorf("%d %ss: at most %d", len(hosts), what, maxServers)
	}
	for _, a := range hosts {
		if !validHost(a) {
			return fmt.Errorf("%s %v: not a host's address", what, a)
		}
	}
	return nil
}

func validateRoutes(routes []Route) error {
	if len(routes) > maxRoutes {
		return fmt.Errorf("%d routes: at most %d", len(routes), maxRoutes)
	}
	for _, r := range routes {
		if !validRoute(r) {
			return fmt.Errorf("route %v via %v: not valid", r.Destination, r.Gateway)
		}
	}
	return nil
}

func validateNames(what string, names []string) error {
	if len(names) > maxSearch {
		return fmt.Errorf("%d %ss: at most %d", len(names), what, maxSearch)
	}
	for _, n := range names {
		if !dnsname.Valid(n) {
			return fmt.Errorf("%s %q: not a name", what, clip([]byte(n)))
		}
	}
	return nil
}

func (l Lease) validateRest() error {
	if l.MTU != 0 && (l.MTU < minMTU || l.MTU > 65535) {
		return fmt.Errorf("MTU %d: want %d to 65535", l.MTU, minMTU)
	}
	if l.Hostname != "" && !dnsname.Valid(l.Hostname) {
		return fmt.Errorf("host name %q: not a name", clip([]byte(l.Hostname)))
	}
	if l.NextServer.IsValid() && !validHost(l.NextServer) {
		return fmt.Errorf("next server %v: not a host's address", l.NextServer)
	}
	if err := cmp.Or(validatePath(l.RootPath), validatePath(l.BootFile)); err != nil {
		return err
	}
	if len(l.ClientID) > 255 {
		return dhcp.Reason("client identifier: longer than an option")
	}
	return nil
}
