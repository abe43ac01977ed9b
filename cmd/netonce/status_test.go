package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
)

func TestPrintStatus(t *testing.T) {
	t.Parallel()
	up := apply.InterfaceStatus{Interface: "eth0", Profile: "ifcfg-eth0", State: "up", Carrier: true, Addresses: []string{"192.0.2.2/24"}, Gateways: []string{"192.0.2.1"}}
	partly := apply.InterfaceStatus{Interface: "büro", Profile: "ifcfg-b", State: "partly", Missing: []string{"192.0.2.9/24", "a lease"}}
	missing := apply.InterfaceStatus{Profile: "ifcfg-eth9", State: "missing", Missing: []string{"there is no interface eth9"}}
	for _, tt := range []struct {
		name  string
		list  []apply.InterfaceStatus
		color bool
		want  string
	}{
		{"nothing", nil, false, "no profiles\n"},
		{"plain", []apply.InterfaceStatus{up, partly, missing}, false, "" +
			"eth0  up       ifcfg-eth0  192.0.2.2/24 via 192.0.2.1\n" +
			"büro  partly   ifcfg-b     (no carrier)\n" +
			"                           missing: 192.0.2.9/24\n" +
			"                           missing: a lease\n" +
			"-     missing  ifcfg-eth9  \n" +
			"                           missing: there is no interface eth9\n"},
		{"in colours, which take no room", []apply.InterfaceStatus{up, partly, {Interface: "eth1", Profile: "ifcfg-eth1", State: "down"}}, true, "" +
			"eth0  \x1b[32mup\x1b[0m      ifcfg-eth0  192.0.2.2/24 via 192.0.2.1\n" +
			"büro  \x1b[31mpartly\x1b[0m  ifcfg-b     (no carrier)\n" +
			"                          missing: 192.0.2.9/24\n" +
			"                          missing: a lease\n" +
			"eth1  \x1b[2mdown\x1b[0m    ifcfg-eth1  \n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			if err := printStatus(&b, &apply.Status{Interfaces: tt.list}, tt.color); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
