package plan_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/ifcfg"
)

func address(p string) network.Address {
	a := netip.MustParsePrefix(p)
	return network.Address{Interface: "eth0", Prefix: a, Scope: network.ScopeGlobal, NoPrefixRoute: true, Valid: network.Forever, Preferred: network.Forever}
}

func route(to string) network.Route {
	return network.Route{Interface: "eth0", Destination: netip.MustParsePrefix(to), Table: network.TableMain, Protocol: network.ProtocolStatic, Type: network.Unicast}
}

func blackhole(to string) network.Route {
	r := route(to)
	r.Interface, r.Type = "", network.Blackhole
	return r
}

// world is what is wanted, there and owned; each test changes what it is about.
type world struct {
	want     desired.Interface
	have     network.Interface
	discards []network.Route
	rules    []network.Rule
	owned    plan.Owned
	keep     plan.Keep
}

func (w *world) wants(objects ...any) *world {
	for _, o := range objects {
		switch o := o.(type) {
		case network.Address:
			w.want.Addresses = append(w.want.Addresses, desired.Wanted[network.Address]{Object: o, Because: "line"})
		case network.Route:
			w.want.Routes = append(w.want.Routes, desired.Wanted[network.Route]{Object: o, Because: "line"})
		case network.Rule:
			w.want.Rules = append(w.want.Rules, desired.Wanted[network.Rule]{Object: o, Because: "line"})
		case network.Sysctl:
			w.want.Sysctls = append(w.want.Sysctls, desired.Wanted[network.Sysctl]{Object: o, Because: "line"})
		case network.LinkChange:
			w.want.Link = append(w.want.Link, desired.Wanted[network.LinkChange]{Object: o, Because: "line"})
		}
	}
	return w
}

func (w *world) has(objects ...any) *world {
	for _, o := range objects {
		switch o := o.(type) {
		case network.Address:
			w.have.Addresses = append(w.have.Addresses, o)
		case network.Route:
			w.have.Routes = append(w.have.Routes, o)
		case network.Rule:
			w.rules = append(w.rules, o)
		case network.Sysctl:
			w.have.Sysctls = map[network.Sysctl]string{o.Of(): o.Value}
		}
	}
	return w
}

func (w *world) owns(objects ...any) *world {
	for _, o := range objects {
		switch o := o.(type) {
		case network.Address:
			w.owned.Addresses = append(w.owned.Addresses, o.Key())
		case network.Route:
			w.owned.Routes = append(w.owned.Routes, o)
		case network.Rule:
			w.owned.Rules = append(w.owned.Rules, o)
		case network.Sysctl:
			w.owned.Sysctls = append(w.owned.Sysctls, o)
		}
	}
	return w
}

func set(f func(*world)) *world {
	w := &world{}
	f(w)
	return w
}

func (w *world) diff() plan.Plan {
	w.want.Profile = &ifcfg.Profile{File: "ifcfg-eth0"}
	w.have.Link.Name, w.have.Link.Index = "eth0", 2
	return plan.Diff(w.want, &w.have, plan.Elsewhere{Discards: w.discards, Rules: w.rules}, w.owned, w.keep)
}

