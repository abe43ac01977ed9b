package lab

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// StableFacts are Facts without link-local addresses, which come of themselves, and when
// they come.
func (h *Host) StableFacts() []string {
	h.t.Helper()
	return slices.DeleteFunc(h.Facts(), func(f string) bool { return strings.Contains(f, "fe80:") })
}

// Facts lists what the host's network is, a line for each thing, sorted. They are
// read by other means than netonce's own: "link eth0 up", "addr eth0
// 192.0.2.1/24 ...", "route4 main default via ...", in the words of ip(8).
// Lifetimes are told as "finite" or "forever".
func (h *Host) Facts() []string {
	h.t.Helper()
	var facts []string
	links, err := h.here.handle.LinkList()
	if err != nil {
		h.t.Fatalf("links: %v", err)
	}
	names := map[int]string{}
	for _, l := range links {
		a := l.Attrs()
		names[a.Index] = a.Name
		if a.Name == "lo" {
			continue
		}
		state := "down"
		if a.Flags&net.FlagUp != 0 {
			state = "up"
		}
		facts = append(facts, fmt.Sprintf("link %s %s", a.Name, state), fmt.Sprintf("link %s mtu %d", a.Name, a.MTU),
			fmt.Sprintf("link %s mac %s", a.Name, a.HardwareAddr))
	}
	facts = append(facts, h.addressFacts(names)...)
	for _, family := range []int{unix.AF_INET, unix.AF_INET6} {
		facts = append(facts, h.routeFacts(family, names)...)
		facts = append(facts, h.ruleFacts(family)...)
	}
	slices.Sort(facts)
	return facts
}

// Has reports whether all of the facts are true, each a beginning of a line; with
// a "!" before it, that it is not.
func (h *Host) Has(facts ...string) bool {
	h.t.Helper()
	return len(h.Lacks(facts...)) == 0
}

// Lacks lists those of the facts that are not true, in Has's sense.
func (h *Host) Lacks(facts ...string) []string {
	h.t.Helper()
	all := h.Facts()
	var lacks []string
	for _, f := range facts {
		text, not := strings.CutPrefix(f, "!")
		there := slices.ContainsFunc(all, func(s string) bool { return s == text || strings.HasPrefix(s, text+" ") })
		if there == not {
			lacks = append(lacks, f)
		}
	}
	return lacks
}

// ResolvFacts lists the lines of resolv.conf that say something, in their order.
func (h *Host) ResolvFacts() []string {
	h.t.Helper()
	var facts []string
	for line := range strings.Lines(h.Read("etc/resolv.conf")) {
		line = strings.Join(strings.Fields(line), " ")
		if line != "" && line[0] != '#' && line[0] != ';' {
			facts = append(facts, "resolv "+line)
		}
	}
	return facts
}

func (h *Host) addressFacts(names map[int]string) (facts []string) {
	h.t.Helper()
	list, err := h.here.handle.AddrList(nil, netlink.FAMILY_ALL)
	if err != nil {
		h.t.Fatalf("addresses: %v", err)
	}
	for _, a := range list {
		if names[a.LinkIndex] != "lo" || !a.IP.IsLoopback() {
			facts = append(facts, "addr "+names[a.LinkIndex]+" "+addressWords(a))
		}
	}
	return facts
}

func addressWords(a netlink.Addr) string {
	w := []string{a.IPNet.String()}
	if a.Broadcast != nil && !a.Broadcast.IsUnspecified() {
		w = append(w, "brd", a.Broadcast.String())
	}
	w = append(w, "scope", scopeWord(a.Scope))
	if a.Label != "" {
		w = append(w, "label", a.Label)
	}
	for _, f := range []struct {
		bit  int
		word string
	}{
		{unix.IFA_F_TENTATIVE, "tentative"}, {unix.IFA_F_DADFAILED, "dadfailed"},
		{unix.IFA_F_MANAGETEMPADDR, "mngtmpaddr"}, {unix.IFA_F_NOPREFIXROUTE, "noprefixroute"},
	} {
		if a.Flags&f.bit != 0 {
			w = append(w, f.word)
		}
	}
	if a.IP.To4() != nil && a.Flags&unix.IFA_F_SECONDARY != 0 {
		w = append(w, "secondary")
	}
	if a.IP.To4() == nil && a.Flags&unix.IFA_F_TEMPORARY != 0 {
		w = append(w, "temporary")
	}
	life := "finite"
	if a.Flags&unix.IFA_F_PERMANENT != 0 {
		life = "forever"
	}
	return strings.Join(append(w, life), " ")
}

func (h *Host) routeFacts(family int, names map[int]string) (facts []string) {
	h.t.Helper()
	list, err := h.here.handle.RouteListFiltered(family, &netlink.Route{Table: unix.RT_TABLE_UNSPEC}, netlink.RT_FILTER_TABLE)
	if err != nil {
		h.t.Fatalf("routes: %v", err)
	}
	version := "4"
	if family == unix.AF_INET6 {
		version = "6"
	}
	for _, r := range list {
		if r.Table == unix.RT_TABLE_LOCAL || family == unix.AF_INET6 && names[r.LinkIndex] == "lo" && r.Type == unix.RTN_UNICAST {
			continue
		}
		table := "main"
		if r.Table != unix.RT_TABLE_MAIN {
			table = strconv.Itoa(r.Table)
		}
		facts = append(facts, "route"+version+" "+table+" "+routeWords(r, family, names))
	}
	return facts
}

func routeWords(r netlink.Route, family int, names map[int]string) string {
	var w []string
	word := func(name, value string, when bool) {
		if when {
			w = append(w, name, value)
		}
	}
	number := func(name string, n int) { word(name, strconv.Itoa(n), n != 0) }
	types := map[int]string{unix.RTN_BLACKHOLE: "blackhole", unix.RTN_UNREACHABLE: "unreachable", unix.RTN_PROHIBIT: "prohibit", unix.RTN_THROW: "throw"}
	if t := types[r.Type]; t != "" {
		w = append(w, t)
	}
	w = append(w, destination(r))
	word("via", r.Gw.String(), r.Gw != nil)
	word("dev", names[r.LinkIndex], r.LinkIndex != 0)
	word("proto", r.Protocol.String(), true)
	word("scope", scopeWord(int(r.Scope)), family == unix.AF_INET && r.Scope != unix.RT_SCOPE_UNIVERSE)
	word("src", r.Src.String(), r.Src != nil)
	number("metric", r.Priority)
	number("mtu", r.MTU)
	number("advmss", r.AdvMSS)
	number("window", r.Window)
	number("initcwnd", r.InitCwnd)
	number("initrwnd", r.InitRwnd)
	if r.Flags&unix.RTNH_F_ONLINK != 0 {
		w = append(w, "onlink")
	}
	return strings.Join(w, " ")
}

// destination writes a host's route without its length, as ip(8) does.
func destination(r netlink.Route) string {
	if r.Dst == nil {
		return "default"
	}
	ones, bits := r.Dst.Mask.Size()
	switch ones {
	case 0:
		return "default"
	case bits:
		return r.Dst.IP.String()
	}
	return r.Dst.String()
}

func scopeWord(s int) string {
	words := map[int]string{unix.RT_SCOPE_UNIVERSE: "global", unix.RT_SCOPE_SITE: "site", unix.RT_SCOPE_LINK: "link", unix.RT_SCOPE_HOST: "host", unix.RT_SCOPE_NOWHERE: "nowhere"}
	if w := words[s]; w != "" {
		return w
	}
	return strconv.Itoa(s)
}

func contains(fact, word string) bool { return slices.Contains(strings.Fields(fact), word) }
