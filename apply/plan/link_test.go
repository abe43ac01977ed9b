package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/ifcfg"
)

func setting(name, value string, takes desired.Takes) desired.Setting {
	return desired.Setting{Option: network.Option{Name: name, Value: value}, Because: "line", Takes: takes}
}

func bondOf(settings ...desired.Setting) *desired.Interface {
	return &desired.Interface{Name: "bond0", Kind: "bond", Profile: &ifcfg.Profile{File: "ifcfg-bond0"}, Options: settings}
}

// What differs is set, in the smallest window that the kernel allows.
func TestReset(t *testing.T) {
	t.Parallel()
	have := network.Link{Name: "bond0", Index: 5, Kind: "bond", Up: true, Options: network.Options{
		{Name: "mode", Value: "active-backup"}, {Name: "miimon", Value: "100"}, {Name: "lacp_rate", Value: "slow"}, {Name: "hello_time", Value: "299"}}}
	ports := func(int) []network.Link { return []network.Link{{Name: "eth1", Index: 2}} }
	ticks := setting("hello_time", "300", desired.TakesNothing)
	ticks.Ticks = true
	for name, test := range map[string]struct {
		want  []desired.Setting
		steps []string
	}{
		"nothing":        {[]desired.Setting{setting("miimon", "100", desired.TakesNothing)}, nil},
		"live":           {[]desired.Setting{setting("miimon", "80", desired.TakesNothing)}, []string{"ip link set dev bond0 type bond miimon 80"}},
		"rounded":        {[]desired.Setting{ticks}, nil},
		"not known here": {[]desired.Setting{setting("lacp_active", "on", desired.TakesDown)}, nil},
		"down":           {[]desired.Setting{setting("lacp_rate", "fast", desired.TakesDown)}, []string{"ip link set dev bond0 down", "ip link set dev bond0 type bond lacp_rate fast", "ip link set dev bond0 up"}},
		"without a port": {[]desired.Setting{setting("mode", "802.3ad", desired.TakesPortless), setting("miimon", "80", desired.TakesNothing)}, []string{
			"ip link set dev eth1 nomaster", "ip link set dev bond0 down", "ip link set dev bond0 type bond mode 802.3ad", "ip link set dev bond0 type bond miimon 80",
			"ip link set dev eth1 down", "ip link set dev eth1 master bond0", "ip link set dev bond0 up"}},
	} {
		var got []string
		for _, s := range plan.Reset(bondOf(test.want...), &have, ports) {
			got = append(got, s.Change.String())
		}
		if diff := cmp.Diff(test.steps, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A priority map keeps nothing of what it was.
func TestResetPriorities(t *testing.T) {
	t.Parallel()
	have := network.Link{Name: "v", Index: 5, Kind: "vlan", Options: network.Options{{Name: "egress-qos-map", Value: "0:1 3:5"}}}
	steps := plan.Reset(&desired.Interface{Name: "v", Kind: "vlan", Options: []desired.Setting{setting("egress-qos-map", "0:2", desired.TakesNothing)}}, &have, nil)
	if len(steps) != 1 || steps[0].Link.Options[0].Value != "0:2 3:0" {
		t.Errorf("%v", steps)
	}
}

func TestRemake(t *testing.T) {
	t.Parallel()
	want := desired.Interface{Name: "v", Kind: "vlan", Profile: &ifcfg.Profile{File: "ifcfg-v"}, Options: []desired.Setting{setting("id", "7", desired.TakesRemaking)}}
	want.Parent.Object, want.Parent.Because = network.Ref{Name: "eth0", Index: 2}, "parent"
	options := network.Options{{Name: "id", Value: "7"}}
	for why, have := range map[string]network.Link{
		"":                                       {Kind: "vlan", Parent: 2, Options: options},
		"ifcfg-v: it is a veth, not a vlan":      {Kind: "veth"},
		"parent: it stands on another interface": {Kind: "vlan", Parent: 3, Options: options},
		"line: id is 8":                          {Kind: "vlan", Parent: 2, Options: network.Options{{Name: "id", Value: "8"}}},
	} {
		if got := plan.Remake(&want, &have); got != why {
			t.Errorf("%q, want %q", got, why)
		}
	}
}