func sysctl(family, key, value string) network.Sysctl {
	return network.Sysctl{Family: family, Interface: "eth0", Key: key, Value: value}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	a, r, b := address("192.0.2.2/24"), route("10.0.0.0/8"), blackhole("10.9.0.0/16")
	b2 := route("10.2.0.0/16")
	kernels := route("192.0.2.0/24")
	kernels.Protocol, kernels.Scope, kernels.Source = network.ProtocolKernel, network.ScopeLink, a.Prefix.Addr()
	ours := kernels
	ours.Metric = 100
	six := address("2001:db8::2/64")
	tentative := six
	tentative.Tentative = true
	sourced := route("2001:db8:1::/48")
	sourced.Source = six.Prefix.Addr()
	lease := a
	lease.Valid, lease.Preferred = time.Hour, time.Hour
	secondary := address("192.0.2.3/24")
	secondary.Secondary = true
	mac := net.HardwareAddr{2, 0, 0, 0, 0, 1}
	policy := network.Rule{Priority: network.Number{Value: 1000, Set: true}, From: netip.MustParsePrefix("192.0.2.2/32"), Action: network.RuleToTable, Table: 200}
	later := policy
	later.Priority.Value, later.Protocol = 2000, network.ProtocolStatic
	auto := policy
	auto.Priority = network.Number{}
	kernelMain := network.Rule{Priority: network.Number{Value: 32766, Set: true}, Action: network.RuleToTable, Table: network.TableMain, Protocol: network.ProtocolKernel}
	asMain := kernelMain
	asMain.Protocol = 0
	autoMain := asMain
	autoMain.Priority = network.Number{}
	shorter := func(d time.Duration) network.Address { x := lease; x.Valid -= d; x.Preferred -= d; return x }
	short := func(d time.Duration) network.Address { x := lease; x.Valid, x.Preferred = d, d; return x }
	tests := map[string]struct {
		world     *world
		steps     []string
		waiting   []string
		unchanged int
	}{
		"nothing": {world: &world{}},
		"settings, the new, the old, in this order": {
			world: (&world{}).wants(network.LinkChange{Up: true}, a, ours, b, sysctl("ipv6", "accept_ra", "0")).
				has(sysctl("ipv6", "accept_ra", "1"), address("198.51.100.1/24"), route("10.0.0.0/8")).owns(address("198.51.100.1/24"), route("10.0.0.0/8")),
			steps: []string{
				"sysctl -w net/ipv6/conf/eth0/accept_ra=0 # line",
				"ip link set dev eth0 up # line",
				"ip address add 192.0.2.2/24 scope global noprefixroute dev eth0 # line",
				"ip route append 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100 dev eth0 # line",
				"ip route append blackhole 10.9.0.0/16 proto static # line",
				"ip route delete 10.0.0.0/8 proto static dev eth0 # ifcfg-eth0: no longer asked for",
				"ip address delete 198.51.100.1/24 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for",
			}},
		"all is well": {
			world: set(func(w *world) {
				w.wants(network.LinkChange{Up: true}, network.LinkChange{MTU: 1400}, network.LinkChange{MAC: mac}, a, r, b, sysctl("ipv6", "accept_ra", "1")).has(a, r, sysctl("ipv6", "accept_ra", "2"))
				w.discards = []network.Route{b}
				w.have.Link = network.Link{Up: true, MTU: 1400, MAC: mac}
			}), unchanged: 7},
		"a link's values one by one": {
			world: (&world{}).wants(network.LinkChange{MAC: mac}, network.LinkChange{MTU: 1400}, network.LinkChange{Up: true}),
			steps: []string{"ip link set dev eth0 address 02:00:00:00:00:01 # line", "ip link set dev eth0 mtu 1400 # line", "ip link set dev eth0 up # line"}},
		"a link's old values come back": {
			world: set(func(w *world) {
				w.owned.MTU, w.owned.MAC = 1500, mac
				w.have.Link = network.Link{MTU: 1400}
			}),
			steps: []string{"ip link set dev eth0 mtu 1500 # ifcfg-eth0: no longer asked for", "ip link set dev eth0 address 02:00:00:00:00:01 # ifcfg-eth0: no longer asked for"}},
		"down when nothing is left": {
			world: set(func(w *world) {
				w.wants(network.LinkChange{Down: true}).has(a, r).owns(a, r)
				w.have.Link.Up = true
			}),
			steps: []string{"ip route delete 10.0.0.0/8 proto static dev eth0 # ifcfg-eth0: no longer asked for",
				"ip address delete 192.0.2.2/24 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for", "ip link set dev eth0 down # line"}},
		"down already": {world: (&world{}).wants(network.LinkChange{Down: true}), unchanged: 1},
		"a setting's old value comes back": {
			world: (&world{}).has(sysctl("ipv6", "disable_ipv6", "0")).owns(sysctl("ipv6", "disable_ipv6", "1")),
			steps: []string{"sysctl -w net/ipv6/conf/eth0/disable_ipv6=1 # ifcfg-eth0: no longer asked for"}},
		"a setting that is still wanted stays": {
			world: (&world{}).wants(sysctl("ipv6", "accept_ra", "0")).has(sysctl("ipv6", "accept_ra", "0")).owns(sysctl("ipv6", "accept_ra", "1")), unchanged: 1},
		"foreign things stay": {world: (&world{}).has(a, r, kernels)},
		"nothing goes with keep": {
			world: set(func(w *world) {
				w.has(a, r, sysctl("ipv6", "accept_ra", "0")).owns(a, r, sysctl("ipv6", "accept_ra", "1"))
				w.keep, w.owned.MTU = plan.KeepAll, 1500
			})},
		"an address that is there keeps its place": {
			world: (&world{}).wants(a, ours).has(func() network.Address { x := a; x.NoPrefixRoute = false; return x }(), kernels),
			steps: []string{"ip route append 192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100 dev eth0 # line",
				"ip route delete 192.0.2.0/24 proto kernel scope link src 192.0.2.2 dev eth0 # its metric is the kernel's, not the profile's"},
			unchanged: 1},
		"a lifetime within the slack":       {world: (&world{}).wants(lease).has(shorter(5 * time.Second)), unchanged: 1},
		"a lifetime beyond the slack":       {world: (&world{}).wants(lease).has(shorter(6 * time.Second)), steps: []string{"ip address change 192.0.2.2/24 scope global noprefixroute valid_lft 3600 preferred_lft 3600 dev eth0 # line"}},
		"a short lifetime within the slack": {world: (&world{}).wants(short(8 * time.Second)).has(short(7 * time.Second)), unchanged: 1},
		"a short lifetime beyond the slack": {world: (&world{}).wants(short(8 * time.Second)).has(short(5 * time.Second)), steps: []string{"ip address change 192.0.2.2/24 scope global noprefixroute valid_lft 8 preferred_lft 8 dev eth0 # line"}},
		"a static address had a lease":      {world: (&world{}).wants(a).has(lease), steps: []string{"ip address change 192.0.2.2/24 scope global noprefixroute dev eth0 # line"}},
		"a lease's address was static":      {world: (&world{}).wants(lease).has(a), steps: []string{"ip address change 192.0.2.2/24 scope global noprefixroute valid_lft 3600 preferred_lft 3600 dev eth0 # line"}},
		"IPv6: the kernel's route flag":     {world: (&world{}).wants(six).has(func() network.Address { x := six; x.NoPrefixRoute = false; return x }()), steps: []string{"ip address change 2001:db8::2/64 scope global noprefixroute dev eth0 # line"}},
		"IPv6: a router's prefix route stays": {
			world: (&world{}).wants(six, func() network.Route {
				x := route("2001:db8::/64")
				x.Protocol, x.Metric = network.ProtocolKernel, 100
				return x
			}()).
				has(six, func() network.Route {
					x := route("2001:db8::/64")
					x.Protocol, x.Metric = network.ProtocolKernel, 100
					return x
				}(),
					func() network.Route {
						x := route("2001:db8::/64")
						x.Protocol, x.Metric = network.ProtocolKernel, 256
						return x
					}()),
			unchanged: 2},
		"IPv6: another prefix length": {
			world: (&world{}).wants(address("2001:db8::2/48")).has(six).owns(six),
			steps: []string{"ip address delete 2001:db8::2/64 scope global noprefixroute dev eth0 # line", "ip address add 2001:db8::2/48 scope global noprefixroute dev eth0 # line"}},
		"a route waits for its source": {
			world: (&world{}).wants(six, sourced).has(tentative), waiting: []string{"ip -6 route append 2001:db8:1::/48 proto static src 2001:db8::2 dev eth0 # line"}, unchanged: 1},
		"a route waits for a source that comes with it": {
			world: (&world{}).wants(six, sourced), steps: []string{"ip address add 2001:db8::2/64 scope global noprefixroute dev eth0 # line"},
			waiting: []string{"ip -6 route append 2001:db8:1::/48 proto static src 2001:db8::2 dev eth0 # line"}},
		"its source is usable":   {world: (&world{}).wants(six, sourced).has(six), steps: []string{"ip -6 route append 2001:db8:1::/48 proto static src 2001:db8::2 dev eth0 # line"}, unchanged: 1},
		"its source is nobody's": {world: (&world{}).wants(sourced), steps: []string{"ip -6 route append 2001:db8:1::/48 proto static src 2001:db8::2 dev eth0 # line"}},
		"the first of a subnet goes": {
			world: (&world{}).wants(address("192.0.2.3/24")).has(a, secondary, sysctl("ipv4", "promote_secondaries", "0")).owns(a),
			steps: []string{"sysctl -w net/ipv4/conf/eth0/promote_secondaries=1 # keeps the other addresses of the subnet",
				"ip address delete 192.0.2.2/24 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for",
				"sysctl -w net/ipv4/conf/eth0/promote_secondaries=0 # as it was before"}, unchanged: 1},
		"the first goes, promotion is on": {
			world: (&world{}).has(a, secondary, sysctl("ipv4", "promote_secondaries", "1")).owns(a),
			steps: []string{"ip address delete 192.0.2.2/24 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for"}},
		"all of a subnet go": {
			world: (&world{}).has(a, secondary).owns(a, secondary),
			steps: []string{"ip address delete 192.0.2.2/24 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for",
				"ip address delete 192.0.2.3/24 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for"}},
		"the second of a subnet goes": {
			world: (&world{}).has(a, secondary).owns(secondary),
			steps: []string{"ip address delete 192.0.2.3/24 scope global noprefixroute dev eth0 # ifcfg-eth0: no longer asked for"}},
		"rules: after the routes that they lead to, and away before them": {
			world: (&world{}).wants(r, policy).has(b2, later).owns(b2, later),
			steps: []string{"ip route append 10.0.0.0/8 proto static dev eth0 # line",
				"ip rule add from 192.0.2.2/32 priority 1000 table 200 # line",
				"ip rule delete from 192.0.2.2/32 priority 2000 protocol static table 200 # ifcfg-eth0: no longer asked for",
				"ip route delete 10.2.0.0/16 proto static dev eth0 # ifcfg-eth0: no longer asked for"}},
		"rules: there, whoever made it":               {world: (&world{}).wants(policy).has(func() network.Rule { x := policy; x.Protocol = network.ProtocolBoot; return x }()), unchanged: 1},
		"rules: of any priority":                      {world: (&world{}).wants(auto).has(later), unchanged: 1},
		"rules: the kernel's own serves who means it": {world: (&world{}).wants(asMain).has(kernelMain), unchanged: 1},
		"rules: the kernel's own is none of any priority": {world: (&world{}).wants(autoMain).has(kernelMain),
			steps: []string{"ip rule add from all table 254 # line"}},
		"rules: the kernel's own never goes": {world: (&world{}).has(kernelMain).owns(asMain)},
		"rules: others' stay":                {world: (&world{}).has(policy, later)},
		"rules: ours without a priority goes": {world: (&world{}).has(later).owns(auto),
			steps: []string{"ip rule delete from 192.0.2.2/32 priority 2000 protocol static table 200 # ifcfg-eth0: no longer asked for"}},
		"rules: nothing goes with keep": {world: set(func(w *world) { w.has(later).owns(later); w.keep = plan.KeepAll })},
		"what is gone already":          {world: (&world{}).owns(a, r, b, policy, sysctl("ipv6", "accept_ra", "1"))},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := test.world.diff()
			if diff := cmp.Diff(test.steps, words(p.Steps)); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.waiting, words(p.Waiting)); diff != "" {
				t.Errorf("waiting (-want +got):\n%s", diff)
			}
			if p.Unchanged != test.unchanged {
				t.Errorf("unchanged = %d, want %d", p.Unchanged, test.unchanged)
			}
		})
	}
}

