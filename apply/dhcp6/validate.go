package dhcp6

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/netonce/netonce/apply/dnsname"
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
	if len(l.Addresses) > maxAddresses || len(l.Prefixes) > maxPrefixes {
		return fmt.Errorf("%d addresses, %d prefixes: too many", len(l.Addresses), len(l.Prefixes))
	}
	for _, a := range l.Addresses {
		if !validOwn(a.Addr) || !validLifetimes(a.Preferred, a.Valid) {
			return fmt.Errorf("address %v, preferred for %v, valid for %v: not one for a host", a.Addr, a.Preferred, a.Valid)
		}
	}
	for _, d := range l.Prefixes {
		if !validDelegated(d.Prefix) || !validLifetimes(d.Preferred, d.Valid) {
			return fmt.Errorf("prefix %v, preferred for %v, valid for %v: not one to delegate", d.Prefix, d.Preferred, d.Valid)
		}
	}
	return nil
}

func validLifetimes(preferred, valid time.Duration) bool {
	return preferred >= 0 && preferred <= valid && valid > 0 && valid <= Forever
}

func (l *Lease) validateTimes() error {
	longest := time.Duration(0)
	for _, a := range l.Addresses {
		longest = max(longest, a.Valid)
	}
	for _, d := range l.Prefixes {
		longest = max(longest, d.Valid)
	}
	switch mere := longest == 0; {
	case l.Lifetime != longest:
		return fmt.Errorf("lifetime %v: not the longest, %v", l.Lifetime, longest)
	case mere && (l.T1 != 0 || l.T2 != 0), !mere && (l.T1 <= 0 || l.T1 > l.T2 || l.T2 > l.Lifetime):
		return fmt.Errorf("T1 %v, T2 %v, lifetime %v: not in order", l.T1, l.T2, l.Lifetime)
	case mere && (l.Refresh < minRefresh || l.Refresh > Forever), !mere && l.Refresh != 0:
		return fmt.Errorf("refresh time %v", l.Refresh)
	case l.SolMaxRT != 0 && !validMaxRT(l.SolMaxRT), l.InfMaxRT != 0 && !validMaxRT(l.InfMaxRT):
		return errors.New("longest wait out of bounds")
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
