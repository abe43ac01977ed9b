package main

import (
	"net/netip"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// host plugs the cards into one switch, behind which a router answers DHCP.
func host(s *stage) *lab.Host {
	h := lab.New(s)
	h.SlowDAD()
	h.Cables("eth0", "eth1", "eth2")
	h.Switch("lan0", "eth0", "eth1", "eth2")
	h.Peer("lan0", "192.168.11.1/24")
	h.Serve("lan0", lab.DHCP{
		Address: netip.MustParseAddr("192.168.11.1"),
		Leases: map[string]netip.Prefix{
			"02:00:00:00:00:01": netip.MustParsePrefix("192.168.11.101/24"),
			"02:00:00:00:00:02": netip.MustParsePrefix("192.168.11.102/24"),
		},
		Options: []dhcpv4.Option{dhcpv4.OptRouter([]byte{192, 168, 11, 1}), dhcpv4.OptDNS([]byte{192, 168, 11, 1})},
	})
	h.Profile("ifcfg-eth0",
		"DEVICE=eth0", "BOOTPROTO=none", "ONBOOT=yes", "IPADDR=192.168.11.11", "NETMASK=255.255.255.0", "GATEWAY=192.168.11.1", "DNS1=192.168.11.1")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "BOOTPROTO=dhcp", "ONBOOT=yes")
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "BOOTPROTO=dhcp", "ONBOOT=yes")
	return h
}
