package ifcfg_test

import "testing"

func TestGateway4(t *testing.T) {
	t.Parallel()
	readProfiles(t, gateway4Rows())
}

func gateway4Rows() []row {
	return []row{
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=192.0.2.1",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
				"ipv4.gateway 192.0.2.1 @4:9 GATEWAY",
			},
			nil},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=\" 192.0.2.1\"",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
				"ipv4.gateway 192.0.2.1 @4:9 GATEWAY",
			},
			nil},
		{"IPADDR0=192.0.2.10\nPREFIX0=24\nGATEWAY=192.0.2.1",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:9 IPADDR0",
				"ipv4.gateway 192.0.2.1 @4:9 GATEWAY",
			},
			nil},
		{"IPADDR0=192.0.2.10\nPREFIX0=24\nGATEWAY1=192.0.2.2\nGATEWAY0=192.0.2.1",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:9 IPADDR0",
				"ipv4.gateway 192.0.2.1 @5:10 GATEWAY0",
			},
			[]string{"4:10: warning: GATEWAY1: the gateway is that of GATEWAY0; there is only one [unread] (write a route file for further routes)"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=gw\nGATEWAY0=192.0.2.1",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
				"ipv4.gateway 192.0.2.1 @5:10 GATEWAY0",
			},
			[]string{`4:9: error: GATEWAY: "gw" is not an IPv4 address; the address and the other routes stay [value]`}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=gw",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{`4:9: error: GATEWAY: "gw" is not an IPv4 address; the address and the other routes stay [value]`}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY='192",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{"4:9: error: GATEWAY: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=0.0.0.0",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{"4:9: error: GATEWAY: 0.0.0.0 cannot be a gateway [value]"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=255.255.255.255",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{"4:9: error: GATEWAY: 255.255.255.255 cannot be a gateway [value]"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=127.0.0.1",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{"4:9: error: GATEWAY: 127.0.0.1 cannot be a gateway [value]"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=192.0.2.10",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
				"ipv4.gateway 192.0.2.10 @4:9 GATEWAY",
			},
			[]string{"4:9: warning: GATEWAY: is the interface's own address: nothing beyond the link will be reached [own-gateway]"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=2001:db8::1",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{`4:9: error: GATEWAY: "2001:db8::1" is not an IPv4 address; the address and the other routes stay [value]`}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=192.0.2.1\nDEFROUTE=no",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
				"ipv4.never-default true @5:10 DEFROUTE",
			},
			[]string{"4:9: warning: GATEWAY: not used: ifcfg-eth0:5:10: DEFROUTE forbids a default route here [unread]"}},
		{"IPADDR=192.0.2.x\nPREFIX=24\nGATEWAY=192.0.2.1\nIPV6INIT=yes",
			[]string{"ipv6.method auto @5:10 IPV6INIT"},
			[]string{
				`2:8: error: IPADDR: "192.0.2.x" is not an IPv4 address [value]`,
				"4:9: warning: GATEWAY: not used: there is no usable address [unread]",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"BOOTPROTO=dhcp\nGATEWAY=192.0.2.1",
			[]string{"ipv4.method auto @2:11 BOOTPROTO"},
			[]string{"3:9: warning: GATEWAY: not used: without a static address DHCP names the gateway [unread]"}},
		{"BOOTPROTO=dhcp\nIPADDR=192.0.2.10\nPREFIX=24\nGATEWAY=192.0.2.1",
			[]string{
				"ipv4.method auto @2:11 BOOTPROTO",
				"ipv4.address 192.0.2.10/24 @3:8 IPADDR",
				"ipv4.gateway 192.0.2.1 @5:9 GATEWAY",
			},
			nil},
		{"GATEWAY=192.0.2.1",
			nil,
			[]string{"2:9: warning: GATEWAY: IPv4 is off: there is no address and no DHCP [unread] (write IPADDR, or BOOTPROTO=dhcp)"}},
	}
}