func words(steps []plan.Step) []string {
	var list []string
	for _, s := range steps {
		list = append(list, s.Change.String()+" # "+s.Because)
	}
	return list
}

// What a plan adds is ours; what it changes it can give back; when all is as it
// was, nothing is ours any more.
func TestClaimAndSettle(t *testing.T) {
	t.Parallel()
	a, foreign, r := address("192.0.2.2/24"), address("192.0.2.77/24"), route("10.0.0.0/8")
	old, mac := net.HardwareAddr{2, 0, 0, 0, 0, 1}, net.HardwareAddr{2, 0, 0, 0, 0, 2}
	w := (&world{}).wants(network.LinkChange{Up: true}, network.LinkChange{MTU: 1400}, network.LinkChange{MAC: mac}, a, foreign, r, sysctl("ipv6", "accept_ra", "0")).
		has(foreign, sysctl("ipv6", "accept_ra", "1"))
	w.have.Link = network.Link{MTU: 1500, MAC: old}
	claimed := plan.Claim(plan.Owned{}, w.diff(), &w.have)
	want := plan.Owned{Addresses: []network.Key{a.Key()}, Routes: []network.Route{r}, Up: true, MTU: 1500, MAC: old, Sysctls: []network.Sysctl{sysctl("ipv6", "accept_ra", "1")}}
	same := []cmp.Option{cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })}
	if diff := cmp.Diff(want, claimed, same...); diff != "" {
		t.Errorf("claimed (-want +got):\n%s", diff)
	}
	if again := plan.Claim(claimed, w.diff(), &w.have); cmp.Diff(claimed, again, same...) != "" {
		t.Errorf("claimed twice: %+v", again)
	}
	done := network.Interface{Link: network.Link{Up: true, MTU: 1400, MAC: mac}, Addresses: []network.Address{foreign, a}, Routes: []network.Route{r},
		Sysctls: map[network.Sysctl]string{sysctl("ipv6", "accept_ra", ""): "0"}}
	if diff := cmp.Diff(want, plan.Settle(claimed, w.want, &done, plan.Elsewhere{}), same...); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
	if left := plan.Settle(claimed, desired.Interface{}, &network.Interface{Link: network.Link{MTU: 1500, MAC: old},
		Sysctls: map[network.Sysctl]string{sysctl("ipv6", "accept_ra", ""): "1"}}, plan.Elsewhere{}); !left.IsZero() {
		t.Errorf("left: %+v", left)
	}
	renamed := claimed.Rename("lan0")
	if renamed.Addresses[0].Interface != "lan0" || renamed.Routes[0].Interface != "lan0" || renamed.Sysctls[0].Interface != "lan0" || claimed.Addresses[0].Interface != "eth0" {
		t.Errorf("renamed: %+v", renamed)
	}
}

