package lab

import (
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/vishvananda/netlink"
)

// Lifetimes watches an address of the host's all the time.
type Lifetimes struct {
	mu      sync.Mutex
	address netip.Addr
	changes int           // the kernel told of
	until   [2]time.Time  // the address is preferred, and there
	least   time.Duration // that was ever left of both
	faults  []string
}

// Lifetimes watches an address that is there from now on.
func (h *Host) Lifetimes(address string) *Lifetimes {
	h.t.Helper()
	l := &Lifetimes{address: netip.MustParseAddr(address), least: 1<<63 - 1}
	updates, end, ended := make(chan netlink.AddrUpdate, 64), make(chan struct{}), make(chan struct{})
	err := h.here.do(func() error {
		return netlink.AddrSubscribeWithOptions(updates, end, netlink.AddrSubscribeOptions{
			ListExisting: true, ErrorCallback: func(err error) { l.fault("netlink: %v", err) },
		})
	})
	if err != nil {
		h.t.Fatalf("events: %v", err)
	}
	go func() {
		defer close(ended)
		for u := range updates {
			l.take(u, time.Now())
		}
	}()
	h.t.Cleanup(func() { close(end); <-ended })
	return l
}

// take takes up an event: how much was left until then, and how much is now.
func (l *Lifetimes) take(u netlink.AddrUpdate, now time.Time) {
	a, _ := netip.AddrFromSlice(u.LinkAddress.IP)
	if a.Unmap() != l.address {
		return
	}
	if !u.NewAddr {
		l.fault("%s went", a)
		return
	}
	l.spend(now)
	l.mu.Lock()
	l.changes++
	l.until = [2]time.Time{now.Add(time.Duration(u.PreferedLft) * time.Second), now.Add(time.Duration(u.ValidLft) * time.Second)}
	l.mu.Unlock()
	l.spend(now)
}

// spend notes how much is left now.
func (l *Lifetimes) spend(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changes == 0 {
		return
	}
	for _, u := range l.until {
		l.least = min(l.least, u.Sub(now))
	}
}

func (l *Lifetimes) fault(format string, a ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = append(l.faults, fmt.Sprintf(format, a...))
}

// Check tells how often the address was renewed, the least that was ever left of its
// lifetimes, and what was not as it should be.
func (l *Lifetimes) Check() (changes int, least time.Duration, faults []string) {
	l.spend(time.Now())
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changes, l.least, l.faults
}
