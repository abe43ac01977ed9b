package ifcfg

import (
	"net"
	"net/netip"
	"strings"
	"time"
)

// Profile is what one ifcfg file and its companions ask for, typed, with the
// place each value came from.
type Profile struct {
	File        string // name of the file: "ifcfg-eth0"
	Rejected    bool   // not to be applied at all; an error diagnostic says why
	Unsupported bool   // rejected only because it asks for what is not built
	Inherited   bool   // of the initramfs that the host has come from, for what came up there
	Diagnostics []Diagnostic

	ID            Field[string] // NAME, else "System " and the file's suffix
	UUID          Field[string] // see Identity for a file without it
	Kind          Field[Kind]
	Controller    Field[string] // controller this interface is a port of: its interface, or its profile's UUID
	ControlledBy  Kind          // the controller's kind; empty for none
	Parent        Field[string] // interface underneath, or its profile's UUID
	Device        Field[string] // kernel interface name; empty for any that fits
	HWAddr        Field[net.HardwareAddr]
	NotHWAddr     []Field[net.HardwareAddr]
	OnBoot        Field[bool]
	Controlled    Field[bool]          // NM_CONTROLLED: no if another tool was meant to apply it
	Priority      Field[int]           // AUTOCONNECT_PRIORITY: the higher wins
	DeviceTimeout Field[time.Duration] // how long to wait for the device to appear

	MTU Field[int] // bytes; 0: as it is
	MAC Field[MACPolicy]

	IPv4 IP
	IPv6 IP
	DHCP DHCP

	Match     *Match        // nil: no such demand
	Settings6 *IPv6Settings // nil: none is given; see IPv6Settings
	Rules     []Rule        // those of the keys, then those of the rule files

	Traffic []Field[Traffic] // disciplines, then filters; see CommitsTraffic

	// Settings are what the link's kind is set to, and what it is set to as a port:
	// keys and the options of BONDING_OPTS and BRIDGING_OPTS in the order of the
	// file. Values that the key table does not take are not among them.
	Settings []Field[Setting]
	// Ethtool are the settings of ETHTOOL_OPTS. A name is the kernel's for the group, a blank and ethtool's word: "rings rx". Without a
	// value any will do: what was narrowed is to be so no more.
	Ethtool []Field[Setting]
}

// Suffix is the part of the file name after "ifcfg-".
func (p *Profile) Suffix() string { return strings.TrimPrefix(p.File, profilePrefix) }

// HasErrors reports whether something of the profile was not taken.
func (p *Profile) HasErrors() bool {
	for _, d := range p.Diagnostics {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// MACPolicy says which hardware address to set: Address, or where it is nil the
// permanent one (Permanent), one that is made up (Generated) or none (as it is).
type MACPolicy struct {
	Address   net.HardwareAddr
	Permanent bool
	Generated string // "random", another one with every boot, or "stable"
}

// Method is how one family of an interface gets its addresses.
type Method uint8

// The methods, NetworkManager's with its names.
const (
	MethodDisabled  Method = iota // no address of the family
	MethodIgnore                  // IPv6: left to the kernel
	MethodManual                  // the profile's addresses
	MethodAuto                    // IPv4: DHCP; IPv6: router advertisements
	MethodLinkLocal               // a link-local address only
	MethodDHCP                    // IPv6: DHCPv6 without router advertisements
	MethodShared                  // the interface serves others
)

func (m Method) String() string {
	return [...]string{"disabled", "ignore", "manual", "auto", "link-local", "dhcp", "shared"}[m]
}

// IP is what a profile says of one address family.
type IP struct {
	Method       Field[Method]
	Addresses    []Field[netip.Prefix]   // with host bits; in the order of their numbers, those of aliases and ranges last
	Labels       map[netip.Prefix]string // of those of aliases and ranges: eth0:1
	Peer         netip.Addr              // the other end of a tunnel's own address, PeerOf
	PeerOf       netip.Prefix
	Gateway      Field[netip.Addr]
	Routes       []Route
	NeverDefault Field[bool]   // no default route over this interface
	Metric       Field[uint32] // of every route without its own; not set: by kind of link
	Table        Field[uint32] // of every route without its own; 0: main
	PeerDNS      Field[bool]   // use the servers that DHCP or routers tell
	PeerRoutes   Field[bool]
	DNS          []Field[netip.Addr]
	Search       []Field[string]
	Options      []Field[string] // resolver options
	DNSPriority  Field[int]      // lower first; 0: default
	Fatal        Field[bool]     // its failure fails the whole profile

	// ACD is how long to look for another host with an IPv4 address before it is set; 0
	// for not at all.
	ACD Field[time.Duration]
}

// DHCP is what a profile says of DHCPv4.
type DHCP struct {
	Timeout      Field[time.Duration]
	Hostname     Field[string]
	FQDN         Field[string]
	SendHostname Field[bool]
	ClientID     Field[ClientID]
	VendorClass  Field[string]
	Reject       []Field[netip.Prefix]
	Release      Field[bool] // give the lease back when the interface is taken down
}

// Route is a static route of a route file. Zero values mean not given; Metric
// and Table say so with their fields.
type Route struct {
	Pos         Pos
	Type        string // ip(8)'s word: "unicast", "blackhole", ...
	Destination netip.Prefix
	Written     netip.Prefix // the destination as it stands there, perhaps with host bits
	Gateway     netip.Addr
	Source      netip.Addr
	From        netip.Prefix
	Metric      Field[uint32]
	Table       Field[uint32]
	Scope       Field[uint8]
	Protocol    Field[uint8]
	TOS         uint8
	OnLink      bool
	Options     []RouteOption
}

// RouteOption is a route metric such as mtu or initcwnd.
type RouteOption struct {
	Word  string
	Value uint32
	Lock  bool // the kernel may not adjust it
}
