package ifcfg_test

import "testing"

func TestBroadcast(t *testing.T) {
	t.Parallel()
	readProfiles(t, broadcastRows())
}

func broadcastRows() []row {
	return []row{
		{"IPADDR=192.0.2.10\nPREFIX=24\nBROADCAST=192.0.2.255\nNETWORK=192.0.2.0",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nPREFIX=24\nBROADCAST=192.0.2.127\nNETWORK=192.0.0.0",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{
				"4:11: warning: BROADCAST: not used: that of 192.0.2.10/24 is 192.0.2.255 [unread] (remove the line, or correct PREFIX)",
				"5:9: warning: NETWORK: not used: that of 192.0.2.10/24 is 192.0.2.0 [unread] (remove the line, or correct PREFIX)",
			}},
		{"IPADDR=192.0.2.10\nPREFIX=31\nBROADCAST=192.0.2.255",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/31 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=10.0.0.1\nPREFIX=0\nBROADCAST=255.255.255.255\nNETWORK=0.0.0.0",
			[]string{
				"ipv4.method manual",
				"ipv4.address 10.0.0.1/0 @2:8 IPADDR",
			},
			nil},
		{"IPADDR=192.0.2.10\nPREFIX=24\nIPADDR1=10.0.0.1\nPREFIX1=8\nBROADCAST1=10.0.0.255",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
				"ipv4.address 10.0.0.1/8 @4:9 IPADDR1",
			},
			[]string{"6:12: warning: BROADCAST1: not used: that of 10.0.0.1/8 is 10.255.255.255 [unread] (remove the line, or correct PREFIX)"}},
		{"IPADDR0=192.0.2.10\nPREFIX0=24\nBROADCAST=192.0.2.254\nNETWORK7=1.2.3.4",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:9 IPADDR0",
			},
			[]string{"4:11: warning: BROADCAST: not used: that of 192.0.2.10/24 is 192.0.2.255 [unread] (remove the line, or correct PREFIX)"}},
		{"IPADDR=192.0.2.10\nPREFIX=24\nBROADCAST=x",
			[]string{
				"ipv4.method manual",
				"ipv4.address 192.0.2.10/24 @2:8 IPADDR",
			},
			[]string{`4:11: warning: BROADCAST: "x" is not an IPv4 address; it is computed from the prefix length [value] (remove the line)`}},
		{"BROADCAST=192.0.2.255\nNETWORK=192.0.2.0",
			nil,
			nil},
	}
}
