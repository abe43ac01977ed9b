package plan_test

import (
	"net/netip"
	"testing"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/ifcfg"
)

// What the root file system may be behind stays up, where it is, and with its addresses and
// ways, whatever is wanted instead; the new comes all the same.
func TestKeepRoot(t *testing.T) {
	t.Parallel()
	old := network.Address{Interface: "eth0", Prefix: netip.MustParsePrefix("192.0.2.100/24"), Valid: network.Forever, Preferred: network.Forever}
	more := network.Address{Interface: "eth0", Prefix: netip.MustParsePrefix("192.0.2.9/24"), Valid: network.Forever, Preferred: network.Forever}
	way := network.Route{Interface: "eth0", Destination: netip.MustParsePrefix("0.0.0.0/0"), Gateway: netip.MustParseAddr("192.0.2.1"), Table: network.TableMain, Type: network.Unicast}
	profile := &ifcfg.Profile{File: "ifcfg-eth0"}
	up := network.Link{Name: "eth0", Index: 2, Up: true, Kind: "bridge"}
	port := up
	port.Master = 3
	empty := desired.Empty(profile, up)
	static := empty
	static.Addresses = []desired.Wanted[network.Address]{{Object: more, Because: "line"}}
	mac := empty
	mac.Link = []desired.Wanted[network.LinkChange]{{Object: network.LinkChange{MAC: []byte{2, 0, 0, 0, 0, 9}}, Because: "line"}}
	joins := empty
	joins.PortOf = "bond"
	joins.Controller = desired.Wanted[network.Ref]{Object: network.Ref{Name: "bond0", Index: 9}, Because: "line"}
	for name, c := range map[string]struct {
		want          desired.Interface
		link          network.Link
		owned         plan.Owned
		steps, spared int
	}{
		"down":           {desired.Down(profile, up, "why"), up, plan.Owned{Up: true, Addresses: []network.Key{old.Key()}, Routes: []network.Route{way}}, 0, 2},
		"gone":           {desired.Gone(profile, up, "why"), up, plan.Owned{Made: "bridge"}, 0, 1},
		"another":        {static, up, plan.Owned{Addresses: []network.Key{old.Key()}, Routes: []network.Route{way}}, 1, 1},
		"another way":    {empty, up, plan.Owned{Routes: []network.Route{way}}, 1, 0},
		"another card's": {mac, up, plan.Owned{}, 0, 1},
		"leaves":         {empty, port, plan.Owned{Port: true}, 0, 1},
		"joins":          {joins, up, plan.Owned{}, 0, 1},
	} {
		have := &network.Interface{Link: c.link, Addresses: []network.Address{old}, Routes: []network.Route{way}}
		p := plan.Diff(c.want, have, plan.Elsewhere{}, c.owned, plan.KeepRoot)
		if len(p.Steps) != c.steps || len(p.Spared) != c.spared {
			t.Errorf("%s: steps %v, spared %v", name, p.Steps, p.Spared)
		}
		have.Link.Up = false
		if p := plan.Diff(c.want, have, plan.Elsewhere{}, c.owned, plan.KeepRoot); len(p.Spared) > 0 {
			t.Errorf("%s: of a link that is down %v is spared", name, p.Spared)
		}
	}
}
