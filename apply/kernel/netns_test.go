package kernel_test

import (
	"fmt"
	"net/netip"
	"runtime"
	"testing"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"netonce/apply/kernel"
	"netonce/apply/network"
)

// namespace gives the test's goroutine a thread in an empty network namespace.
// The thread ends with the goroutine, and the namespace with the thread.
func namespace(t *testing.T) *kernel.Conn {
	t.Helper()
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Fatalf("this test needs a network namespace of its own (run it as root, with CAP_SYS_ADMIN): %v", err)
	}
	c, err := kernel.Open("/proc")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// veth makes a pair of links that are the two ends of a cable.
func veth(t *testing.T, name, peer string) {
	t.Helper()
	a := netlink.NewLinkAttrs()
	a.Name = name
	if err := netlink.LinkAdd(&netlink.Veth{LinkAttrs: a, PeerName: peer}); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func snapshot(t *testing.T, c *kernel.Conn) *network.Snapshot {
	t.Helper()
	s, err := c.Snapshot(nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// do makes changes on an interface, none of which may be refused.
func do(t *testing.T, c *kernel.Conn, name string, changes ...network.Change) {
	t.Helper()
	for i, err := range try(t, c, name, changes...) {
		if err != nil {
			t.Errorf("%s: %v", changes[i], err)
		}
	}
}

func try(t *testing.T, c *kernel.Conn, name string, changes ...network.Change) []error {
	t.Helper()
	i := snapshot(t, c).Interface(name)
	if i == nil {
		t.Fatalf("there is no %s", name)
	}
	for n := range changes {
		changes[n].Interface, changes[n].Index = name, i.Link.Index
		if r := changes[n].Route; r != nil && r.Type.Discards() {
			changes[n].Index = 0
		}
	}
	return c.Apply(changes)
}

func up() network.Change {
	return network.Change{Op: network.OpSet, Link: &network.LinkChange{Up: true}}
}

func addAddress(name, p string) network.Change {
	prefix := netip.MustParsePrefix(p)
	return network.Change{Op: network.OpAdd, Address: &network.Address{Interface: name, Prefix: prefix, Broadcast: network.BroadcastOf(prefix),
		Scope: network.ScopeOf(prefix.Addr()), NoPrefixRoute: true, Valid: network.Forever, Preferred: network.Forever}}
}

// quiet turns off duplicate address detection, so that IPv6 addresses are usable
// at once.
func quiet(t *testing.T, c *kernel.Conn, names ...string) {
	t.Helper()
	for _, name := range names {
		do(t, c, name, network.Change{Op: network.OpSet, Sysctl: &network.Sysctl{Family: "ipv6", Interface: name, Key: "accept_dad", Value: "0"}})
	}
}

func names(prefix string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%s%d", prefix, i)
	}
	return list
}
