package servers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// config is what a server gives, and how.
type config struct {
	family      int    // 4 or 6
	address     string // of the server, where it is not the usual one
	first, last string // of the addresses
	life        int    // of a lease, in seconds
	t1, t2      int    // 0 for the server's own
	rapid       bool
	only6       int    // DHCPv4: for how many seconds IPv6 is to stand in; 0 for not at all
	stateless   bool   // DHCPv6: information alone
	advertises  bool   // dnsmasq: routers' advertisements as well
	dir         string // for what the server notes
}

// four is a DHCPv4 server of 192.0.2.100 to 192.0.2.110.
func four(t *testing.T) config {
	return config{family: 4, first: "100", last: "110", life: 600, dir: t.TempDir()}
}

// six is a DHCPv6 server of 2001:db8:7::100 alone.
func six(t *testing.T) config {
	return config{family: 6, first: "100", last: "100", life: 600, dir: t.TempDir()}
}

// server is a server that runs.
type server struct {
	*lab.Process
	heard func(kind string) string // what it logs when it has got a message
}

// maker starts a server. It serves when that returns.
type maker func(t *testing.T, h *lab.Host, c config) server

// both runs a test with dnsmasq and with Kea.
func both(t *testing.T, test func(t *testing.T, start maker)) {
	t.Parallel()
	for name, start := range map[string]maker{"dnsmasq": dnsmasq, "kea": kea} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start)
		})
	}
}

// hears waits until a server has got so many messages of a kind.
func (s server) hears(kind string, count int) { s.SaysTimes(s.heard(kind), count) }

// count is how many messages of a kind a server has got.
func (s server) count(kind string) int { return strings.Count(s.Log(), s.heard(kind)) }

// forget takes away what a server that does not run has noted of its leases.
func (c config) forget(t *testing.T) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(c.dir, "leases*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no lease file in %s: %v", c.dir, err)
	}
	for _, n := range names {
		if err := os.Remove(n); err != nil {
			t.Fatal(err)
		}
	}
}

// dnsmasqs reports whether a test of both is dnsmasq's.
func dnsmasqs(t *testing.T) bool { return strings.HasSuffix(t.Name(), "/dnsmasq") }
