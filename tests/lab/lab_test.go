package lab_test

import (
	"net"
	"os"
	"testing"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"netonce/tests/lab"
)

func TestMain(m *testing.M) { os.Exit(lab.Main(m.Run)) }

// TestEventsMissNothing: a test that counts no event proves something only if each
// kind of change is told.
func TestEventsMissNothing(t *testing.T) {
	t.Parallel()
	prefix := func(s string) *net.IPNet {
		_, n, err := net.ParseCIDR(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	rule := func(family int) *netlink.Rule {
		r := netlink.NewRule()
		r.Family, r.Table, r.Priority = family, 100, 100
		return r
	}
	tests := []struct {
		name, tells string
		change      func(index int) error
	}{
		{"MTU", "new link", func(i int) error { return netlink.LinkSetMTU(byIndex(i), 1400) }},
		{"IPv4 address", "new address", func(i int) error { return netlink.AddrAdd(byIndex(i), &netlink.Addr{IPNet: prefix("192.0.2.0/24")}) }},
		{"IPv6 address", "new address", func(i int) error {
			return netlink.AddrAdd(byIndex(i), &netlink.Addr{IPNet: prefix("2001:db8::/64"), Flags: unix.IFA_F_NODAD})
		}},
		{"IPv4 route", "new route", func(i int) error {
			return netlink.RouteAdd(&netlink.Route{LinkIndex: i, Dst: prefix("10.0.0.0/8"), Scope: netlink.SCOPE_LINK})
		}},
		{"IPv6 route", "new route", func(i int) error {
			return netlink.RouteAdd(&netlink.Route{LinkIndex: i, Dst: prefix("2001:db8:1::/48")})
		}},
		{"IPv4 rule", "new rule", func(int) error { return netlink.RuleAdd(rule(unix.AF_INET)) }},
		{"IPv6 rule", "new rule", func(int) error { return netlink.RuleAdd(rule(unix.AF_INET6)) }},
		{"down", "new link", func(i int) error { return netlink.LinkSetDown(byIndex(i)) }},
		{"removal", "link gone", func(i int) error { return netlink.LinkDel(byIndex(i)) }},
	}
	h := lab.New(t)
	h.Cable("eth0")
	h.Up("eth0")
	h.Settle()
	var index int
	h.Inside(func() error {
		l, err := netlink.LinkByName("eth0")
		if err == nil {
			index = l.Attrs().Index
		}
		return err
	})
	events := h.Watch()
	for _, tt := range tests {
		h.Inside(func() error { return tt.change(index) })
		if !events.Tells(tt.tells) {
			t.Errorf("%s: not told", tt.name)
		}
		h.Settle()
		events.Take()
	}
}

func byIndex(i int) netlink.Link {
	return &netlink.GenericLink{LinkAttrs: netlink.LinkAttrs{Index: i}}
}

// TestFilesTellOfEveryWrite: one with the same bytes too.
func TestFilesTellOfEveryWrite(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Write("etc/a", "a")
	before := h.Files()
	h.Write("etc/a", "a")
	if h.Files()["etc/a"] == before["etc/a"] {
		t.Error("a file was written and looks the same")
	}
}

// TestHostsAreApart: neither sees the other's links, nor the machine's.
func TestHostsAreApart(t *testing.T) {
	t.Parallel()
	a, b := lab.New(t), lab.New(t)
	a.Cable("eth0")
	if list := a.Facts(); len(list) != 3 {
		t.Errorf("one host has %q", list)
	}
	if list := b.Facts(); len(list) != 0 {
		t.Errorf("the other has %q", list)
	}
}
