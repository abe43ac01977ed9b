package kernel

import (
	"encoding/binary"
	"net/netip"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
)

// Attributes and flags of linux/fib_rules.h that the library lacks.
const (
	ruleInvert   = 2 // FIB_RULE_INVERT
	fraSportMask = 28
	fraDportMask = 29
)

// Rules reads the policy routing rules of both families, in the kernel's order.
// Those with selectors that netonce never makes are left out.
func (c *Conn) Rules() ([]network.Rule, error) {
	var rules []network.Rule
	request := nl.NewNetlinkRequest(unix.RTM_GETRULE, unix.NLM_F_DUMP)
	request.AddData(&nl.RtMsg{})
	err := c.socket.dump(request, func() { rules = nil }, func(kind uint16, b []byte) error {
		r, ours, err := parseRule(b)
		if err == nil && ours && kind == unix.RTM_NEWRULE {
			rules = append(rules, r)
		}
		return err
	})
	return rules, wrap("reading rules", err)
}

// parseRule reads the payload of RTM_NEWRULE: struct fib_rule_hdr, which is laid
// out as struct rtmsg is, and its attributes.
func parseRule(b []byte) (r network.Rule, ours bool, err error) {
	if len(b) < unix.SizeofRtMsg {
		return r, false, errShort
	}
	m := nl.DeserializeRtMsg(b)
	if m.Family != unix.AF_INET && m.Family != unix.AF_INET6 { // multicast routing has rules too
		return r, false, nil
	}
	r = network.Rule{Six: m.Family == unix.AF_INET6, Not: m.Flags&ruleInvert != 0, TOS: m.Tos,
		Action: network.RuleAction(m.Type), Table: uint32(m.Table), Priority: network.Number{Set: true}}
	ours = true
	err = attributes(b[unix.SizeofRtMsg:], func(a attribute) {
		switch a.kind {
		case nl.FRA_SRC:
			r.From = prefixOf(a.value, m.Src_len)
		case nl.FRA_DST:
			r.To = prefixOf(a.value, m.Dst_len)
		default:
			ours = ruleAttribute(&r, a) && ours
		}
	})
	if r.Action != network.RuleToTable {
		r.Table = 0 // has none to go on in
	}
	return r, ours, err
}

// ruleAttribute takes up an attribute. It reports false for one that netonce has
// no field for.
func ruleAttribute(r *network.Rule, a attribute) bool {
	switch n := uint32Of(a.value); a.kind {
	case nl.FRA_PRIORITY:
		r.Priority.Value = n
	case nl.FRA_TABLE:
		r.Table = n
	case nl.FRA_FWMARK:
		r.FWMark = n
	case nl.FRA_FWMASK:
		r.FWMask = n
	case nl.FRA_FLOW:
		r.Realms = n
	case nl.FRA_GOTO:
		r.Goto = n
	case nl.FRA_SUPPRESS_PREFIXLEN:
		r.SuppressPrefixLen = numberOf(n)
	case nl.FRA_SUPPRESS_IFGROUP:
		r.SuppressIfgroup = numberOf(n)
	case nl.FRA_IIFNAME:
		r.IIF = unix.ByteSliceToString(a.value)
	case nl.FRA_OIFNAME:
		r.OIF = unix.ByteSliceToString(a.value)
	case nl.FRA_L3MDEV:
		r.L3MDev = uint8Of(a.value) != 0
	case nl.FRA_IP_PROTO:
		r.IPProto = uint8Of(a.value)
	case nl.FRA_PROTOCOL:
		r.Protocol = network.Protocol(uint8Of(a.value))
	case nl.FRA_SPORT_RANGE:
		r.SourcePort = portsOf(a.value)
	case nl.FRA_DPORT_RANGE:
		r.DestPort = portsOf(a.value)
	case nl.FRA_UID_RANGE:
		if len(a.value) >= 8 {
			r.UIDs = network.Range{First: n, Last: uint32Of(a.value[4:]), Set: true}
		}
	case nl.FRA_TUN_ID: // in network order
		if len(a.value) >= 8 {
			r.TunnelID = binary.BigEndian.Uint64(a.value)
		}
	case fraSportMask, fraDportMask: // whole ports
		return len(a.value) >= 2 && binary.NativeEndian.Uint16(a.value) == 0xffff
	case nl.FRA_PAD:
	default:
		return false
	}
	return true
}

