package kernel

import (
	"slices"
	"strings"
	"testing"

	"github.com/vishvananda/netlink/nl"

	"netonce/apply/network"
)

// Every option of every kind is read as it was written.
func TestFieldsReadBack(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"bond", "bridge", "vlan", "vrf", "macvlan", "ipvlan", "vxlan", "ipoib",
		"ipip", "sit", "ip6tnl", "gre", "gretap", "ip6gre", "ip6gretap"} {
		for _, fields := range [][]field{kinds(kind), portKinds(kind)} {
			for _, f := range fields {
				want := network.Option{Name: f.name, Value: sample(f)}
				if f.form == ifIndex {
					want = network.Option{Name: f.name, Index: 7}
				}
				to := nl.NewRtAttr(1, nil)
				addFields(to, fields, network.Options{want})
				got := parseFields(fields, to.Serialize()[4:])
				if !slices.Contains(got, want) {
					t.Errorf("%s %s: written %v, read %v", kind, f.name, want, got)
				}
			}
		}
	}
}

// sample is a value of a form.
func sample(f field) string {
	switch f.form {
	case word8, word16, word32:
		words := strings.Fields(f.words)
		return words[len(words)-1]
	case protocol:
		return "802.1ad"
	case mac:
		return "02:00:00:00:00:07"
	case ip4:
		return "192.0.2.7"
	case ip6:
		return "2001:db8::7"
	case list4:
		return "192.0.2.7,192.0.2.8"
	case list6:
		return "2001:db8::7,2001:db8::8"
	case flag:
		return "on"
	case qos:
		return "0:1 3:5"
	case s32:
		return "-7"
	}
	return "7"
}
