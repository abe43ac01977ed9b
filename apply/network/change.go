package network

import (
	"strconv"
	"strings"
)

// Op says what a change does to its object.
type Op string

// What can be done to an object.
const (
	OpSet    Op = "set"    // a link's or a sysctl's value
	OpAdd    Op = "add"    // an address or a route that was not there
	OpChange Op = "change" // an address that was there with other properties
	OpDelete Op = "delete"
)

// Sysctl is a value below net/ipv{4,6}/conf/INTERFACE in /proc/sys, or of a card, below
// class/net/INTERFACE/device in /sys.
type Sysctl struct {
	Family    string `json:"family"` // "ipv4" or "ipv6"; of a card "device"
	Interface string `json:"interface"`
	Key       string `json:"key"`
	Value     string `json:"value"`
}

// StableSecret is the key of a setting that is nobody's business.
const StableSecret = "stable_secret"

// shown is the value as logs and plans show it.
func (s Sysctl) shown() string {
	if s.Key == StableSecret {
		return "(secret)"
	}
	return s.Value
}

// Of returns the setting without its value: what identifies it.
func (s Sysctl) Of() Sysctl {
	s.Value = ""
	return s
}

// OfDevice reports whether the setting is a card's, in sysfs.
func (s Sysctl) OfDevice() bool { return s.Family == "device" }

// NumVFs is the key of how many virtual functions a card has
// (Documentation/PCI/pci-iov-howto.rst).
const NumVFs = "sriov_numvfs"

// Path is where the setting is, in /proc/sys or /sys.
func (s Sysctl) Path() string {
	if s.OfDevice() {
		return "class/net/" + s.Interface + "/device/" + s.Key
	}
	return "net/" + s.Family + "/conf/" + s.Interface + "/" + s.Key
}

// String formats the setting as sysctl(8) takes it.
func (s Sysctl) String() string { return s.Path() + "=" + s.shown() }

// command is the command that makes the setting.
func (s Sysctl) command() string {
	if s.OfDevice() {
		return "echo " + s.Value + " > /sys/" + s.Path()
	}
	return "sysctl -w " + s.String()
}

// Change is one thing to do to the kernel: exactly one of Link, Address, Route,
// Rule, VLAN, Ethtool, Traffic and Sysctl is set.
type Change struct {
	Op        Op
	Interface string
	Index     int // of the interface; 0 for a rule or a route that leads nowhere
	Link      *LinkChange
	Address   *Address
	Route     *Route
	Rule      *Rule
	VLAN      *VLAN
	Ethtool   Options // of one group
	Traffic   *Traffic
	Sysctl    *Sysctl
}

// OfTeamd reports whether teamd makes the change, and not the kernel: to make a team, to
// remove one and to tell it of a port.
func (c *Change) OfTeamd() bool {
	return c.Link != nil && (c.Op != OpSet && c.Link.Kind == "team" || c.Link.PortOf == "team" && len(c.Link.Port) > 0)
}

// Object names the kind of thing that changes.
func (c *Change) Object() string {
	switch {
	case c.Link != nil:
		return "link"
	case c.Address != nil:
		return "address"
	case c.Route != nil:
		return "route"
	case c.Rule != nil:
		return "rule"
	case c.VLAN != nil:
		return "VLAN"
	case c.Ethtool != nil:
		return "ethtool"
	case c.Traffic != nil:
		return c.Traffic.object()
	}
	return "sysctl"
}

// Value is what is set, added or removed, in the words of ip(8), ethtool(8) or
// sysctl(8).
func (c *Change) Value() string {
	switch {
	case c.Link != nil && c.Op == OpDelete:
		return c.Link.Kind
	case c.Link != nil && c.Op == OpAdd:
		return strings.TrimPrefix(c.Link.made(c.Interface), "ip link add ")
	case c.Link != nil:
		return c.Link.String()
	case c.Address != nil:
		return c.Address.String()
	case c.Route != nil:
		return c.Route.String()
	case c.Rule != nil:
		return c.Rule.String()
	case c.VLAN != nil:
		return c.VLAN.String()
	case c.Ethtool != nil:
		return strings.TrimPrefix(c.Ethtool.ethtool(""), "ethtool ")
	case c.Traffic != nil:
		return c.Traffic.String()
	}
	return c.Sysctl.Key + "=" + c.Sysctl.shown()
}