func uint8Of(b []byte) uint8 {
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

// numberOf reads a number of which the kernel says -1 for none.
func numberOf(n uint32) network.Number {
	if n == 1<<32-1 {
		return network.Number{}
	}
	return network.Number{Value: n, Set: true}
}

func portsOf(b []byte) network.Range {
	if len(b) < 4 {
		return network.Range{}
	}
	return network.Range{First: uint32(binary.NativeEndian.Uint16(b)), Last: uint32(binary.NativeEndian.Uint16(b[2:])), Set: true}
}

// ruleAdd adds a rule. It does not ask for a refusal where there is the same rule
// (NLM_F_EXCL): the kernel takes one and its negation for the same.
func ruleAdd(rule network.Rule) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_NEWRULE, unix.NLM_F_ACK|unix.NLM_F_CREATE)
	ruleMessage(r, rule)
	return r
}

func ruleDelete(rule network.Rule) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_DELRULE, unix.NLM_F_ACK)
	ruleMessage(r, rule)
	return r
}

func ruleMessage(r *nl.NetlinkRequest, rule network.Rule) {
	m := &nl.RtMsg{}
	m.Family = unix.AF_INET
	if rule.Six {
		m.Family = unix.AF_INET6
	}
	m.Tos, m.Type = rule.TOS, uint8(rule.Action)
	if rule.Table < 256 {
		m.Table = uint8(rule.Table)
	}
	if rule.Not {
		m.Flags = ruleInvert
	}
	r.AddData(m)
	add := func(kind int, b []byte, when bool) {
		if when {
			r.AddData(nl.NewRtAttr(kind, b))
		}
	}
	number := func(kind int, n uint32, when bool) { add(kind, nl.Uint32Attr(n), when) }
	prefix := func(kind int, length *uint8, p netip.Prefix) {
		if p.IsValid() {
			*length = uint8(p.Bits())
			add(kind, p.Addr().AsSlice(), true)
		}
	}
	prefix(nl.FRA_SRC, &m.Src_len, rule.From)
	prefix(nl.FRA_DST, &m.Dst_len, rule.To)
	number(nl.FRA_PRIORITY, rule.Priority.Value, rule.Priority.Set)
	number(nl.FRA_TABLE, rule.Table, rule.Table >= 256)
	marked := rule.FWMark != 0 || rule.FWMask != 0
	number(nl.FRA_FWMARK, rule.FWMark, marked)
	number(nl.FRA_FWMASK, rule.FWMask, marked)
	number(nl.FRA_FLOW, rule.Realms, rule.Realms != 0)
	number(nl.FRA_GOTO, rule.Goto, rule.Action == network.RuleGoto)
	number(nl.FRA_SUPPRESS_PREFIXLEN, rule.SuppressPrefixLen.Value, rule.SuppressPrefixLen.Set)
	number(nl.FRA_SUPPRESS_IFGROUP, rule.SuppressIfgroup.Value, rule.SuppressIfgroup.Set)
	add(nl.FRA_IIFNAME, nl.ZeroTerminated(rule.IIF), rule.IIF != "")
	add(nl.FRA_OIFNAME, nl.ZeroTerminated(rule.OIF), rule.OIF != "")
	add(nl.FRA_L3MDEV, nl.Uint8Attr(1), rule.L3MDev)
	add(nl.FRA_IP_PROTO, nl.Uint8Attr(rule.IPProto), rule.IPProto != 0)
	add(nl.FRA_PROTOCOL, nl.Uint8Attr(uint8(rule.Protocol)), rule.Protocol != 0)
	add(nl.FRA_SPORT_RANGE, portsAttr(rule.SourcePort), rule.SourcePort.Set)
	add(nl.FRA_DPORT_RANGE, portsAttr(rule.DestPort), rule.DestPort.Set)
	add(nl.FRA_UID_RANGE, append(nl.Uint32Attr(rule.UIDs.First), nl.Uint32Attr(rule.UIDs.Last)...), rule.UIDs.Set)
	add(nl.FRA_TUN_ID, binary.BigEndian.AppendUint64(nil, rule.TunnelID), rule.TunnelID != 0)
}

func portsAttr(r network.Range) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(r.First))
	return binary.NativeEndian.AppendUint16(b, uint16(r.Last))
}
