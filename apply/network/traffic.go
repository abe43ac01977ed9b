package network

import (
	"slices"
	"strconv"
	"strings"
)

// Traffic is a queueing discipline of an interface, or a filter on one.
type Traffic struct {
	Filter  bool    `json:"filter,omitempty"`
	Kind    string  `json:"kind"`
	Parent  uint32  `json:"parent"` // TrafficRoot, TrafficIngress or a class; of a filter the discipline, 0 for the root's
	Handle  uint32  `json:"handle"` // 0: the kernel's choice; of a discipline that is there: its own default
	Info    uint32  `json:"-"`      // of a filter that is there: priority and protocol
	Action  string  `json:"action,omitempty"`
	Options Options `json:"options,omitempty"` // of the discipline or the action: bytes, bytes a second, microseconds
}

// Where a discipline hangs, and filters of clsact do (linux/pkt_sched.h).
const (
	TrafficRoot    = 0xffffffff // TC_H_ROOT
	TrafficIngress = 0xfffffff1 // TC_H_INGRESS
	ClsactIngress  = 0xfffffff2 // TC_H_CLSACT with TC_H_MIN_INGRESS
	ClsactEgress   = 0xfffffff3 // TC_H_CLSACT with TC_H_MIN_EGRESS
)

// Major is the part of a number that names the discipline.
func Major(number uint32) uint32 { return number &^ 0xffff }

// Hooked reports whether it is a discipline of the interface itself, not of a class.
func (t Traffic) Hooked() bool {
	return !t.Filter && (t.Parent == TrafficRoot || t.Parent == TrafficIngress)
}

func (t Traffic) object() string {
	if t.Filter {
		return "filter"
	}
	return "qdisc"
}

// String formats it in the words of tc(8), without its device.
func (t Traffic) String() string {
	var p phrase
	number := func(n uint32) string {
		s := strconv.FormatUint(uint64(n>>16), 16) + ":"
		if n&0xffff != 0 {
			s += strconv.FormatUint(uint64(n&0xffff), 16)
		}
		return s
	}
	own := t.Parent == TrafficIngress // "ingress" and "clsact" say where they hang
	p.say(t.Parent == TrafficRoot || t.Filter && t.Parent == 0, "root")
	p.say(t.Parent != 0 && t.Parent != TrafficRoot && !own, "parent", number(t.Parent))
	p.say(t.Handle != 0 && !own, "handle", number(t.Handle))
	p.say(t.Filter && t.Info>>16 != 0, "pref", decimal(t.Info>>16))
	p.say(true, t.Kind)
	p.say(t.Action != "", "action", t.Action)
	for _, o := range t.Options {
		switch o.Name {
		case "egress":
			p.say(true, o.Value)
		case "mirror":
			p.say(true, o.Value)
		case "ecn":
			p.say(o.Value == "1", o.Name)
		case "rate":
			p.say(true, o.Name, o.Value+"bps")
		case "target", "interval", "ce_threshold":
			p.say(true, o.Name, o.Value+"us")
		default:
			p.say(true, o.Name, o.Value)
		}
	}
	return p.String()
}

// command is what tc(8) would be told.
func (t Traffic) command(op Op, device string) string {
	verb := map[Op]string{OpDelete: "delete", OpChange: "change", OpAdd: "replace"}[op]
	if t.Filter && op == OpAdd {
		verb = "add"
	}
	if op == OpDelete {
		t.Options, t.Action = nil, ""
		if t.Filter { // its priority says which
			t.Handle = 0
		}
	}
	return "tc " + t.object() + " " + verb + " dev " + device + " " + t.String()
}

// Differing lists the options that are not as they are on one that is there, as far
// as the kernel can tell.
func (t Traffic) Differing(have Traffic) (list Options) {
	rate, _ := t.Options.Get("rate")
	for _, o := range t.Options {
		x, there := have.Options.Get(o.Name)
		switch {
		case !there:
		case o.Same(x):
			continue
		case t.Filter:
		case o.Name == "target" || o.Name == "interval" || o.Name == "ce_threshold":
			if codel(o.Value) == x.Value {
				continue
			}
		case o.Name == "burst" && sameBurst(o.Value, x.Value, rate.Value):
			continue
		}
		list = append(list, o)
	}
	return list
}

// codel is what becomes of a time in fq_codel, which counts units of 1024 ns
// (CODEL_SHIFT).
func codel(us string) string {
	n, _ := strconv.ParseUint(us, 10, 32)
	return strconv.FormatUint((n*1000>>10<<10)/1000, 10)
}

// sameBurst compares what tbf may send at once: the kernel keeps the time that it
// takes at the rate, in units of 64 ns (PSCHED_SHIFT).
func sameBurst(want, have, rate string) bool {
	x, _ := strconv.ParseInt(want, 10, 64)
	y, _ := strconv.ParseInt(have, 10, 64)
	r, _ := strconv.ParseInt(rate, 10, 64)
	return max(x-y, y-x) <= 2+r/1e9*128+r%1e9*128/1e9
}

// Same reports whether it is the filter that is there, or the discipline in the same
// place; root is the root discipline's number.
func (t Traffic) Same(have Traffic, root uint32) bool {
	if !t.Filter || !have.Filter {
		return t.Filter == have.Filter && t.Parent == have.Parent
	}
	under := func(t Traffic) uint32 {
		if t.Parent == 0 {
			return root
		}
		return t.Parent
	}
	return t.Kind == have.Kind && under(t) == under(have) && (t.Handle == 0 || t.Handle == have.Handle) && t.Action == have.Action && len(t.Differing(have)) == 0
}

// RootOf returns the number of the root discipline.
func RootOf(list []Traffic) uint32 {
	for _, t := range list {
		if !t.Filter && t.Parent == TrafficRoot {
			return t.Handle
		}
	}
	return 0
}

// ChangeTraffic is what becomes of a list with a change. With a discipline go its
// filters, and what hangs on its classes.
func ChangeTraffic(list []Traffic, op Op, t Traffic) []Traffic {
	if t.Filter {
		if op == OpDelete {
			return slices.DeleteFunc(slices.Clone(list), func(x Traffic) bool { return x.Filter && x.Info == t.Info && x.Same(t, RootOf(list)) })
		}
		return append(slices.Clone(list), t)
	}
	for i, x := range list {
		if !x.Same(t, 0) {
			continue
		}
		if op == OpChange {
			list = slices.Clone(list)
			list[i].Options = x.Options.Set(t.Options)
			return list
		}
		list = Without(list, x)
		break
	}
	if op == OpDelete {
		return list
	}
	return append(list, t)
}

// Without is a list without a discipline and what goes with it.
func Without(list []Traffic, gone Traffic) (left []Traffic) {
	for _, x := range list {
		under := x.Parent != TrafficRoot && x.Parent != TrafficIngress && Major(x.Parent) == gone.Handle || x.Filter && x.Parent == 0 && gone.Parent == TrafficRoot
		if !(under || !x.Filter && x.Parent == gone.Parent) {
			left = append(left, x)
		}
	}
	return left
}

// Valid reports whether what was read back from a file are words of tc(8).
func (t Traffic) Valid() bool {
	word := func(s string) bool {
		return len(s) < 16 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
	}
	ok := t.Kind != "" && word(t.Kind) && word(t.Action)
	for _, o := range t.Options {
		ok = ok && word(o.Name)
	}
	return ok
}
