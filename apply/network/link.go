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
	NoARP     bool             // IFF_NOARP
	MAC       net.HardwareAddr // the address in use
	Permanent net.HardwareAddr // IFLA_PERM_ADDRESS, nil where the driver has none
	MTU       int
	Up        bool       // IFF_UP: brought up by somebody
	Carrier   bool       // IFF_LOWER_UP: the other end is there
	Master    int        // index of the controller, 0 for none
	Parent    int        // index of the link underneath, 0 for none
	Options   Options    // of its kind
	Port      Options    // as a port of its controller
	Token     netip.Addr // lower half of IPv6 addresses from routers
	Router    RouterFlags
	Promisc   bool   // IFF_PROMISC: somebody asked for it; ports and those that listen do not count
	Driver    string // only where it has been asked for
	Path      string // udev's ID_PATH, only where it has been asked for
}

// BurntIn returns the permanent address, or the one in use where the driver
// knows no permanent one (virtual links).
func (l *Link) BurntIn() net.HardwareAddr {
	if len(l.Permanent) > 0 {
		return l.Permanent
	}
	return l.MAC
}

// LinkChange lists what is to be set on a link; nil and false fields stay. The
// token :: takes away one that is there.
type LinkChange struct {
	Kind    string // of a link that is made, or whose Options are set
	Parent  Ref    // of a link that is made; the team of which Port is the configuration of a port
	Options Options
	Master  *Ref // nil: stays; the zero Ref: none any more
	Port    Options
	PortOf  string // kind of the controller that Port's options are of

	MAC   net.HardwareAddr
	MTU   int
	Token netip.Addr
	Up    bool
	Down  bool

	Promisc string // "on" or "off"; empty: stays
}

// PromiscMode is IFF_PROMISC as a LinkChange has it.
func PromiscMode(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// IsZero reports whether there is nothing to set.
func (c *LinkChange) IsZero() bool {
	return len(c.Options)+len(c.Port) == 0 && c.Master == nil && c.MAC == nil && c.MTU == 0 && c.Promisc == "" && !c.Token.IsValid() && !c.Up && !c.Down
}

// Apply sets on l what c lists.
func (c *LinkChange) Apply(l *Link) {
	if c.MAC != nil {
		l.MAC = bytes.Clone(c.MAC)
	}
	if c.MTU != 0 {
		l.MTU = c.MTU
	}
	if c.Token.IsValid() {
		l.Token = tokenOf(c.Token)
	}
	l.Options, l.Port = l.Options.Set(c.Options), l.Port.Set(c.Port)
	if c.Master != nil {
		l.Master = c.Master.Index
	}
	if c.Promisc != "" {
		l.Promisc = c.Promisc == "on"
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
func (l *Link) HasToken(wanted netip.Addr) bool { return l.Token == tokenOf(wanted) }

// String formats the change in the words of ip-link(8).
func (c LinkChange) String() string {
	var p phrase
	if c.PortOf == "team" && len(c.Port) > 0 {
		p.say(true, "port config", c.Port.value())
		return p.String()
	}
	if c.Master != nil {
		p.say(c.Master.Name != "", "master", c.Master.Name)
		p.say(c.Master.Name == "", "nomaster")
	}
	p.say(c.MAC != nil, "address", c.MAC.String())
	p.say(c.MTU != 0, "mtu", strconv.Itoa(c.MTU))
	p.say(c.Token.IsValid(), "token", c.Token.String())
	p.say(c.Promisc != "", "promisc", c.Promisc)
	p.say(c.Up, "up")
	p.say(c.Down, "down")
	p.say(len(c.Options) > 0, "type", c.Kind, c.Options.String())
	p.say(len(c.Port) > 0, "type", c.PortOf+"_slave", c.Port.String())
	return p.String()
}

// made formats the making of a link as ip-link(8) takes it.
func (c *LinkChange) made(name string) string {
	p := phrase{}
	if c.Kind == "team" {
		p.say(true, "teamd", "-t", name, "-c", c.Options.value())
		return p.String()
	}
	p.say(true, "ip", "link", "add")
	p.say(c.Parent.Name != "", "link", c.Parent.Name)
	p.say(true, "name", name)
	p.say(c.MAC != nil, "address", c.MAC.String())
	p.say(c.MTU != 0, "mtu", strconv.Itoa(c.MTU))
	p.say(true, "type", c.Kind)
	p.say(len(c.Options) > 0, c.Options.String())
	return p.String()
}
