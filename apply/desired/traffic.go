package desired

import (
	"strconv"

	"github.com/netonce/netonce/apply/network"
)

// Traffic is what disciplines an interface is to have, and what filters on them: these
// and no others.
type Traffic struct {
	List    []Wanted[network.Traffic] // filters last
	Because string
}

// traffic makes it of QDISCn, FILTERn and TC_COMMIT.
func (b *builder) traffic() {
	p := b.p
	if !p.CommitsTraffic() {
		return
	}
	w := &Traffic{Because: p.Setting("TC_COMMIT").Because()}
	ingress := false
	for _, f := range p.Traffic {
		v := f.Value
		t := network.Traffic{Filter: v.Filter, Kind: v.Kind, Parent: v.Parent, Handle: v.Handle, Action: v.Action}
		for _, o := range v.Options {
			t.Options = append(t.Options, network.Option{Name: o.Name, Value: o.Value})
		}
		ingress = ingress || t.Kind == "ingress"
		switch {
		case t.Filter && t.Parent == network.TrafficRoot:
			t.Parent = 0 // the kernel knows the root's filters by that (__tcf_qdisc_find)
		case t.Filter && ingress && network.Major(t.Parent) == network.Major(network.TrafficIngress):
			t.Parent = network.Major(t.Parent) // all the same to it (ingress_tcf_block)
		}
		t.Options = asTaken(t.Kind, t.Options)
		w.List = append(w.List, Wanted[network.Traffic]{t, f.Because()})
		if w.Because == "" {
			w.Because = f.Because()
		}
	}
	b.Traffic = w
}

// asTaken makes of options what the kernel makes of them silently, so that they are
// found as they were asked for (fq_codel_change, sfq_change), and of a tbf's latency
// its limit, as tc-tbf(8) does.
func asTaken(kind string, options network.Options) network.Options {
	get := func(name string, otherwise uint64) uint64 {
		o, there := options.Get(name)
		n, err := strconv.ParseUint(o.Value, 10, 64)
		if !there || err != nil || n == 0 {
			return otherwise
		}
		return n
	}
	set := func(name string, n uint64) {
		if _, there := options.Get(name); there {
			options = options.Set(network.Options{{Name: name, Value: strconv.FormatUint(n, 10)}})
		}
	}
	switch kind {
	case "fq_codel":
		set("quantum", max(get("quantum", 0), 256))
		set("memory_limit", min(get("memory_limit", 0), 1<<31))
	case "sfq":
		depth := min(get("depth", 127), 127) // SFQ_MAX_DEPTH
		flows := min(get("flows", 127), 0xffff-127-1, get("divisor", 1024))
		limit := min(get("limit", 127), depth*flows)
		set("depth", depth)
		set("flows", min(flows, limit))
		set("limit", limit)
	case "tbf":
		latency, there := options.Get("latency")
		limit, limited := options.Get("limit")
		if us := number(latency.Value); there && !limited {
			limit.Name, limit.Value = "limit", strconv.FormatUint(min(get("rate", 0)/1e6*uint64(us)+get("rate", 0)%1e6*uint64(us)/1e6+get("burst", 0), 1<<32-1), 10)
		}
		if there {
			var rest network.Options
			for _, o := range options {
				if o.Name != "latency" && o.Name != "limit" {
					rest = append(rest, o)
				}
			}
			options = append(rest, limit)
		}
	}
	return options
}
