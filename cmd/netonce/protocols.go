package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"

	"netonce/apply"
	"netonce/apply/acd"
	"netonce/apply/dhcp4"
	"netonce/apply/dhcp6"
	"netonce/apply/journal"
	"netonce/apply/ndp"
	"netonce/apply/network"
)

// speak has a host speak with others: DHCP, ARP and neighbour discovery, each over a
// socket of its own.
func speak(h *apply.Host, log *journal.Logger) {
	h.Acquire = func(ctx context.Context, index int, c dhcp4.Config) (dhcp4.Lease, error) {
		return acquire(ctx, index, c, log)
	}
	h.Decline = func(index int, c dhcp4.Config) error { return endLease(index, c, dhcp4.Decline) }
	h.Release = func(index int, c dhcp4.Config) error { return endLease(index, c, dhcp4.Release) }
	h.Acquire6 = func(ctx context.Context, index int, c dhcp6.Config) (dhcp6.Lease, error) {
		return acquire6(ctx, index, c, log)
	}
	h.Decline6 = func(index int, c dhcp6.Config, l dhcp6.Lease, declined []netip.Addr) error {
		return endLease6(index, c, func(conn dhcp6.Conn) error { return dhcp6.Decline(c, l, declined, conn) })
	}
	h.Release6 = func(index int, c dhcp6.Config, l dhcp6.Lease) error {
		return endLease6(index, c, func(conn dhcp6.Conn) error { return dhcp6.Release(c, l, conn) })
	}
	h.Prober = prober
	h.Solicit = func(l network.Link) error {
		return ndp.Solicit(&net.Interface{Index: l.Index, Name: l.Name, HardwareAddr: l.MAC})
	}
}

// acquire gets a lease. The socket is closed in the background: the kernel takes
// its time over it, and the address is wanted now.
func acquire(ctx context.Context, index int, c dhcp4.Config, log *journal.Logger) (dhcp4.Lease, error) {
	conn, err := dhcp4.Listen(&net.Interface{Index: index, Name: c.Interface, HardwareAddr: c.HardwareAddr})
	if err != nil {
		return dhcp4.Lease{}, fmt.Errorf("%s: DHCP: %w", c.Interface, err)
	}
	defer func() { go conn.Close() }()
	return dhcp4.Acquire(ctx, c, conn, log)
}

// arpProber is an apply.Prober on a socket.
type arpProber struct {
	acd.Conn
	config acd.Config
}

func prober(index int, c acd.Config) (apply.Prober, error) {
	conn, err := acd.Listen(&net.Interface{Index: index, Name: c.Interface, HardwareAddr: c.HardwareAddr})
	if err != nil {
		return nil, err
	}
	return arpProber{conn, c}, nil
}

func (p arpProber) Probe(ctx context.Context) (map[netip.Addr]net.HardwareAddr, error) {
	return acd.Probe(ctx, p.config, p.Conn)
}

func (p arpProber) Announce(addresses []netip.Addr) error {
	return acd.Announce(p.config, p.Conn, addresses)
}

// endLease tells servers that a lease is over.
func endLease(index int, c dhcp4.Config, tell func(dhcp4.Config, dhcp4.Conn) error) error {
	conn, err := dhcp4.Listen(&net.Interface{Index: index, Name: c.Interface, HardwareAddr: c.HardwareAddr})
	if err != nil {
		return fmt.Errorf("%s: DHCP: %w", c.Interface, err)
	}
	defer conn.Close()
	return tell(c, conn)
}

func acquire6(ctx context.Context, index int, c dhcp6.Config, log *journal.Logger) (dhcp6.Lease, error) {
	conn, err := dhcp6.Listen(index, c.Interface)
	if err != nil {
		return dhcp6.Lease{}, err
	}
	defer conn.Close()
	return dhcp6.Acquire(ctx, c, conn, log)
}

// endLease6 tells servers that a lease is over.
func endLease6(index int, c dhcp6.Config, tell func(dhcp6.Conn) error) error {
	conn, err := dhcp6.Listen(index, c.Interface)
	if err != nil {
		return err
	}
	defer conn.Close()
	return tell(conn)
}
