package nmcli

import "github.com/netonce/netonce/apply/network"

// linkKind is a row of the table of link kinds: the kernel's IFLA_INFO_KIND, the
// type that nmcli shows and the class of NetworkManager's object.
type linkKind struct{ kernel, shown, class string }

func linkKinds() []linkKind {
	return []linkKind{
		{"veth", "ethernet", "NMDeviceVeth"}, {"bridge", "bridge", "NMDeviceBridge"}, {"bond", "bond", "NMDeviceBond"},
		{"vlan", "vlan", "NMDeviceVlan"}, {"dummy", "dummy", "NMDeviceDummy"}, {"vrf", "vrf", "NMDeviceVrf"},
		{"team", "team", "NMDeviceTeam"}, {"tun", "tun", "NMDeviceTun"}, {"wireguard", "wireguard", "NMDeviceWireGuard"},
		{"vxlan", "vxlan", "NMDeviceVxlan"}, {"macvlan", "macvlan", "NMDeviceMacvlan"}, {"macvtap", "macvlan", "NMDeviceMacvlan"},
		{"ipvlan", "ipvlan", "NMDeviceIpvlan"}, {"macsec", "macsec", "NMDeviceMacsec"}, {"hsr", "hsr", "NMDeviceHsr"},
		{"geneve", "geneve", "NMDeviceGeneve"}, {"gre", "iptunnel", "NMDeviceIPTunnel"}, {"gretap", "iptunnel", "NMDeviceIPTunnel"},
		{"ipip", "iptunnel", "NMDeviceIPTunnel"}, {"sit", "iptunnel", "NMDeviceIPTunnel"}, {"ip6tnl", "iptunnel", "NMDeviceIPTunnel"},
		{"ip6gre", "iptunnel", "NMDeviceIPTunnel"}, {"vti", "iptunnel", "NMDeviceIPTunnel"},
	}
}

func kindOf(l network.Link) linkKind {
	switch {
	case l.Loopback:
		return linkKind{shown: "loopback", class: "NMDeviceLoopback"}
	case l.Kind == "" && l.Ethernet:
		return linkKind{shown: "ethernet", class: "NMDeviceEthernet"}
	}
	for _, k := range linkKinds() {
		if k.kernel == l.Kind {
			return k
		}
	}
	return linkKind{shown: "generic", class: "NMDeviceGeneric"}
}

// deviceType is nmcli's word for the kind of a link.
func deviceType(l network.Link) string { return kindOf(l).shown }

// isSoftware reports whether a link is of the kernel's making.
func isSoftware(l network.Link) bool { return l.Kind != "" || l.Loopback }
