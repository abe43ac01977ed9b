package dhcp4

import (
	"net/netip"
	"slices"
)

// anonymousRequest is option 55 of a client that does not want to be known by it: what
// hardly any client can do without (RFC 7844 3.6).
var anonymousRequest = []byte{1, 121, 3, 6, 15, 119}

// anonymize leaves out what a client would be known by again (RFC 7844 3). The client
// identifier becomes the hardware address, which the message shows anyway, and which is
// to be another one with each network.
func (c *Config) anonymize() {
	c.Hostname, c.FQDN, c.VendorClass, c.Requested = "", "", "", netip.Addr{}
	c.ClientID, c.NoClientID = nil, false
	if c.Former != nil && !c.Former.InUse { // no INIT-REBOOT: this may be another network
		c.Former = nil
	}
}

// parameters is option 55. An anonymous client's is in another order with each message
// (RFC 7844 3.6), but for 121, which has to stand before 3 (RFC 3442).
func (m *Machine) parameters() []byte {
	list := parameterRequest
	if m.cfg.Anonymous {
		list = slices.Clone(anonymousRequest)
		for i := len(list) - 1; i > 0; i-- {
			j := int(m.rand() % uint32(i+1))
			list[i], list[j] = list[j], list[i]
		}
		if r, c := slices.Index(list, 3), slices.Index(list, 121); r < c {
			list[r], list[c] = list[c], list[r]
		}
	}
	if m.cfg.Netboot {
		list = append(slices.Clip(list), netbootRequest...)
	}
	if m.cfg.IPv6Only {
		list = append(slices.Clip(list), optIPv6Only)
	}
	return list
}
