package ifcfg_test

import "testing"

func TestIpv4(t *testing.T) {
	t.Parallel()
	readProfiles(t, ipv4Rows())
}

func ipv4Rows() []row {
	return []row{
		{"IPADDR=192.0.2.10\nPREFIX=24",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nNETMASK=255.255.255.192",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/26 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nPREFIX=25\nNETMASK=255.255.255.0",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/25 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=10.1.2.3",
			[]string{
				"ipv4.method manual",
				"ipv4.address 10.1.2.3/8 @2:8 IPADDR",
			},
			[]string{"2:8: warning: IPADDR: no PREFIX and no NETMASK: /8 is taken, by the address's class [classful] (write PREFIX)"}},
		{"IPADDR=172.16.1.2",
			[]string{
				"ipv4.method manual",
				"ipv4.address 172.16.1.2/16 @2:8 IPADDR",
			},
			[]string{"2:8: warning: IPADDR: no PREFIX and no NETMASK: /16 is taken, by the address's class [classful] (write PREFIX)"}},
		{"IPADDR=192.0.2.1",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.1/24 @2:8 IPADDR",
			},
			[]string{"2:8: warning: IPADDR: no PREFIX and no NETMASK: /24 is taken, by the address's class [classful] (write PREFIX)"}},
		{"IPADDR=\" 192.0.2.10 \"\nPREFIX=\" 24 \"",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nPREFIX=0",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/0 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nPREFIX=32",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/32 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nPREFIX=33\nIPADDR1=192.0.2.11\nPREFIX1=24",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.11/24 @4:9 IPADDR1",
			},
			[]string{"3:8: error: PREFIX: 33 is not in 0..32 [value]"}},
		{"IPADDR=192.0.2.10\nPREFIX=x",
			nil,
			[]string{
				`3:8: error: PREFIX: "x" is not a number [value]`,
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=192.0.2.10\nPREFIX='24",
			nil,
			[]string{
				"3:8: error: PREFIX: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=192.0.2.10\nNETMASK='255",
			nil,
			[]string{
				"3:9: error: NETMASK: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=192.0.2.10\nPREFIX=\nNETMASK=255.255.0.0",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/16 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nNETMASK=255.0.255.0\nIPADDR1=192.0.2.11\nPREFIX1=24",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.11/24 @4:9 IPADDR1",
			},
			[]string{`3:9: error: NETMASK: "255.0.255.0" is not a netmask: a 1 comes after a 0 in its bits [value] (write PREFIX instead)`}},
		{"IPADDR=192.0.2.10\nNETMASK=24",
			nil,
			[]string{
				`3:9: error: NETMASK: "24" is not a netmask [value] (write PREFIX instead)`,
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=192.0.2.10/24",
			nil,
			[]string{
				`2:8: error: IPADDR: "192.0.2.10/24" is not an IPv4 address [value] (write IPADDR=192.0.2.10 and PREFIX=24)`,
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR1=192.0.2.10/24\nIPADDR=192.0.2.9\nPREFIX=24",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.9/24 @3:8 IPADDR",
			},
			[]string{`2:9: error: IPADDR1: "192.0.2.10/24" is not an IPv4 address [value] (write IPADDR1=192.0.2.10 and PREFIX1=24)`}},
		{"IPADDR=192.0.2\nPREFIX=24\nIPV6INIT=yes",
			[]string{"ipv6.method auto @4:10 IPV6INIT"},
			[]string{
				`2:8: error: IPADDR: "192.0.2" is not an IPv4 address [value]`,
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR='192.0.2.1\nPREFIX=24",
			nil,
			[]string{
				"2:8: error: IPADDR: single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=0.0.0.0\nPREFIX=24",
			nil,
			[]string{
				"2:8: error: IPADDR: 0.0.0.0 is not an address for an interface [value]",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=224.0.0.1\nPREFIX=24",
			nil,
			[]string{
				"2:8: error: IPADDR: 224.0.0.1 is not an address for an interface [value]",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=255.255.255.255\nPREFIX=24",
			nil,
			[]string{
				"2:8: error: IPADDR: 255.255.255.255 is not an address for an interface [value]",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"IPADDR=\nPREFIX=",
			nil,
			nil},
		{"IPADDR=\nPREFIX=24",
			nil,
			[]string{
				"3:8: warning: PREFIX: there is no IPADDR of this number [stray]",
				"error: IPADDR: no usable address is left: IPv4 stays unconfigured [no-address]",
			}},
		{"PREFIX=24\nBOOTPROTO=dhcp",
			[]string{"ipv4.method auto @3:11 BOOTPROTO"},
			[]string{"2:8: warning: PREFIX: there is no IPADDR of this number [stray]"}},
		{"NETMASK=255.255.255.0\nBOOTPROTO=dhcp",
			[]string{"ipv4.method auto @3:11 BOOTPROTO"},
			[]string{"2:9: warning: NETMASK: there is no IPADDR of this number [stray]"}},
		{"IPADDR0=192.0.2.10\nPREFIX0=24\nIPADDR=192.0.2.11\nPREFIX=25\nIPADDR1=192.0.2.12\nPREFIX1=26",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.11/25 @4:8 IPADDR",
				"ipv4.address 192.0.2.10/24 @2:9 IPADDR0",
				"ipv4.address 192.0.2.12/26 @6:9 IPADDR1",
			},
			nil},
		{"IPADDR1=192.0.2.12\nPREFIX=26",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.12/24 @2:9 IPADDR1",
			},
			[]string{
				"2:9: warning: IPADDR1: no PREFIX and no NETMASK: /24 is taken, by the address's class [classful] (write PREFIX)",
				"3:8: warning: PREFIX: there is no IPADDR of this number [stray]",
			}},
		{"IPADDR2=192.0.2.12\nPREFIX2=26\nIPADDR4=192.0.2.14\nPREFIX4=26\nIPADDR5=192.0.2.15\nPREFIX5=26",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.12/26 @2:9 IPADDR2",
				"ipv4.address 192.0.2.14/26 @4:9 IPADDR4",
				"ipv4.address 192.0.2.15/26 @6:9 IPADDR5",
			},
			[]string{"4:9: warning: IPADDR4: there is no IPADDR3 before it; it counts all the same [gap] (number it IPADDR3)"}},
		{"IPADDR3=192.0.2.13\nPREFIX3=26",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.13/26 @2:9 IPADDR3",
			},
			[]string{"2:9: warning: IPADDR3: there is no IPADDR2 before it; it counts all the same [gap] (number it IPADDR2)"}},
		{"IPADDR01=192.0.2.13\nPREFIX01=26",
			nil,
			[]string{
				"2:1: warning: IPADDR01: no such key [unknown-key] (did you mean IPADDR1?)",
				"3:1: warning: PREFIX01: no such key [unknown-key] (did you mean PREFIX1?)",
			}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nIPADDR1=192.0.2.10\nPREFIX1=24\nIPADDR2=192.0.2.10\nPREFIX2=25",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
				"ipv4.address 192.0.2.10/25 @6:9 IPADDR2",
			},
			[]string{"4:9: warning: IPADDR1: 192.0.2.10/24 is the address of IPADDR already [duplicate]"}},
		{"IPADDR=192.0.2.9\nIPADDR=192.0.2.10\nPREFIX=24",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @3:8 IPADDR",
			},
			[]string{"2:1: warning: IPADDR: assigned again: line 3 wins [duplicate] (remove this line)"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nBOOTPROTO=dhcp",
			[]string{
				"ipv4.method auto @4:11 BOOTPROTO",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			nil},
		{"IPADDR9999=192.0.2.10\nPREFIX9999=24",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:12 IPADDR9999",
			},
			[]string{"2:12: warning: IPADDR9999: there is no IPADDR2 before it; it counts all the same [gap] (number it IPADDR2)"}},
		{"IPADDR10000=192.0.2.10",
			nil,
			[]string{"2:1: warning: IPADDR10000: no such key [unknown-key]"}},
	}
}
