package dhcp4

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// optIPv6Only is the IPv6-Only Preferred option (RFC 8925 3.1).
const optIPv6Only uint8 = 108

// minIPv6OnlyWait is MIN_V6ONLY_WAIT (RFC 8925 3.4).
const minIPv6OnlyWait = 300 * time.Second

// IPv6Only is the answer of a server that has a client of Config.IPv6Only do without
// IPv4 for a while.
type IPv6Only struct {
	Server netip.Addr
	// Wait is V6ONLY_WAIT: how long not to ask again.
	Wait time.Duration
}

func (e *IPv6Only) Error() string {
	return fmt.Sprintf("server %v has IPv6 stand in for IPv4 for %v (option 108)", e.Server, e.Wait)
}

// ipv6Only returns what a message says of IPv6, nil where that is nothing. A lease that
// is held already is renewed all the same: what goes over its address is not cut off.
func (m *Machine) ipv6Only(msg *dhcpv4.DHCPv4) *IPv6Only {
	if v := msg.Options[optIPv6Only]; m.cfg.IPv6Only && !m.state.keeping() && len(v) == 4 {
		server, err := serverOf(msg)
		if err == nil && !m.rejects(server) {
			return &IPv6Only{server, max(time.Duration(binary.BigEndian.Uint32(v))*time.Second, minIPv6OnlyWait)}
		}
	}
	return nil
}
