package dhcp6

import (
	"fmt"
	"net/netip"
	"slices"

	"netonce/apply/dhcp"
	"netonce/apply/dnsname"
)

// Validate checks a lease that was read back from a file as strictly as one that
// comes off the network: it returns an error for anything that Acquire would not
// have returned, so that nobody who can write the file can do more than a server
// could.
func (l Lease) Validate() error {
	for _, err := range []error{
		l.validateIDs(),
		l.validateContent(),
		l.validateTimes(),
		validateHosts("DNS server", l.DNS),
		validateHosts("NTP server", l.NTP),
		l.validateSearch(),
	} {
		if err != nil {
			return fmt.Errorf("lease: %w", err)
		}
	}
	return nil
}

func (l *Lease) validateIDs() error {
	if !validDUID(l.Server) {
		return fmt.Errorf("server: a DUID of %d bytes", len(l.Server))
	}
	if !validDUID(l.ClientDUID) {
		return fmt.Errorf("client: a DUID of %d bytes", len(l.ClientDUID))
	}
	return nil
}

func (l *Lease) validateContent() error {
	for _, kind := range kinds() {
		all := *l.of(kind)
		if len(all) > maxGrants {
			return fmt.Errorf("%d addresses or prefixes: at most %d", len(all), maxGrants)
		}
		for _, g := range all {
			if !validDelegated(g.Prefix) || kind == optIANA && g.Prefix.Bits() != 128 ||
				g.Preferred < 0 || g.Preferred > g.Valid || g.Valid <= 0 || g.Valid > Forever {
				return fmt.Errorf("%v, preferred for %v, valid for %v: not one for a host", g.Prefix, g.Preferred, g.Valid)
			}
		}
	}
	return nil
}

func (l *Lease) validateTimes() error {
	longest := l.longest()
	mere := longest == 0
	switch {
	case l.Lifetime != longest, mere && l.T1|l.T2 != 0, !mere && (l.T1 <= 0 || l.T1 > l.T2 || l.T2 > l.Lifetime):
		return fmt.Errorf("T1 %v, T2 %v, lifetime %v of %v: not in order", l.T1, l.T2, l.Lifetime, longest)
	case mere && (l.Refresh < minRefresh || l.Refresh > Forever), !mere && l.Refresh != 0:
		return fmt.Errorf("refresh time %v", l.Refresh)
	case l.SolMaxRT != 0 && !validMaxRT(l.SolMaxRT), l.InfMaxRT != 0 && !validMaxRT(l.InfMaxRT):
		return dhcp.Reason("longest wait out of bounds")
	}
	return nil
}

func validateHosts(what string, hosts []netip.Addr) error {
	if len(hosts) > maxServers {
		return fmt.Errorf("%d %ss: at most %d", len(hosts), what, maxServers)
	}
	if i := slices.IndexFunc(hosts, func(a netip.Addr) bool { return !validHost(a) }); i >= 0 {
		return fmt.Errorf("%s %v: not a host's address", what, hosts[i])
	}
	return nil
}

func (l *Lease) validateSearch() error {
	if len(l.Search) > maxSearch {
		return fmt.Errorf("%d search domains: at most %d", len(l.Search), maxSearch)
	}
	for _, n := range l.Search {
		if !dnsname.Valid(n) {
			return fmt.Errorf("search domain %s: not a name", quoted([]byte(n)))
		}
	}
	return nil
}
