// Package servers_test has netonce get what it wants of the servers that people run:
// dnsmasq, ISC Kea and radvd, in namespaces. tests/prepare installs them.
package servers_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// atOnce is how many tests run together where -parallel says nothing: they wait more
// than they work.
const atOnce = "12"

func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", atOnce); err != nil {
		panic(err)
	}
	os.Exit(lab.Main(m.Run))
}

// The host's card has address 192.0.2.100 or 2001:db8:7::100 of every server, as long
// as nobody else has it.
const (
	leased4 = "addr eth0 192.0.2.100/24 brd 192.0.2.255 scope global label eth0 noprefixroute finite"
	other4  = "addr eth0 192.0.2.101/24"
	route4  = "route4 main default via 192.0.2.1 dev eth0"
	leased6 = "addr eth0 2001:db8:7::100/128"
)

// host is a host with one card on a switch, and on the switch the servers' addresses. It
// has a carrier without the host too: Kea opens no socket where there is none.
func host(t *testing.T, profile ...string) *lab.Host {
	t.Helper()
	h := lab.New(t)
	h.Cable("eth0")
	h.PeerSysctl("ipv6/conf/default/addr_gen_mode", "1") // none: Kea hears everything once for each
	h.Elsewhere("ip link add others type veth peer name another")
	h.Elsewhere("ip link set others up")
	h.Elsewhere("ip link set another up")
	h.Switch("lan", "eth0", "others")
	h.AwaitPeers("lan", true)
	h.Peer("lan", "192.0.2.1/24")
	h.Peer("lan", "fe80::1/64")
	h.Peer("lan", "2001:db8:7::1/64")
	h.Profile("ifcfg-eth0", append([]string{"DEVICE=eth0", "ONBOOT=yes"}, profile...)...)
	return h
}

// ready has the link up before netonce is started: the switch may swallow the first
// message over one that has just come up.
func ready(h *lab.Host) {
	h.Up("eth0")
	h.Settle()
	h.AwaitPeers("eth0", true)
}

// dhcp4 is a profile of DHCPv4 alone.
func dhcp4(more ...string) []string {
	return append([]string{"BOOTPROTO=dhcp", "IPV6INIT=no"}, more...)
}

// code demands an exit code.
func code(t *testing.T, r lab.Result, want int) {
	t.Helper()
	if r.Code != want {
		t.Errorf("exit code %d, want %d; netonce says:\n%s%s", r.Code, want, r.Log, r.Out)
	}
}

// says demands that a line of the log contains all of the words.
func says(t *testing.T, r lab.Result, words ...string) {
	t.Helper()
	for line := range strings.Lines(r.Log) {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
			return
		}
	}
	t.Errorf("no line says %q:\n%s", words, r.Log)
}

// facts demands that each of them is true of the host's network.
func facts(t *testing.T, h *lab.Host, want ...string) {
	t.Helper()
	if lacks := h.Lacks(want...); len(lacks) > 0 {
		t.Errorf("not so: %q; but\n%s", lacks, strings.Join(h.Facts(), "\n"))
	}
}

// resolv demands the lines of resolv.conf.
func resolv(t *testing.T, h *lab.Host, want ...string) {
	t.Helper()
	var have []string
	for _, f := range h.ResolvFacts() {
		have = append(have, strings.TrimPrefix(f, "resolv "))
	}
	if !slices.Equal(have, want) {
		t.Errorf("resolv.conf has %q, want %q", have, want)
	}
}
