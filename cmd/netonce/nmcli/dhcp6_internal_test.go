package nmcli

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"netonce/apply/dhcp6"
	"netonce/apply/network"
	"netonce/apply/state"
)

func TestDHCP6Section(t *testing.T) {
	t.Parallel()
	address := netip.MustParsePrefix("2001:db8::100/128")
	lease := state.Lease6{Acquired: time.Minute, Lease: dhcp6.Lease{ClientDUID: []byte{0, 4, 0xab}, Server: []byte{0, 3, 1}, IAID: 0x01020304, Lifetime: time.Hour,
		Addresses: []dhcp6.Grant{{Prefix: address, Preferred: time.Hour, Valid: time.Hour}}, DNS: []netip.Addr{netip.MustParseAddr("2001:db8::53")}, Search: []string{"a.example", "b"}}}
	now := time.Unix(1_000_000, 0)
	d := &device{Interface: &network.Interface{Link: network.Link{Name: "eth0"}}, profile: &profile{},
		facts: &Facts{Now: now, Uptime: 11 * time.Minute, Leases6: map[string]state.Lease6{"eth0": lease}}}
	s, ok := d.dhcp6Section()
	if !ok {
		t.Fatal("no section")
	}
	var got []string
	for _, v := range s.fields {
		got = append(got, v.cell.List...)
	}
	want := []string{"dhcp6_client_id = 00:04:ab", "dhcp6_domain_search = a.example b", "dhcp6_name_servers = 2001:db8::53", "dhcp6_server_id = 00:03:01",
		"expiry = 1003000", "iaid = 01:02:03:04", "ip6_address = 2001:db8::100"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
