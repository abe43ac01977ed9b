package desired

import (
	"strconv"

	"netonce/apply/network"
)

// Traffic is what disciplines an interface is to have, and what filters on them: these
// and no others.
type Traffic struct {
	List []Wanted[network.Traffic] // filters last
}

// traffic makes it of QDISCn, FILTERn and TC_COMMIT.
func (b *builder) traffic() {
	p := b.p
	if !p.CommitsTraffic() {
		return
	}
	w := &Traffic{}
	ingress := false
	for i := range p.Traffic {
		f := &p.Traffic[i]
		v := &f.Value
		t := network.Traffic{Filter: v.Filter, Kind: v.Kind, Parent: v.Parent, Handle: v.Handle, Action: v.Action}
		for _, o := range v.Options {
			// With 0 it is the default, as without (_nl_msg_new_qdisc).
			if o.Value != "0" || t.Kind != "fq_codel" && t.Kind != "sfq" || o.Name == "ce_threshold" || o.Name == "memory_limit" {
				t.Options = append(t.Options, network.Option{Name: o.Name, Value: o.Value})
			}
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
	}
	b.Traffic = w
}

// asTaken makes of options what the kernel makes of them silently, so that they are
// found as they were asked for (fq_codel_change, sfq_change), and of a tbf's latency
// its limit, as tc-tbf(8) does.
func asTaken(kind string, options network.Options) network.Options {
	switch kind {
	case "fq_codel":
		bound(options, "quantum", 0, 256, 1<<32-1)
		bound(options, "memory_limit", 0, 0, 1<<31)
	case "sfq": // SFQ_MAX_DEPTH, SFQ_DEFAULT_FLOWS, SFQ_MAX_FLOWS, SFQ_DEFAULT_HASH_DIVISOR
		depth := bound(options, "depth", 127, 1, 127)
		flows := bound(options, "flows", 128, 1, min(0x10000-127-1, given(options, "divisor", 1024)))
		bound(options, "flows", 128, 1, bound(options, "limit", 127, 1, depth*flows))
	case "tbf":
		for i, o := range options {
			if o.Name == "latency" {
				limit := float64(given(options, "rate", 0))*float64(number(o.Value))/1e6 + float64(given(options, "burst", 0))
				limit = float64(given(options, "limit", int64(min(limit, 1<<32-1))))
				options[i] = network.Option{Name: "limit", Value: strconv.FormatInt(int64(limit), 10)}
			}
		}
	}
	return options
}

// given is the number that an option is, or without one the default.
func given(options network.Options, name string, otherwise int64) int64 {
	for _, o := range options {
		if o.Name == name {
			return number(o.Value)
		}
	}
	return otherwise
}

// bound brings an option, where it is given, within limits. It returns what counts.
func bound(options network.Options, name string, otherwise, low, high int64) int64 {
	n := max(low, min(given(options, name, otherwise), high))
	for i := range options {
		if options[i].Name == name {
			options[i].Value = strconv.FormatInt(n, 10)
		}
	}
	return n
}
