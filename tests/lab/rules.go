package lab

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// ruleFacts lists the policy routing rules but those that every kernel has, in
// the words of ip(8). What a rule without a table does the library does not tell.
func (h *Host) ruleFacts(family int) (facts []string) {
	h.t.Helper()
	list, err := h.here.handle.RuleList(family)
	if err != nil {
		h.t.Fatalf("rules: %v", err)
	}
	version := "4"
	if family == unix.AF_INET6 {
		version = "6"
	}
	for _, r := range list {
		if r.Protocol != unix.RTPROT_KERNEL {
			facts = append(facts, "rule"+version+" "+ruleWords(r))
		}
	}
	return facts
}

func ruleWords(r netlink.Rule) string {
	w := []string{"priority", strconv.Itoa(r.Priority)}
	word := func(when bool, format string, values ...any) {
		if when {
			w = append(w, fmt.Sprintf(format, values...))
		}
	}
	word(r.Invert, "not")
	word(r.Src != nil, "from %s", r.Src)
	word(r.Src == nil, "from all")
	word(r.Dst != nil, "to %s", r.Dst)
	word(r.Tos != 0, "tos %#x", r.Tos)
	word(r.Mark != 0 || r.Mask != nil, "fwmark %#x", r.Mark)
	if r.Mask != nil {
		w[len(w)-1] += fmt.Sprintf("/%#x", *r.Mask)
	}
	word(r.IifName != "", "iif %s", r.IifName)
	word(r.OifName != "", "oif %s", r.OifName)
	word(r.IPProto != 0, "ipproto %d", r.IPProto)
	if r.Sport != nil {
		word(true, "sport %d-%d", r.Sport.Start, r.Sport.End)
	}
	if r.Dport != nil {
		word(true, "dport %d-%d", r.Dport.Start, r.Dport.End)
	}
	if r.UIDRange != nil {
		word(true, "uidrange %d-%d", r.UIDRange.Start, r.UIDRange.End)
	}
	word(r.SuppressPrefixlen >= 0, "suppress_prefixlength %d", r.SuppressPrefixlen)
	word(r.Goto >= 0, "goto %d", r.Goto)
	word(r.Table != 0, "table %d", r.Table)
	word(r.Protocol != 0, "proto %d", r.Protocol)
	return strings.Join(w, " ")
}
