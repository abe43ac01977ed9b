package dhcp6

import (
	"net/netip"
	"slices"
	"time"

	"netonce/apply/dnsname"
)

// hosts reads a list of addresses and adds them to one. Bytes left over at its end
// cost only themselves.
func (in *interpreter) hosts(to []netip.Addr, code uint16, v []byte) []netip.Addr {
	const size = 16
	for ; len(v) > 0; v = v[size:] {
		if len(v) < size {
			in.drop(code, "%d bytes left over", len(v))
			break
		}
		a := netip.AddrFrom16([size]byte(v))
		switch {
		case !validHost(a):
			in.drop(code, "address %v", a)
		case slices.Contains(to, a):
		case len(to) == maxServers:
			in.drop(code, "all after the first %d", maxServers)
			return to
		default:
			to = append(to, a)
		}
	}
	return to
}

// ntp reads the addresses in option 56, which is made of options itself (RFC 5908 4),
// and those of option 31 that it replaced. Names and multicast addresses are passed over.
func (in *interpreter) ntp() []netip.Addr {
	var servers []netip.Addr
	inner, err := readOptions(in.get(optNTP))
	if err != nil {
		in.drop(optNTP, "%v", err)
	}
	for len(inner) > 0 {
		code, v, rest, ok := inner.next()
		if !ok {
			break
		}
		inner = rest
		if code == subNTPAddress {
			servers = in.hosts(servers, optNTP, v[:min(len(v), 16)])
		}
	}
	return in.hosts(servers, optSNTP, in.get(optSNTP))
}

// search reads option 24. The names in it are not compressed (RFC 8415 10).
func (in *interpreter) search() []string {
	// One more than is kept, so that what is left out is noted.
	raw, err := dnsname.Decode(in.get(optSearch), false, maxSearch+1)
	if err != nil {
		in.drop(optSearch, "%v", err)
		return nil
	}
	var names []string
	for _, name := range raw {
		switch {
		case !dnsname.Valid(name):
			in.drop(optSearch, "name %s", quoted([]byte(name[:min(len(name), 32)])))
		case slices.Contains(names, name):
		case len(names) == maxSearch:
			in.drop(optSearch, "all names after the first %d", maxSearch)
			return names
		default:
			names = append(names, name)
		}
	}
	return names
}

// limit reads option 82 or 83; 0 when absent or out of bounds, which RFC 8415 21.24 and
// 21.25 have ignored.
func (in *interpreter) limit(code uint16) time.Duration {
	v, ok := in.options.get(code)
	if !ok {
		return 0
	}
	if len(v) != 4 || !validMaxRT(seconds32(v)) {
		in.drop(code, "%x", v[:min(len(v), 32)])
		return 0
	}
	return seconds32(v)
}

// How soon information may be asked for again, and when it is if the server does not
// say (IRT_MINIMUM and IRT_DEFAULT, RFC 8415 7.6).
const (
	minRefresh     = 600 * time.Second
	defaultRefresh = 86400 * time.Second
)

// refresh reads option 32.
func (in *interpreter) refresh() time.Duration {
	v, ok := in.options.get(optRefresh)
	if !ok {
		return defaultRefresh
	}
	if len(v) != 4 {
		in.drop(optRefresh, "%d bytes", len(v))
		return defaultRefresh
	}
	return max(minRefresh, seconds32(v))
}
