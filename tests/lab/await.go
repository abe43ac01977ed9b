package lab

import (
	"slices"
	"strings"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Await waits until all of the facts are true, in Has's sense.
func (h *Host) Await(facts ...string) {
	h.t.Helper()
	await(h.t, h.here, "facts", func() []string { return h.Lacks(facts...) })
}

// AwaitLinks waits until all of LinkFacts' facts are true, each a beginning of a line.
func (h *Host) AwaitLinks(facts ...string) {
	h.t.Helper()
	await(h.t, h.here, "facts of links", func() (lacks []string) {
		all := h.LinkFacts()
		for _, f := range facts {
			if !slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, f) }) {
				lacks = append(lacks, f)
			}
		}
		return lacks
	})
}

// AwaitPeers waits until a link of the peers' is in operation, or known not to be.
func (h *Host) AwaitPeers(name string, operates bool) {
	h.t.Helper()
	await(h.t, h.peer, "a link of the peers'", func() []string {
		s := find(h.t, h.peer, name).Attrs().OperState
		if s == netlink.OperUnknown || (s == netlink.OperUp) != operates {
			return []string{name + " is " + s.String()}
		}
		return nil
	})
}

// Settle waits until the kernel has nothing more to do of its own: no address is
// tentative, and every link that is up and has a carrier is in operation.
func (h *Host) Settle() {
	h.t.Helper()
	await(h.t, h.here, "operation", func() []string {
		links, err := idle(h.here)
		if err != nil {
			h.t.Fatalf("%v", err)
		}
		return append(links, h.tentative()...)
	})
}

// SettleAddresses waits until no address is tentative.
func (h *Host) SettleAddresses() {
	h.t.Helper()
	await(h.t, h.here, "duplicate address detection", h.tentative)
}

func (h *Host) tentative() (list []string) {
	h.t.Helper()
	for _, f := range h.addressFacts(map[int]string{}) {
		if contains(f, "tentative") && !contains(f, "dadfailed") {
			list = append(list, f)
		}
	}
	return list
}

// idle lists the links that have a carrier and are not in operation yet: what is
// sent over them is lost (the kernel's link watch does that a moment later).
func idle(n *namespace) (names []string, err error) {
	links, err := n.handle.LinkList()
	for _, l := range links {
		a := l.Attrs()
		if a.OperState == netlink.OperUnknown && l.Type() != "veth" { // of a kind that does not tell
			continue
		}
		if a.RawFlags&unix.IFF_LOWER_UP != 0 && a.RawFlags&unix.IFF_LOOPBACK == 0 && a.OperState != netlink.OperUp {
			names = append(names, a.Name+" is not in operation")
		}
	}
	return names, err
}

// await looks again after every event until nothing is lacking.
func await(t T, n *namespace, what string, lacking func() []string) {
	t.Helper()
	e, err := watch(n)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer e.close()
	end := time.Now().Add(limit)
	for {
		e.Take()
		lacks := lacking()
		if len(lacks) == 0 {
			return
		}
		if !e.wait(end) {
			t.Fatalf("waited %s in vain for %s: %q", limit, what, lacks)
		}
	}
}
