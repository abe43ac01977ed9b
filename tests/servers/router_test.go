package servers_test

import (
	"strings"
	"syscall"
	"testing"
)

// auto6 is a profile of what routers say, and no IPv4.
func auto6(more ...string) []string {
	return append([]string{"BOOTPROTO=none", "IPV6INIT=yes", "IPV6_AUTOCONF=yes"}, more...)
}

// TestRouter: an address, a route and name servers of radvd's.
func TestRouter(t *testing.T) {
	t.Parallel()
	h := host(t, auto6()...)
	radvd(t, h, advertisement{prefix: true, names: 600})
	code(t, h.Netonce("boot"), 0)
	facts(t, h, "addr eth0 2001:db8:7::ff:fe00:0/64", "route6 main default via fe80::1 dev eth0")
	resolv(t, h, "search lan.example", "nameserver 2001:db8:7::53")
}

// TestNamesRunOut: what a router that is gone said of names does not stay.
func TestNamesRunOut(t *testing.T) {
	t.Parallel()
	h := host(t, auto6()...)
	r := radvd(t, h, advertisement{prefix: true, names: 6})
	code(t, h.Netonce("boot"), 0)
	resolv(t, h, "search lan.example", "nameserver 2001:db8:7::53")
	r.Kill()
	stay := h.Start("renew", "--stay")
	stay.Says("done interfaces")
	resolv(t, h)
	facts(t, h, "addr eth0 2001:db8:7::ff:fe00:0/64") // that has its own time
	stay.Signal(syscall.SIGTERM)
	code(t, stay.Wait(), 0)
}

// TestNamesStay: names that are told again in time never go, however short they last.
func TestNamesStay(t *testing.T) {
	t.Parallel()
	h := host(t, auto6()...)
	r := radvd(t, h, advertisement{prefix: true, names: 8})
	code(t, h.Netonce("boot"), 0)
	before := strings.Count(r.Log(), "lan processed an RS")
	stay := h.Start("renew", "--stay")
	r.SaysTimes("lan processed an RS", before+3)
	resolv(t, h, "search lan.example", "nameserver 2001:db8:7::53")
	stay.Signal(syscall.SIGTERM)
	if result := stay.Wait(); strings.Contains(result.Log, "changed=true") {
		t.Errorf("resolv.conf was written:\n%s", result.Log)
	}
}