// String formats the change as the command of ip(8), ethtool(8) or sysctl(8) that would
// make it.
func (c Change) String() string {
	switch {
	case c.Link != nil && c.Link.Token.IsValid():
		return "ip token set " + c.Link.Token.String() + " dev " + c.Interface
	case c.OfTeamd() && c.Op == OpDelete:
		return "teamd -k -t " + c.Interface
	case c.OfTeamd() && c.Op == OpSet:
		return "teamdctl " + c.Link.Parent.Name + " port config update " + c.Interface + " " + c.Link.Port.value()
	case c.Link != nil && c.Op == OpDelete:
		return "ip link delete dev " + c.Interface
	case c.Link != nil && c.Op == OpAdd:
		return c.Link.made(c.Interface)
	case c.Link != nil:
		return "ip link set dev " + c.Interface + " " + c.Link.String()
	case c.Address != nil:
		return "ip address " + string(c.Op) + " " + c.Address.String() + " dev " + c.Interface
	case c.Route != nil:
		return c.routeCommand()
	case c.Rule != nil:
		return "ip " + map[bool]string{true: "-6 "}[c.Rule.Six] + "rule " + string(c.Op) + " " + c.Rule.String()
	case c.Traffic != nil:
		return c.Traffic.command(c.Op, c.Interface)
	case c.VLAN != nil:
		return "bridge vlan " + string(c.Op) + " dev " + c.Interface + " " + c.VLAN.String()
	case c.Ethtool != nil:
		return c.Ethtool.ethtool(c.Interface + " ")
	}
	return c.Sysctl.command()
}

func (c *Change) routeCommand() string {
	verb, dev := "append", ""
	if c.Op == OpDelete {
		verb = "delete"
	}
	if c.Route.Interface != "" {
		dev = " dev " + c.Route.Interface
	}
	family := "ip route "
	if c.Route.Is6() {
		family = "ip -6 route "
	}
	return family + verb + " " + c.Route.String() + dev
}

// Apply makes the same change to a snapshot, as the kernel would.
func (s *Snapshot) Apply(c Change) {
	switch {
	case c.Link != nil && c.Op == OpDelete:
		if i := s.Interface(c.Interface); i != nil {
			s.RemoveLink(i.Link.Index)
		}
	case c.Link != nil:
		if i := s.Interface(c.Interface); i != nil {
			c.Link.Apply(&i.Link)
			s.cards = nil
			six := Sysctl{Family: "ipv6", Interface: c.Interface, Key: "mtu"}
			if _, asked := i.Sysctls[six]; asked && (c.Link.MTU != 0 || c.Link.Up) { // addrconf_notify
				i.Sysctls[six] = strconv.Itoa(i.Link.MTU)
			}
		}
	case c.Address != nil && c.Op == OpDelete:
		s.RemoveAddress(c.Address.Key())
	case c.Address != nil:
		s.changeAddress(*c.Address)
	case c.Route != nil && c.Op == OpDelete:
		s.RemoveRoute(*c.Route)
	case c.Route != nil:
		s.AddRoute(*c.Route)
	case c.Rule != nil && c.Op == OpDelete:
		s.RemoveRule(*c.Rule)
	case c.Rule != nil:
		s.Rules = append(s.Rules, *c.Rule)
	case c.VLAN != nil:
		if i := s.Interface(c.Interface); i != nil {
			i.ChangeVLAN(c.Op, *c.VLAN)
		}
	case c.Ethtool != nil:
		if i := s.Interface(c.Interface); i != nil {
			i.Ethtool = i.Ethtool.Set(c.Ethtool)
		}
	case c.Sysctl != nil:
		s.SetSysctl(*c.Sysctl)
	}
}

// changeAddress keeps what only the kernel says of an address that is there.
func (s *Snapshot) changeAddress(a Address) {
	if i := s.interfaces[a.Interface]; i != nil {
		for _, have := range i.Addresses {
			if have.Prefix == a.Prefix {
				a.Tentative, a.DADFailed, a.Secondary = have.Tentative, have.DADFailed, have.Secondary
			}
		}
	}
	s.SetAddress(a)
}
