package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
)

// settings reads "features tso=off, rings rx=7".
func settings(text string) (o network.Options) {
	for s := range strings.SplitSeq(text, ", ") {
		if name, value, is := strings.Cut(s, "="); is {
			o = o.With(name, value)
		}
	}
	return o
}

func TestEthtool(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		want, have, owned, rounded string
		keep                       plan.Keep
		steps                      []string
		impossible                 string
		unchanged                  int
	}{
		"nothing":           {},
		"the same":          {want: "features tso=off", have: "features tso=off", unchanged: 1},
		"what differs":      {want: "rings rx=7, rings tx=8", have: "rings rx=7, rings tx=9", steps: []string{"ethtool -G eth0 tx 8 # line"}, unchanged: 1},
		"not told":          {want: "rings rx=7", steps: []string{"ethtool -G eth0 rx 7 # line"}},
		"each group":        {want: "rings rx=7, features tso=off, rings tx=8", steps: []string{"ethtool -G eth0 rx 7 tx 8 # line", "ethtool -K eth0 tso off # line"}},
		"the mode as whole": {want: "linkmodes autoneg=on, linkmodes speed=100, linkmodes duplex=full", have: "linkmodes autoneg=on, linkmodes speed=, linkmodes duplex=", steps: []string{"ethtool -s eth0 autoneg on speed 100 duplex full # line"}, unchanged: 1},
		"rounded":           {want: "rings rx=100", have: "rings rx=104", rounded: "rings rx 100=104", unchanged: 1},
		"rounded otherwise": {want: "rings rx=99", have: "rings rx=104", rounded: "rings rx 100=104", steps: []string{"ethtool -G eth0 rx 99 # line"}},
		"fixed as asked":    {want: "features lro=off", have: "features lro=off [fixed]", unchanged: 1},
		"fixed":             {want: "features lro=on", have: "features lro=off [fixed]", impossible: "line: ethtool -K eth0 lro on: it stays off [fixed]"},
		"held back":         {want: "features lro=on", have: "features lro=off [requested on]", impossible: "line: ethtool -K eth0 lro on: it stays off [requested on]"},
		"requested no more": {want: "features lro=off", have: "features lro=off [requested on]", steps: []string{"ethtool -K eth0 lro off # line"}},
		"partly":            {want: "features tso=on", have: "features tso=on [partly]", steps: []string{"ethtool -K eth0 tso on # line"}},
		"no longer":         {have: "features tso=off, wol wol=g", owned: "features tso=on, wol wol=d", steps: []string{"ethtool -K eth0 tso on # ifcfg-eth0: no longer asked for", "ethtool -s eth0 wol d # ifcfg-eth0: no longer asked for"}},
		"kept":              {have: "features tso=off", owned: "features tso=on", keep: plan.KeepAll},
		"kept, and rounded": {want: "rings rx=100", have: "rings rx=104", rounded: "rings rx 100=104", keep: plan.KeepAll, unchanged: 1},
		"fixed by now":      {have: "features tso=off [fixed]", owned: "features tso=on"},
	} {
		w := &world{keep: test.keep}
		for _, o := range settings(test.want) {
			w.want.Ethtool = append(w.want.Ethtool, desired.Wanted[network.Option]{Object: o, Because: "line"})
		}
		w.have.Ethtool, w.owned.Ethtool, w.owned.Rounded = settings(test.have), settings(test.owned), settings(test.rounded)
		p := w.diff()
		var steps []string
		for _, s := range p.Steps {
			steps = append(steps, s.Change.String()+" # "+s.Because)
		}
		if diff := cmp.Diff(test.steps, steps); diff != "" {
			t.Errorf("%s: steps (-want +got):\n%s", name, diff)
		}
		if got := strings.Join(p.Impossible, "\n"); got != test.impossible {
			t.Errorf("%s: impossible: %s", name, got)
		}
		if p.Unchanged != test.unchanged {
			t.Errorf("%s: %d unchanged", name, p.Unchanged)
		}
	}
}

// What was there before is owned until it is there again.
func TestEthtoolOwned(t *testing.T) {
	t.Parallel()
	w := &world{}
	for _, o := range settings("features tso=off, rings rx=100, features gro=on") {
		w.want.Ethtool = append(w.want.Ethtool, desired.Wanted[network.Option]{Object: o, Because: "line"})
	}
	w.have.Ethtool = settings("features tso=on [partly], rings rx=256, features gro=on")
	owned := plan.Claim(plan.Owned{}, w.diff(), &w.have)
	if diff := cmp.Diff(settings("features tso=on, rings rx=256"), owned.Ethtool); diff != "" {
		t.Error(diff)
	}
	w.have.Ethtool = settings("features tso=off, rings rx=104, features gro=on")
	others := owned.Became(settings("features tso=off, rings rx=100"), &w.have)
	if diff := cmp.Diff(settings("rings rx=104"), others); diff != "" {
		t.Error(diff)
	}
	settled := plan.Settle(owned, w.want, &w.have, plan.Elsewhere{})
	if diff := cmp.Diff([]network.Options{settings("features tso=on, rings rx=256"), settings("rings rx 100=104")}, []network.Options{settled.Ethtool, settled.Rounded}); diff != "" {
		t.Error(diff)
	}
	w.want.Ethtool = nil
	w.have.Ethtool = settings("features tso=on, rings rx=256")
	if settled = plan.Settle(settled, w.want, &w.have, plan.Elsewhere{}); !settled.IsZero() {
		t.Errorf("%+v", settled)
	}
}
