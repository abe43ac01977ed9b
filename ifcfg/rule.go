package ifcfg

import (
	"net/netip"
	"strconv"
	"strings"
)

// Rule is a policy routing rule: of packets that match all of its selectors its
// Action is taken. Zero values mean not given; where zero can be meant, a Number
// or a Range says so.
type Rule struct {
	Pos      Pos
	Key      string // the key that gave it; empty for a line of a rule file
	Six      bool
	Priority Number // the lower comes first; without one the kernel puts it before all others
	Not      bool   // for the packets that do not match

	From, To   netip.Prefix // masked
	TOS        uint8
	IPProto    uint8
	SourcePort Range
	DestPort   Range
	FWMark     uint32
	FWMask     uint32
	IIF, OIF   string
	UIDs       Range
	TunnelID   uint64
	L3MDev     bool // the table of the VRF that iif or oif belongs to

	Action            RuleAction
	Table             uint32 // for RuleLookup; 0 with L3MDev
	Goto              uint32 // for RuleGoto: a priority
	Realms            uint32 // source realm << 16 | destination realm
	SuppressPrefixLen Number // not to use routes of this prefix length or less
	SuppressIfgroup   Number
	Protocol          uint8 // who made it (RTPROT_*)
}

// Number is a number that may be zero, or not be there.
type Number struct {
	Value uint32
	Set   bool
}

// Range is a range with both its ends in it; one that is not Set is any.
type Range struct {
	First, Last uint32
	Set         bool
}

// RuleAction is what a rule does, with ip-rule(8)'s word for it.
type RuleAction string

// The actions.
const (
	RuleLookup      RuleAction = "unicast" // goes on in Table
	RuleGoto        RuleAction = "goto"
	RuleNop         RuleAction = "nop"
	RuleBlackhole   RuleAction = "blackhole"
	RuleUnreachable RuleAction = "unreachable"
	RuleProhibit    RuleAction = "prohibit"
)

// same is the rule without what does not matter to the kernel.
func (r Rule) same() Rule {
	r.Pos, r.Key, r.Protocol = Pos{}, "", 0
	return r
}

// String formats the rule as NetworkManager does in ipv4.routing-rules and
// ipv6.routing-rules. What NetworkManager has no word for is in ip-rule(8)'s.
func (r Rule) String() string {
	var w ruleWriter
	w.number("priority", r.Priority)
	w.flag("not", r.Not)
	w.selectors(r)
	w.number("suppress_prefixlength", r.SuppressPrefixLen)
	w.number("suppress_ifgroup", r.SuppressIfgroup)
	w.word("realms", realmsWord(r.Realms), r.Realms != 0)
	switch r.Action {
	case RuleLookup:
	case RuleGoto:
		w.word("goto", decimal(r.Goto), true)
	case RuleNop:
		w.flag("nop", true)
	default:
		w.word("type", string(r.Action), true)
	}
	w.word("table", decimal(r.Table), r.Table != 0)
	return strings.Join(w, " ")
}

// ruleWriter gathers words.
type ruleWriter []string

func (w *ruleWriter) selectors(r Rule) {
	from := r.From
	if !from.IsValid() && !r.To.IsValid() { // NetworkManager's rules always have one of them
		from = anyPrefix(r.Six)
	}
	w.word("from", shortPrefix(from), from.IsValid())
	w.word("to", shortPrefix(r.To), r.To.IsValid())
	w.word("tos", "0x"+hexByte(r.TOS), r.TOS != 0)
	w.word("ipproto", decimal(uint32(r.IPProto)), r.IPProto != 0)
	w.between("sport", r.SourcePort, false)
	w.between("dport", r.DestPort, false)
	w.word("fwmark", "0x"+strconv.FormatUint(uint64(r.FWMark), 16)+"/0x"+strconv.FormatUint(uint64(r.FWMask), 16), r.FWMark != 0 || r.FWMask != 0)
	w.word("iif", escapeBackslash(r.IIF), r.IIF != "")
	w.word("oif", escapeBackslash(r.OIF), r.OIF != "")
	w.between("uidrange", r.UIDs, true)
	w.word("tun_id", strconv.FormatUint(r.TunnelID, 10), r.TunnelID != 0)
	w.flag("l3mdev", r.L3MDev)
}

func (w *ruleWriter) word(name, value string, when bool) {
	if when {
		*w = append(*w, name, value)
	}
}

func (w *ruleWriter) flag(name string, when bool) {
	if when {
		*w = append(*w, name)
	}
}

func (w *ruleWriter) number(name string, n Number) { w.word(name, decimal(n.Value), n.Set) }

func (w *ruleWriter) between(name string, r Range, both bool) {
	text := decimal(r.First)
	if both || r.First != r.Last {
		text += "-" + decimal(r.Last)
	}
	w.word(name, text, r.Set)
}

func decimal(n uint32) string { return strconv.FormatUint(uint64(n), 10) }

func hexByte(n uint8) string {
	s := strconv.FormatUint(uint64(n), 16)
	return strings.Repeat("0", 2-len(s)) + s
}

func realmsWord(n uint32) string {
	if n>>16 == 0 {
		return decimal(n)
	}
	return decimal(n>>16) + "/" + decimal(n&0xffff)
}

// escapeBackslash puts a backslash before a backslash: the only character of an
// interface's name that the reader takes for something else.
func escapeBackslash(s string) string { return strings.ReplaceAll(s, `\`, `\\`) }

// shortPrefix leaves out the length of a single address.
func shortPrefix(p netip.Prefix) string {
	if p.IsValid() && p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

func anyPrefix(six bool) netip.Prefix {
	if six {
		return netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	}
	return netip.PrefixFrom(netip.IPv4Unspecified(), 0)
}
