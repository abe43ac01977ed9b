package nmcli

import (
	"strings"

	"netonce/apply/network"
)

// linkKind is what nmcli makes of the kernel's IFLA_INFO_KIND: the type that it shows
// and the class of NetworkManager's object.
type linkKind struct{ shown, class string }

// linkKinds is the table of link kinds: the kernel's, the type, and the class behind
// its NMDevice.
const linkKinds = `
veth ethernet Veth
bridge bridge Bridge
bond bond Bond
vlan vlan Vlan
dummy dummy Dummy
vrf vrf Vrf
team team Team
tun tun Tun
wireguard wireguard WireGuard
vxlan vxlan Vxlan
macvlan macvlan Macvlan
macvtap macvlan Macvlan
ipvlan ipvlan Ipvlan
macsec macsec Macsec
hsr hsr Hsr
geneve geneve Geneve
gre iptunnel IPTunnel
gretap iptunnel IPTunnel
ipip iptunnel IPTunnel
sit iptunnel IPTunnel
ip6tnl iptunnel IPTunnel
ip6gre iptunnel IPTunnel
vti iptunnel IPTunnel
`

func kindOf(l *network.Link) linkKind {
	switch {
	case l.Loopback:
		return linkKind{shown: "loopback", class: "NMDeviceLoopback"}
	case l.Kind == "" && l.Ethernet:
		return linkKind{shown: "ethernet", class: "NMDeviceEthernet"}
	}
	if _, rest, ok := strings.Cut(linkKinds, "\n"+l.Kind+" "); ok && l.Kind != "" {
		column := strings.Fields(rest)
		return linkKind{shown: column[0], class: "NMDevice" + column[1]}
	}
	return linkKind{shown: "generic", class: "NMDeviceGeneric"}
}

// deviceType is nmcli's word for the kind of a link.
func deviceType(l *network.Link) string { return kindOf(l).shown }

// isSoftware reports whether a link is of the kernel's making.
func isSoftware(l *network.Link) bool { return l.Kind != "" || l.Loopback }
