package kernel

import (
	"encoding/binary"
	"math"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// allProtocols is the protocol of a filter that looks at every frame, as the lower half
// of tcm_info has it.
const allProtocols = unix.ETH_P_ALL<<8&0xff00 | unix.ETH_P_ALL>>8

// Qdiscs reads the queueing disciplines of all links, by the index of the link.
func (c *Conn) Qdiscs() (map[int][]network.Traffic, error) {
	list := map[int][]network.Traffic{}
	r := nl.NewNetlinkRequest(unix.RTM_GETQDISC, unix.NLM_F_DUMP)
	r.AddData(&nl.TcMsg{})
	err := c.socket.dump(r, func() { clear(list) }, func(kind uint16, b []byte) error {
		index, t, err := parseTraffic(b, false)
		if err == nil && kind == unix.RTM_NEWQDISC {
			list[index] = append(list[index], t)
		}
		return err
	})
	return list, wrap("reading queueing disciplines", err)
}

// Filters reads those under a parent on a link, 0 for its root discipline.
func (c *Conn) Filters(index int, parent uint32) (list []network.Traffic, err error) {
	r := nl.NewNetlinkRequest(unix.RTM_GETTFILTER, unix.NLM_F_DUMP)
	r.AddData(&nl.TcMsg{Ifindex: int32(index), Parent: parent})
	err = c.socket.dump(r, func() { list = nil }, func(kind uint16, b []byte) error {
		_, t, err := parseTraffic(b, true)
		// A filter is told of as a whole, with handle 0, and then each thing in it.
		if err == nil && kind == unix.RTM_NEWTFILTER && t.Handle != 0 {
			list = append(list, t)
		}
		return err
	})
	return list, wrap("reading traffic filters", err)
}

// parseTraffic reads the payload of an RTM_NEWQDISC or RTM_NEWTFILTER.
func parseTraffic(b []byte, filter bool) (index int, t network.Traffic, err error) {
	if len(b) < nl.SizeofTcMsg {
		return 0, t, errShort
	}
	m := nl.DeserializeTcMsg(b)
	t = network.Traffic{Filter: filter, Parent: m.Parent, Handle: m.Handle}
	if filter {
		t.Info = m.Info
	}
	var options []byte
	err = attributes(b[nl.SizeofTcMsg:], func(a attribute) {
		switch a.kind {
		case nl.TCA_KIND:
			t.Kind = unix.ByteSliceToString(a.value)
		case nl.TCA_OPTIONS:
			options = a.value
		}
	})
	if filter {
		t.Action, t.Options = parseAction(actionOf(t.Kind), options)
	} else {
		t.Options = qdiscOptions(t.Kind, options)
	}
	return int(m.Ifindex), t, err
}

// trafficMessage makes a discipline or a filter, or sets what it is told of, or takes
// it away.
func trafficMessage(index int, op network.Op, t network.Traffic) *nl.NetlinkRequest {
	kind, flags := unix.RTM_NEWQDISC, unix.NLM_F_CREATE|unix.NLM_F_REPLACE|unix.NLM_F_ACK
	if t.Filter {
		kind, flags = unix.RTM_NEWTFILTER, unix.NLM_F_CREATE|unix.NLM_F_EXCL|unix.NLM_F_ACK
	}
	m := &nl.TcMsg{Ifindex: int32(index), Parent: t.Parent, Handle: t.Handle}
	switch {
	case op == network.OpDelete && t.Filter:
		// With its own handle matchall would refuse to go (mall_delete).
		kind, flags, m.Handle, m.Info = unix.RTM_DELTFILTER, unix.NLM_F_ACK, 0, t.Info
	case op == network.OpDelete:
		kind, flags, m.Handle = unix.RTM_DELQDISC, unix.NLM_F_ACK, 0
	case op == network.OpChange:
		flags = unix.NLM_F_ACK
	case t.Filter:
		m.Info = allProtocols
	}
	b := encode(nl.TCA_KIND, append([]byte(t.Kind), 0))
	switch {
	case op == network.OpDelete:
	case t.Filter:
		b = append(b, encode(nl.TCA_OPTIONS, encode(actionOf(t.Kind), actionData(t.Action, t.Options)))...)
	default:
		if data := qdiscData(t.Kind, t.Options); data != nil {
			b = append(b, encode(nl.TCA_OPTIONS, data)...)
		}
	}
	r := nl.NewNetlinkRequest(kind, flags)
	r.AddData(m)
	r.AddRawData(b)
	return r
}

// encode is an attribute with a value.
func encode(kind uint16, value []byte) []byte {
	size := unix.SizeofRtAttr + len(value)
	b := make([]byte, (size+unix.RTA_ALIGNTO-1)&^(unix.RTA_ALIGNTO-1))
	binary.NativeEndian.PutUint16(b, uint16(size))
	binary.NativeEndian.PutUint16(b[2:], kind)
	copy(b[unix.SizeofRtAttr:], value)
	return b
}

// fqCodelFields are the options of fq_codel (TCA_FQ_CODEL_*).
func fqCodelFields() []field {
	return []field{{name: "target", kind: 1, form: u32}, {name: "limit", kind: 2, form: u32}, {name: "interval", kind: 3, form: u32}, {name: "ecn", kind: 4, form: u32},
		{name: "flows", kind: 5, form: u32}, {name: "quantum", kind: 6, form: u32}, {name: "ce_threshold", kind: 7, form: u32}, {name: "memory_limit", kind: 9, form: u32}}
}

// qdiscStructs is what disciplines have in structs: the size, and of each option, as its
// kind, the place. They are struct tc_sfq_qopt_v1 and struct tc_tbf_qopt.
func qdiscStructs(kind string) (size int, fields []field) {
	switch kind {
	case "sfq":
		return 72, []field{{name: "quantum", kind: 0}, {name: "perturb", kind: 4}, {name: "limit", kind: 8}, {name: "divisor", kind: 12}, {name: "flows", kind: 16}, {name: "depth", kind: 20}}
	case "tbf":
		return 36, []field{{name: "rate", kind: 8}, {name: "limit", kind: 24}, {name: "burst", kind: 28}}
	}
	return 0, nil
}

// Attributes of tbf (TCA_TBF_*).
const (
	tbfParms  = 1
	tbfRate64 = 4
	tbfBurst  = 6
)

// psched is how many nanoseconds the kernel's unit of time has here (PSCHED_SHIFT).
const psched = 64

// qdiscOptions reads TCA_OPTIONS.
func qdiscOptions(kind string, b []byte) network.Options {
	var rate uint64
	switch kind {
	case "fq_codel":
		return parseFields(fqCodelFields(), b)
	case "tbf":
		raw := b
		b = nil
		_ = attributes(raw, func(a attribute) { // what cannot be read is not known
			switch {
			case a.kind == tbfParms:
				b = a.value
			case a.kind == tbfRate64 && len(a.value) == 8:
				rate = binary.NativeEndian.Uint64(a.value)
			}
		})
	}
	var options network.Options
	_, fields := qdiscStructs(kind)
	for _, f := range fields {
		if len(b) < int(f.kind)+4 {
			continue
		}
		n := uint64(uint32Of(b[f.kind:]))
		switch f.name {
		case "rate":
			rate = max(rate, n)
			n = rate
		case "burst":
			n = uint64(float64(n) * psched * float64(rate) / 1e9)
		}
		f.form = u64
		options = append(options, f.parse(binary.NativeEndian.AppendUint64(nil, n)))
	}
	return options
}

// qdiscData is what TCA_OPTIONS holds, nil for none.
func qdiscData(kind string, options network.Options) []byte {
	if kind == "prio" { // three bands, as tc(8) and NetworkManager have them; the kernel has no default
		return append(nl.Uint32Attr(3), 1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)
	}
	if len(options) == 0 {
		return nil
	}
	size, fields := qdiscStructs(kind)
	b := make([]byte, size)
	var more []byte
	if kind == "fq_codel" {
		fields = fqCodelFields()
	}
	for _, o := range options {
		n := field{}.number(o.Value)
		value := nl.Uint32Attr(uint32(min(n, math.MaxUint32)))
		for _, f := range fields {
			switch {
			case f.name != o.Name:
			case kind == "fq_codel":
				b = append(b, encode(f.kind, value)...)
			case f.name == "burst":
				more = append(more, encode(tbfBurst, value)...)
			default:
				copy(b[f.kind:], value)
			}
		}
		if n > math.MaxUint32 {
			more = append(more, encode(tbfRate64, nl.Uint64Attr(n))...)
		}
	}
	if kind == "tbf" {
		b[1] = 1 // TC_LINKLAYER_ETHERNET
		b = append(encode(tbfParms, b), more...)
	}
	return b
}
