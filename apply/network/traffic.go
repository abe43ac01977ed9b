package network

import (
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
func (t *Traffic) Hooked() bool {
	return !t.Filter && (t.Parent == TrafficRoot || t.Parent == TrafficIngress)
}

func (t *Traffic) object() string {
	if t.Filter {
		return "filter"
	}
	return "qdisc"
}

// String formats it in the words of tc(8), without its device.
func (t *Traffic) String() string {
	var words []string
	switch t.Parent {
	case TrafficIngress: // "ingress" and "clsact" say where they hang
	case 0, TrafficRoot:
		words = append(words, "root")
	default:
		words = append(words, "parent", trafficNumber(t.Parent))
	}
	if t.Handle != 0 && t.Parent != TrafficIngress {
		words = append(words, "handle", trafficNumber(t.Handle))
	}
	if t.Info != 0 {
		words = append(words, "pref", decimal(t.Info>>16))
	}
	words = append(words, t.Kind)
	if t.Action != "" {
		words = append(words, "action", t.Action)
	}
	for _, o := range t.Options {
		name, unit := o.Name, ""
		switch name {
		case "egress", "mirror":
			name = ""
		case "ecn":
			o.Value = ""
		case "rate":
			unit = "bps"
		case "target", "interval", "ce_threshold":
			unit = "us"
		}
		words = append(words, name, o.Value+unit)
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func trafficNumber(n uint32) string {
	s := strconv.FormatUint(uint64(n>>16), 16) + ":"
	if n&0xffff != 0 {
		s += strconv.FormatUint(uint64(n&0xffff), 16)
	}
	return s
}

// command is what tc(8) would be told.
func (t *Traffic) command(op Op, device string) string {
	verb := string(op)
	if op == OpAdd && !t.Filter {
		verb = "replace"
	}
	if op == OpDelete {
		t = &Traffic{Filter: t.Filter, Kind: t.Kind, Parent: t.Parent, Info: t.Info}
	}
	return "tc " + t.object() + " " + verb + " dev " + device + " " + t.String()
}

// Differing lists the options that are not as they are on one that is there, as far
// as the kernel can tell.
func (t *Traffic) Differing(have *Traffic) (list Options) {
	for _, o := range t.Options {
		if x, there := have.Options.Get(o.Name); !there || !t.sameOption(o, x) {
			list = append(list, o)
		}
	}
	return list
}

func (t *Traffic) sameOption(o, have Option) bool {
	switch o.Name {
	case "target", "interval", "ce_threshold":
		// fq_codel counts units of 1024 ns (CODEL_SHIFT).
		return have.Value == strconv.FormatInt((numberOf(o.Value)*1000>>10<<10)/1000, 10)
	case "burst":
		// The kernel keeps the time that it takes at the rate, in units of 64 ns
		// (PSCHED_SHIFT).
		rate, _ := t.Options.Get("rate")
		off := numberOf(o.Value) - numberOf(have.Value)
		return max(off, -off) <= 2+numberOf(rate.Value)/1e7
	}
	return o.Same(have)
}

func numberOf(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Same reports whether it is the filter that is there, or the discipline in the same
// place; root is the root discipline's number.
func (t *Traffic) Same(have *Traffic, root uint32) bool {
	if t.Filter != have.Filter {
		return false
	}
	at, there := t.Parent, have.Parent
	if t.Filter && at == 0 {
		at = root
	}
	if t.Filter && there == 0 {
		there = root
	}
	return at == there && (!t.Filter || t.Kind == have.Kind && t.Action == have.Action && (t.Handle == 0 || t.Handle == have.Handle) && len(t.Differing(have)) == 0)
}

// RootOf returns the number of the root discipline.
func RootOf(list []Traffic) uint32 {
	for i := range list {
		if t := &list[i]; !t.Filter && t.Parent == TrafficRoot {
			return t.Handle
		}
	}
	return 0
}

// Under reports whether it is a filter on a discipline, or hangs on one of its classes.
func (t *Traffic) Under(q *Traffic) bool {
	return t.Filter && t.Parent == 0 && q.Parent == TrafficRoot || !t.Hooked() && q.Handle != 0 && Major(t.Parent) == q.Handle
}

// Valid reports whether what was read back from a file are words of tc(8).
func (t *Traffic) Valid() bool {
	ok := t.Kind != ""
	words := []string{t.Kind, t.Action}
	for _, o := range t.Options {
		words = append(words, o.Name)
	}
	for _, w := range words {
		ok = ok && len(w) < 16 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
	}
	return ok
}
