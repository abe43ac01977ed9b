package network

import (
	"net/netip"
	"strconv"
)

// RuleAction is what a rule does with the packets that match it (FR_ACT_*).
type RuleAction uint8

// Actions of linux/fib_rules.h.
const (
	RuleToTable     RuleAction = 1
	RuleGoto        RuleAction = 2
	RuleNop         RuleAction = 3
	RuleBlackhole   RuleAction = 6
	RuleUnreachable RuleAction = 7
	RuleProhibit    RuleAction = 8
)

// RuleActions pairs every action but the lookup with ip-rule(8)'s word for it.
func RuleActions() map[RuleAction]string {
	return map[RuleAction]string{RuleGoto: "goto", RuleNop: "nop", RuleBlackhole: "blackhole", RuleUnreachable: "unreachable", RuleProhibit: "prohibit"}
}

// Number is a number that may be zero, or not be there.
type Number struct {
	Value uint32 `json:"value"`
	Set   bool   `json:"set"`
}

// Range is a range with both its ends in it; one that is not Set is any.
type Range struct {
	First uint32 `json:"first"`
	Last  uint32 `json:"last"`
	Set   bool   `json:"set"`
}

// Rule is a policy routing rule, comparable with ==; zero values are not given.
// The kernel chooses the priority of one that is added without.
type Rule struct {
	Six               bool         `json:"six,omitempty"`
	Priority          Number       `json:"priority,omitzero"`
	Not               bool         `json:"not,omitempty"`
	From              netip.Prefix `json:"from,omitzero"`
	To                netip.Prefix `json:"to,omitzero"`
	TOS               uint8        `json:"tos,omitempty"`
	IPProto           uint8        `json:"ipproto,omitempty"`
	SourcePort        Range        `json:"sport,omitzero"`
	DestPort          Range        `json:"dport,omitzero"`
	FWMark            uint32       `json:"fwmark,omitempty"`
	FWMask            uint32       `json:"fwmask,omitempty"`
	IIF               string       `json:"iif,omitempty"`
	OIF               string       `json:"oif,omitempty"`
	UIDs              Range        `json:"uidrange,omitzero"`
	TunnelID          uint64       `json:"tun_id,omitempty"`
	L3MDev            bool         `json:"l3mdev,omitempty"`
	Action            RuleAction   `json:"action"`
	Table             uint32       `json:"table,omitempty"`
	Goto              uint32       `json:"goto,omitempty"`
	Realms            uint32       `json:"realms,omitempty"`
	SuppressPrefixLen Number       `json:"suppress_prefixlength,omitzero"`
	SuppressIfgroup   Number       `json:"suppress_ifgroup,omitzero"`
	Protocol          Protocol     `json:"protocol,omitempty"`
}

// Satisfies reports whether a rule that is there is what w asks for: who made it
// does not matter, nor does its priority where w leaves that to the kernel. The
// kernel's own rules satisfy only who names their priority.
func (r *Rule) Satisfies(w *Rule) bool {
	if w.Priority.Set && r.Priority != w.Priority || !w.Priority.Set && r.Protocol == ProtocolKernel {
		return false
	}
	same := *r
	same.Priority, same.Protocol = w.Priority, w.Protocol
	return same == *w
}

// FindRule returns the index of the first rule that is what is wanted, -1 if
// there is none.
func FindRule(rules []Rule, wanted *Rule) int {
	for i := range rules {
		if rules[i].Satisfies(wanted) {
			return i
		}
	}
	return -1
}

// String formats the rule in the words of ip-rule(8).
func (r Rule) String() string {
	var p phrase
	between := func(r Range) string { return decimal(r.First) + "-" + decimal(r.Last) }
	p.say(r.Not, "not")
	p.say(r.From.IsValid(), "from", r.From.String())
	p.say(!r.From.IsValid(), "from", "all")
	p.say(r.To.IsValid(), "to", r.To.String())
	p.say(r.TOS != 0, "tos", hex(uint32(r.TOS)))
	p.say(r.FWMark != 0 || r.FWMask != 0, "fwmark", hex(r.FWMark)+"/"+hex(r.FWMask))
	p.say(r.IIF != "", "iif", r.IIF)
	p.say(r.OIF != "", "oif", r.OIF)
	p.say(r.UIDs.Set, "uidrange", between(r.UIDs))
	p.say(r.IPProto != 0, "ipproto", decimal(uint32(r.IPProto)))
	p.say(r.SourcePort.Set, "sport", between(r.SourcePort))
	p.say(r.DestPort.Set, "dport", between(r.DestPort))
	p.say(r.TunnelID != 0, "tun_id", strconv.FormatUint(r.TunnelID, 10))
	p.say(r.L3MDev, "l3mdev")
	p.say(r.Priority.Set, "priority", decimal(r.Priority.Value))
	p.say(r.SuppressPrefixLen.Set, "suppress_prefixlength", decimal(r.SuppressPrefixLen.Value))
	p.say(r.SuppressIfgroup.Set, "suppress_ifgroup", decimal(r.SuppressIfgroup.Value))
	p.say(r.Realms != 0, "realms", decimal(r.Realms>>16)+"/"+decimal(r.Realms&0xffff))
	p.say(r.Protocol != 0, "protocol", r.Protocol.String())
	p.say(r.Action != RuleToTable, RuleActions()[r.Action])
	p.say(r.Action == RuleGoto, decimal(r.Goto))
	p.say(r.Action != RuleGoto && r.Table != 0, "table", decimal(r.Table))
	return p.String()
}
