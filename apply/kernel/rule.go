package kernel

import (
	"encoding/binary"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
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

// ruleMessage fills a request with struct fib_rule_hdr and its attributes.
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
	m.Src_len, m.Dst_len = uint8(max(rule.From.Bits(), 0)), uint8(max(rule.To.Bits(), 0)) // -1 without any
	r.AddData(m)
	ruleNumbers(r, &rule)
	ruleValues(r, &rule)
}

// ruleNumbers adds the attributes that are 32-bit numbers.
func ruleNumbers(r *nl.NetlinkRequest, rule *network.Rule) {
	marked := rule.FWMark != 0 || rule.FWMask != 0
	for _, a := range []struct {
		kind   int
		given  bool
		number uint32
	}{
		{nl.FRA_PRIORITY, rule.Priority.Set, rule.Priority.Value},
		{nl.FRA_TABLE, rule.Table >= 256, rule.Table},
		{nl.FRA_FWMARK, marked, rule.FWMark},
		{nl.FRA_FWMASK, marked, rule.FWMask},
		{nl.FRA_FLOW, rule.Realms != 0, rule.Realms},
		{nl.FRA_GOTO, rule.Action == network.RuleGoto, rule.Goto},
		{nl.FRA_SUPPRESS_PREFIXLEN, rule.SuppressPrefixLen.Set, rule.SuppressPrefixLen.Value},
		{nl.FRA_SUPPRESS_IFGROUP, rule.SuppressIfgroup.Set, rule.SuppressIfgroup.Value},
	} {
		if a.given {
			r.AddData(nl.NewRtAttr(a.kind, nl.Uint32Attr(a.number)))
		}
	}
}

// ruleValues adds the attributes of any other kind.
func ruleValues(r *nl.NetlinkRequest, rule *network.Rule) {
	for _, a := range []struct {
		kind  int
		given bool
		value []byte
	}{
		{nl.FRA_SRC, rule.From.IsValid(), rule.From.Addr().AsSlice()},
		{nl.FRA_DST, rule.To.IsValid(), rule.To.Addr().AsSlice()},
		{nl.FRA_IIFNAME, rule.IIF != "", nl.ZeroTerminated(rule.IIF)},
		{nl.FRA_OIFNAME, rule.OIF != "", nl.ZeroTerminated(rule.OIF)},
		{nl.FRA_L3MDEV, rule.L3MDev, []byte{1}},
		{nl.FRA_IP_PROTO, rule.IPProto != 0, []byte{rule.IPProto}},
		{nl.FRA_PROTOCOL, rule.Protocol != 0, []byte{byte(rule.Protocol)}},
		{nl.FRA_SPORT_RANGE, rule.SourcePort.Set, portsAttr(rule.SourcePort)},
		{nl.FRA_DPORT_RANGE, rule.DestPort.Set, portsAttr(rule.DestPort)},
		{nl.FRA_UID_RANGE, rule.UIDs.Set, append(nl.Uint32Attr(rule.UIDs.First), nl.Uint32Attr(rule.UIDs.Last)...)},
		{nl.FRA_TUN_ID, rule.TunnelID != 0, binary.BigEndian.AppendUint64(nil, rule.TunnelID)},
	} {
		if a.given {
			r.AddData(nl.NewRtAttr(a.kind, a.value))
		}
	}
}

func portsAttr(r network.Range) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(r.First))
	return binary.NativeEndian.AppendUint16(b, uint16(r.Last))
}
