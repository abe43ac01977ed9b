package network

import (
	"bytes"
	"net"
	"net/netip"
	"strconv"
)

// Link is a network interface as the kernel shows it.
type Link struct {
	Index     int
	Name      string
	Kind      string           // rtnetlink's IFLA_INFO_KIND: "veth", "bridge", ...; empty for hardware
	Ethernet  bool             // ARPHRD_ETHER
	Loopback  bool             // IFF_LOOPBACK
	MAC       net.HardwareAddr // the address in use
	Permanent net.HardwareAddr // IFLA_PERM_ADDRESS, nil where the driver has none
	MTU       int
	Up        bool       // IFF_UP: brought up by somebody
	Carrier   bool       // IFF_LOWER_UP: the other end is there
	Master    int        // index of the controller, 0 for none
	Token     netip.Addr // lower half of IPv6 addresses from routers
	Driver    string     // only where it has been asked for
	Path      string     // udev's ID_PATH, only where it has been asked for
}

// BurntIn returns the permanent address, or the one in use where the driver
// knows no permanent one (virtual links).
func (l Link) BurntIn() net.HardwareAddr {
	if len(l.Permanent) > 0 {
		return l.Permanent
	}
	return l.MAC
}

// LinkChange lists what is to be set on a link; nil and false fields stay. The
// token :: takes away one that is there.
type LinkChange struct {
	MAC   net.HardwareAddr
	MTU   int
	Token netip.Addr
	Up    bool
	Down  bool
}

// IsZero reports whether there is nothing to set.
func (c LinkChange) IsZero() bool {
	return c.MAC == nil && c.MTU == 0 && !c.Token.IsValid() && !c.Up && !c.Down
}

// Apply sets on l what c lists.
func (c LinkChange) Apply(l *Link) {
	if c.MAC != nil {
		l.MAC = bytes.Clone(c.MAC)
	}
	if c.MTU != 0 {
		l.MTU = c.MTU
	}
	if c.Token.IsValid() {
		l.Token = tokenOf(c.Token)
	}
	l.Up = (l.Up || c.Up) && !c.Down
}

// tokenOf takes :: for none.
func tokenOf(a netip.Addr) netip.Addr {
	if a.IsUnspecified() {
		return netip.Addr{}
	}
	return a
}

// HasToken reports whether the link's token is what a change asks for.
func (l Link) HasToken(wanted netip.Addr) bool { return l.Token == tokenOf(wanted) }

// String formats the change in the words of ip-link(8).
func (c LinkChange) String() string {
	var p phrase
	p.say(c.MAC != nil, "address", c.MAC.String())
	p.say(c.MTU != 0, "mtu", strconv.Itoa(c.MTU))
	p.say(c.Token.IsValid(), "token", c.Token.String())
	p.say(c.Up, "up")
	p.say(c.Down, "down")
	return p.String()
}
