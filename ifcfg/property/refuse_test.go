package property_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg/property"
)

// TestRefused: what cannot be, is refused with the reason, and nothing is written.
func TestRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		changes string
		want    string // in the error
		value   bool   // the value alone shows it
	}{
		"no address":                  {"ipv4.addresses 192.0.2.300/24", "invalid IP address", true},
		"no prefix":                   {"ipv4.addresses 192.0.2.10/33", "invalid prefix '33'; <0-32> allowed", true},
		"IPv4 for IPv6":               {"ipv6.addresses 192.0.2.10/24", "invalid IP address", true},
		"no server":                   {"ipv4.dns notanip", "1. DNS server address is invalid", false},
		"no method":                   {"ipv4.method bogus", "'bogus' not among [auto, link-local, manual, shared, disabled]", true},
		"an ambiguous method":         {"ipv6.method d", "not among", true},
		"a negative MTU":              {"802-3-ethernet.mtu -5", "'-5' is out of range [0, 4294967295]", true},
		"an MTU that no key holds":    {"802-3-ethernet.mtu 100000", "MTU", false},
		"neither yes nor no":          {"connection.autoconnect maybe", "use [true, yes, on] or [false, no, off]", true},
		"another UUID":                {"connection.uuid x", "can't be changed", true},
		"manual without address":      {"ipv4.addresses ", "requires at least an address", false},
		"gateway without address":     {"ipv4.method auto\nipv4.addresses ", "gateway cannot be set if there are no addresses", false},
		"addresses of no method":      {"ipv4.method disabled", "not allowed for 'ipv4.method=disabled'", false},
		"addresses of a link alone":   {"ipv6.method link-local\nipv6.addresses 2001:db8::1/64", "not allowed for 'ipv6.method=link-local'", false},
		"a group's hardware address":  {"802-3-ethernet.cloned-mac-address 01:02:03:04:05:06", "is a group address", false},
		"a function twice":            {"sriov.vfs 1 trust=true, 1 trust=false", "virtual function 1 is there twice", false},
		"a function of nothing":       {"sriov.vfs 1", "is not the number of a virtual function", true},
		"a newline":                   {"connection.id a\x0bb", "control character", false},
		"what ifcfg has no key for":   {"connection.dnssec -1\nipv4.dhcp-dscp CS0", "ifcfg format has no key", false},
		"another kind's setting":      {"bridge.stp no", "has no setting 'bridge'", false},
		"a port of nothing":           {"connection.port-type bond", "property is missing", false},
		"a controller with a blank":   {"connection.controller a b\nconnection.port-type bond", "neither a UUID nor an interface's name", false},
		"a UUID of odd groups":        {"connection.controller 4a5516a4d-fa4-24af-b1c4-e843e312e2fd\nconnection.port-type bond", "neither a UUID nor an interface's name", false},
		"a controller of no kind":     {"connection.controller bond0", "kind", false},
		"a route with an unknown":     {"ipv4.routes 10.0.0.0/8 192.0.2.1 nonsense=7", "unknown attribute 'nonsense'", true},
		"a route that weighs":         {"ipv4.routes 10.0.0.0/8 192.0.2.1 weight=7", "unknown attribute 'weight'", true},
		"a route of words":            {"ipv4.routes here", "invalid IP address", true},
		"a rule without priority":     {"ipv4.routing-rules from 192.0.2.1 table 7", "priority", true},
		"an interface's name":         {"connection.interface-name a/b", "is not a valid interface name", true},
		"a token with stable-privacy": {"ipv6.method auto\nipv6.addr-gen-mode stable-privacy\nipv6.token nonsense", "IPV6_TOKEN", false},
		"two words in a domain":       {"ipv4.dns-search a\\ b", "is not one word", false},
		"no name":                     {"connection.id ", "needs a name", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := dir{"ifcfg-eth1": office}
			c := files.open(t, "ifcfg-eth1")
			err := change(c, tt.changes)
			if bad := new(property.ValueError); tt.value != errors.As(err, &bad) {
				t.Errorf("setting it says %v", err)
			}
			if err == nil {
				err = c.Save(files)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, not %q", err, tt.want)
			}
			if files["ifcfg-eth1"] != office || len(files) > 1 {
				t.Errorf("written: %q", files)
			}
		})
	}
}

