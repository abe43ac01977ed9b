package ndp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"time"

	"netonce/apply/dnsname"
)

// Forever is a Lifetime that does not end: the wire's 0xffffffff seconds.
const Forever = math.MaxUint32 * time.Second

// Option is what a router tells of names, or the zero Option of anything else.
type Option struct {
	Servers  []netip.Addr  // recursive DNS servers, the best first; without zones
	Search   []string      // names that were checked
	Lifetime time.Duration // from when it was heard; 0: not to be used any more
}

// Types of options, and how much of them is kept: more than a resolver takes.
const (
	rdnss = 25 // RFC 8106 5.1
	dnssl = 31 // RFC 8106 5.2

	maxServers = 8
	maxSearch  = 16
)

const header = 8 // type, length, reserved, lifetime

// Errors of ParseOption.
var (
	errLength = errors.New("its length is wrong")
	errServer = errors.New("no unicast address")
)

// ParseOption reads an option of a router advertisement, in which there may be
// anything. Of a list the members that cannot be used are left out; the error says
// why nothing can.
func ParseOption(b []byte) (o Option, err error) {
	if len(b) < 2 {
		return o, errLength
	}
	if b[0] != rdnss && b[0] != dnssl {
		return o, nil
	}
	if len(b) < header || len(b) != 8*int(b[1]) {
		return o, fmt.Errorf("option %d: %w", b[0], errLength)
	}
	o.Lifetime = time.Duration(binary.BigEndian.Uint32(b[4:])) * time.Second
	if b[0] == rdnss {
		o.Servers, err = servers(b[header:])
	} else {
		o.Search, err = search(b[header:])
	}
	if err != nil {
		return Option{}, fmt.Errorf("option %d: %w", b[0], err)
	}
	return o, nil
}

func servers(b []byte) (list []netip.Addr, err error) {
	const octets = 16
	if len(b) == 0 || len(b)%octets != 0 {
		return nil, errLength
	}
	for ; len(b) > 0 && len(list) < maxServers; b = b[octets:] {
		a := netip.AddrFrom16([octets]byte(b))
		if Server(a) {
			list = append(list, a)
		} else {
			err = fmt.Errorf("%s: %w", a, errServer)
		}
	}
	if len(list) > 0 {
		err = nil
	}
	return list, err
}

// Server reports whether an IPv6 address can be a name server's on another host.
func Server(a netip.Addr) bool {
	return a.Is6() && !a.Is4In6() && (a.IsGlobalUnicast() || a.IsLinkLocalUnicast())
}

// search reads names that are padded with zeros (RFC 8106 5.2).
func search(b []byte) ([]string, error) {
	raw, err := dnsname.Decode(b, false, len(b))
	if err != nil {
		return nil, err
	}
	var list []string
	for _, name := range raw {
		if dnsname.Valid(name) && len(list) < maxSearch {
			list = append(list, name)
		}
	}
	return list, nil
}