// Of a rule that was added without a priority the kernel's is owned; one that is
// neither there nor wanted is not.
func TestClaimAndSettleRules(t *testing.T) {
	t.Parallel()
	auto := network.Rule{From: netip.MustParsePrefix("192.0.2.2/32"), Action: network.RuleToTable, Table: 200}
	lost := auto
	lost.Priority, lost.Table = network.Number{Value: 7, Set: true}, 201
	w := (&world{}).wants(auto).owns(lost)
	claimed := plan.Claim(w.owned, w.diff(), &w.have)
	given := auto
	given.Priority = network.Number{Value: 32765, Set: true}
	settled := plan.Settle(claimed, w.want, &w.have, plan.Elsewhere{Rules: []network.Rule{given}})
	same := cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })
	if diff := cmp.Diff([]network.Rule{lost, auto}, claimed.Rules, same); diff != "" {
		t.Errorf("claimed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]network.Rule{given}, settled.Rules, same); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
	if settled.IsZero() {
		t.Error("a rule is nothing")
	}
}

// A token alone is something of ours: it is to be taken back some day.
func TestOwnedIsZero(t *testing.T) {
	t.Parallel()
	if (plan.Owned{Token: netip.IPv6Unspecified()}).IsZero() {
		t.Error("a token is nothing")
	}
	if !(plan.Owned{}).IsZero() {
		t.Error("nothing is something")
	}
}
