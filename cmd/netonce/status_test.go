package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/network"
	"netonce/apply/state"
)

func TestPrintStatus(t *testing.T) {
	t.Parallel()
	up := &apply.InterfaceStatus{Interface: "eth0", Profile: "ifcfg-eth0", State: "up", Carrier: true, Addresses: []string{"192.0.2.2/24"}, Gateways: []string{"192.0.2.1"}}
	partly := &apply.InterfaceStatus{Interface: "büro", Profile: "ifcfg-b", State: "partly", Missing: []string{"192.0.2.9/24", "a lease"}, Since: 3720}
	missing := &apply.InterfaceStatus{Profile: "ifcfg-eth9", State: "missing", Missing: []string{"there is no interface eth9"}}
	for _, tt := range []struct {
		name  string
		list  []*apply.InterfaceStatus
		color bool
		want  string
	}{
		{"nothing", nil, false, "no profiles\n"},
		{"plain", []*apply.InterfaceStatus{up, partly, missing}, false, "" +
			"eth0  up       ifcfg-eth0  192.0.2.2/24 via 192.0.2.1\n" +
			"büro  partly   ifcfg-b     (no carrier) (for 1h2m0s)\n" +
			"                           missing: 192.0.2.9/24\n" +
			"                           missing: a lease\n" +
			"-     missing  ifcfg-eth9  \n" +
			"                           missing: there is no interface eth9\n"},
		{"in colours, which take no room", []*apply.InterfaceStatus{up, partly, {Interface: "eth1", Profile: "ifcfg-eth1", State: "down"}}, true, "" +
			"eth0  \x1b[32mup\x1b[0m      ifcfg-eth0  192.0.2.2/24 via 192.0.2.1\n" +
			"büro  \x1b[31mpartly\x1b[0m  ifcfg-b     (no carrier) (for 1h2m0s)\n" +
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

func TestPrintStatusOfDrift(t *testing.T) {
	t.Parallel()
	left := int64(43)
	i := &apply.InterfaceStatus{Interface: "eth0", Profile: "ifcfg-eth0", State: "partly", Carrier: true, Missing: []string{"a", "b", "c"},
		Drift: []apply.Drift{{Object: "address", Wanted: "192.0.2.9/24"}, {Object: "link", Wanted: "mtu 1400", Found: "mtu 1500"}}}
	s := &apply.Status{Interfaces: []*apply.InterfaceStatus{i}, Pending: &left}
	var b strings.Builder
	if err := printStatus(&b, s, false); err != nil {
		t.Fatal(err)
	}
	want := "eth0  partly  ifcfg-eth0  \n" +
		"                          changed behind netonce: address 192.0.2.9/24: gone\n" +
		"                          changed behind netonce: link mtu 1400: is mtu 1500\n" +
		"                          missing: a\n" +
		"                          missing: b\n" +
		"                          and 1 more (--json)\n" +
		"a change is not confirmed: taken back in 43s (netonce confirm keeps it)\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	up := &apply.InterfaceStatus{Interface: "eth0", Profile: "ifcfg-eth0", State: "up"}
	down := &apply.InterfaceStatus{Interface: "eth1", Profile: "ifcfg-eth1", State: "down"}
	missing := &apply.InterfaceStatus{Profile: "ifcfg-x", State: "missing", Missing: []string{"there is no interface x"}}
	drifted := &apply.InterfaceStatus{Interface: "eth2", Profile: "ifcfg-eth2", State: "partly", Missing: []string{"a", "b"}, Drift: []apply.Drift{{Object: "link", Wanted: "up"}}}
	left := int64(7)
	many := make([]*apply.InterfaceStatus, 10)
	for n := range many {
		many[n] = missing
	}
	for _, tt := range []struct {
		s    apply.Status
		code int
		line string
	}{
		{apply.Status{}, 0, "0 of 0 up"},
		{apply.Status{Interfaces: []*apply.InterfaceStatus{up, down}, Pending: &left}, 0, "1 of 1 up; a change is not confirmed: taken back in 7s"},
		{apply.Status{Interfaces: []*apply.InterfaceStatus{up, missing, drifted}}, 1, "1 of 3 up; ifcfg-x: there is no interface x; eth2: a and 2 more"},
		{apply.Status{Interfaces: []*apply.InterfaceStatus{missing, down}}, 4, "0 of 1 up; ifcfg-x: there is no interface x"},
		{apply.Status{Interfaces: many}, 4, "0 of 10 up" + strings.Repeat("; ifcfg-x: there is no interface x", 8) + "; 2 more"},
	} {
		if code, line := verdict(&tt.s); code != tt.code || line != tt.line {
			t.Errorf("%d %q, want %d %q", code, line, tt.code, tt.line)
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	lease := &apply.LeaseState{Left: 100 * time.Second}
	lease.Seconds.Left, lease.Seconds.Renewal = 100, 40
	informed := &apply.LeaseState{Left: network.Forever}
	informed.Seconds.Renewal = 50
	left := int64(7)
	s := &apply.Status{Pending: &left, Interfaces: []*apply.InterfaceStatus{
		{Interface: "eth0", Profile: "ifcfg-eth0", State: "up", Carrier: true, Addresses: []string{"192.0.2.2/24"}, Lifetimes: map[string]int64{"192.0.2.2/24": 99}, Lease: lease, Lease6: informed},
		{Profile: `ifcfg-"x`, State: "missing", Since: 60, Missing: []string{"a"}, Drift: []apply.Drift{{}, {}}},
		{Interface: "eth1", Profile: "ifcfg-eth1", State: "down"},
	}}
	want := `# HELP netonce_interface_up Whether all is as the profile asks; 0 where not, down by hand left out.
# TYPE netonce_interface_up gauge
netonce_interface_up{interface="eth0",profile="ifcfg-eth0"} 1
netonce_interface_up{interface="",profile="ifcfg-\"x"} 0
# HELP netonce_interface_carrier Whether the other end of the link is there.
# TYPE netonce_interface_carrier gauge
netonce_interface_carrier{interface="eth0",profile="ifcfg-eth0"} 1
netonce_interface_carrier{interface="",profile="ifcfg-\"x"} 0
# HELP netonce_interface_addresses How many addresses there are, link-local ones left out.
# TYPE netonce_interface_addresses gauge
netonce_interface_addresses{interface="eth0",profile="ifcfg-eth0"} 1
netonce_interface_addresses{interface="",profile="ifcfg-\"x"} 0
# HELP netonce_interface_missing How many things are missing.
# TYPE netonce_interface_missing gauge
netonce_interface_missing{interface="eth0",profile="ifcfg-eth0"} 0
netonce_interface_missing{interface="",profile="ifcfg-\"x"} 1
# HELP netonce_interface_drift How many things somebody has changed or taken away behind netonce.
# TYPE netonce_interface_drift gauge
netonce_interface_drift{interface="eth0",profile="ifcfg-eth0"} 0
netonce_interface_drift{interface="",profile="ifcfg-\"x"} 2
# HELP netonce_interface_incomplete_timestamp_seconds When a run first found that not all was as the profile asks, and each since.
# TYPE netonce_interface_incomplete_timestamp_seconds gauge
netonce_interface_incomplete_timestamp_seconds{interface="",profile="ifcfg-\"x"} 940
# HELP netonce_address_expiry_timestamp_seconds When an address ends that is not renewed.
# TYPE netonce_address_expiry_timestamp_seconds gauge
netonce_address_expiry_timestamp_seconds{interface="eth0",profile="ifcfg-eth0",address="192.0.2.2/24"} 1099
# HELP netonce_lease_expiry_timestamp_seconds When the lease ends.
# TYPE netonce_lease_expiry_timestamp_seconds gauge
netonce_lease_expiry_timestamp_seconds{interface="eth0",profile="ifcfg-eth0",family="ipv4"} 1100
# HELP netonce_lease_renewal_timestamp_seconds When the lease is due to be renewed.
# TYPE netonce_lease_renewal_timestamp_seconds gauge
netonce_lease_renewal_timestamp_seconds{interface="eth0",profile="ifcfg-eth0",family="ipv4"} 1040
netonce_lease_renewal_timestamp_seconds{interface="eth0",profile="ifcfg-eth0",family="ipv6"} 1050
# HELP netonce_change_pending Whether a change waits to be confirmed.
# TYPE netonce_change_pending gauge
netonce_change_pending 1
# HELP netonce_change_rollback_timestamp_seconds When it is taken back.
# TYPE netonce_change_rollback_timestamp_seconds gauge
netonce_change_rollback_timestamp_seconds 1007
# HELP netonce_run_timestamp_seconds When the last run that did or awaited anything began.
# TYPE netonce_run_timestamp_seconds gauge
netonce_run_timestamp_seconds{command="boot"} 900
# HELP netonce_run_duration_seconds How long it took.
# TYPE netonce_run_duration_seconds gauge
netonce_run_duration_seconds{command="boot"} 2.5
# HELP netonce_run_wait_seconds How long it waited for what.
# TYPE netonce_run_wait_seconds gauge
netonce_run_wait_seconds{command="boot",interface="eth0",for="carrier"} 0.25
netonce_run_wait_seconds{command="boot",interface="eth0",for="DHCP"} 1.000012
`
	runs := state.Timeline{{Command: "boot", Time: 900, Took: 2_500_000, Interfaces: []state.Waiter{{Name: "eth0",
		Spans: []state.Span{{What: "carrier", To: 250_000}, {What: "DHCP", From: 250_000, To: 1_250_000}, {What: "DHCP", From: 1_250_000, To: 1_250_012}}}}}}
	if diff := cmp.Diff(want, string(metrics(s, runs, time.Unix(1000, 0)))); diff != "" {
		t.Error(diff)
	}
}