func TestNewAndClone(t *testing.T) {
	t.Parallel()
	files := dir{"ifcfg-eth1": office, "route-eth1": "# lab\n10.0.0.0/8 via 192.0.2.9\n", "keys-eth1": "KEY1=secret\n", "ifcfg-lan": "DEVICE=x\n"}
	h := files.load(t)
	c, err := property.Open(h).New("ethernet")
	if err != nil {
		t.Fatal(err)
	}
	if err := change(c, "connection.id lan\nconnection.interface-name eth3\nipv4.addresses 192.0.2.33/24"); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(files); err != nil {
		t.Fatal(err)
	}
	want := "NAME=lan\nUUID=" + c.UUID() + "\nTYPE=Ethernet\nDEVICE=eth3\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=192.0.2.33\nPREFIX=24\nIPV6INIT=yes\nIPV6_AUTOCONF=yes\nIPV6_ADDR_GEN_MODE=default\n"
	if got := files["ifcfg-lan-1"]; got != want {
		t.Errorf("the new file is\n%s, not\n%s", got, want)
	}

	copied := files.open(t, "ifcfg-eth1").Clone("the copy: 1")
	if err := copied.Save(files); err != nil {
		t.Fatal(err)
	}
	want = strings.NewReplacer("NAME=eth1", `NAME="the copy: 1"`, "11111111-aaaa-4bbb-8ccc-000000000001", copied.UUID()).Replace(office)
	if got := files["ifcfg-the_copy-_1"]; got != want {
		t.Errorf("the copy is\n%s, not\n%s", got, want)
	}
	if files["route-the_copy-_1"] != files["route-eth1"] || files["keys-the_copy-_1"] != files["keys-eth1"] {
		t.Errorf("its companions are not copies: %q", files)
	}
	if err := files.open(t, "ifcfg-the_copy-_1").Delete(files); err != nil {
		t.Fatal(err)
	}
	if len(files) != 5 {
		t.Errorf("left are %q", files)
	}
	for _, bad := range []string{"wifi", "dummy", "nonsense", ""} {
		if _, err := property.Open(h).New(bad); err == nil {
			t.Errorf("a connection of type %q", bad)
		}
	}
}

func TestDeleteTakesAliasesAlong(t *testing.T) {
	t.Parallel()
	files := dir{
		"ifcfg-eth1": office, "ifcfg-eth1:1": "DEVICE=eth1:1\nIPADDR=192.0.2.11\nPREFIX=24\n", "rule-eth1": "from 192.0.2.10 table 7\n",
		"ifcfg-eth2": "DEVICE=eth2\nIPADDR=192.0.2.12\nPREFIX=24\n", "ifcfg-eth2:1": "DEVICE=eth2:1\nIPADDR=192.0.2.13\nPREFIX=24\n",
	}
	c := files.open(t, "ifcfg-eth1")
	if err := change(c, "-ipv4.addresses 192.0.2.11/24"); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(files); err == nil || !strings.Contains(err.Error(), "stands in ifcfg-eth1:1") {
		t.Errorf("an alias's address is taken away: %v", err)
	}
	if err := files.open(t, "ifcfg-eth1").Delete(files); err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 || files["ifcfg-eth2"] == "" || files["ifcfg-eth2:1"] == "" {
		t.Errorf("left are %q", files)
	}
}

// TestRefusedByOthers: what another line would say otherwise is refused.
func TestRefusedByOthers(t *testing.T) {
	t.Parallel()
	files := dir{
		"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n",
		"route-eth0": "ADDRESS0=10.1.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=192.0.2.1\n10.9.0.0/16 via 192.0.2.5\n",
	}
	before := maps.Clone(files)
	c := files.open(t, "ifcfg-eth0")
	if err := change(c, "ipv4.routes "); err != nil {
		t.Fatal(err)
	}
	err := c.Save(files)
	if want := "ipv4.routes: the files cannot say so: they would be read as '10.9.0.0/16 192.0.2.5'"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, not %q", err, want)
	}
	if diff := cmp.Diff(before, files); diff != "" {
		t.Errorf("written: %s", diff)
	}
}
