package e2e_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"netonce/tests/lab"
)

// TestWait: it waits for events, and names what is missing meanwhile.
func TestWait(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.SlowDAD()
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1")...)
	h.Profile("ifcfg-eth1", static6("eth1", "2001:db8::10/64")...)
	unprivileged := []lab.Confinement{lab.WithoutCapability(unix.CAP_NET_ADMIN), lab.WithoutCapability(unix.CAP_NET_RAW)}
	online := h.StartWith(unprivileged, "wait")
	six := h.StartWith(unprivileged, "wait", "--for", "ipv6", "eth1", "--timeout", "50s")
	online.Says("address (none), default-route (none)")
	six.Says(`ipv6 on eth1 (no carrier)`)
	code(t, h.Netonce("boot"), 0)
	code(t, online.Wait(), 0)
	code(t, six.Wait(), 0)
	code(t, h.Netonce("wait"), 0)
	if lines := strings.Count(six.Log(), "\n"); lines > 5 {
		t.Errorf("it says %d lines:\n%s", lines, six.Log())
	}
}

// TestWaitInVain: exit code 4, with what is missing.
func TestWaitInVain(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1")...)
	code(t, h.Netonce("boot"), 0)
	r := h.Netonce("wait", "--timeout", "300ms", "--for", "ipv4,ipv6,dns,gateway-reachable,tcp:192.0.2.1:80", "eth0", "eth9", "--json")
	code(t, r, 4)
	says(t, r, "not online", "ipv6 on eth0 (none)", "ipv4 on eth9 (no such interface)", "dns (no name server)", "gateway-reachable on eth0 (192.0.2.1: no answer)", "tcp:192.0.2.1:80 (no answer)")
	var got struct {
		Online  bool
		Missing []struct{ Condition, Interface, Reason string }
	}
	if err := json.Unmarshal([]byte(r.Out), &got); err != nil || got.Online || len(got.Missing) != 7 || got.Missing[1].Interface != "eth0" && got.Missing[1].Interface != "eth9" {
		t.Errorf("%v: %s", err, r.Out)
	}
	for _, args := range [][]string{{"wait", "--for", "ipv5"}, {"wait", "--for", "tcp:localhost:22"}, {"wait", "a/b"}, {"boot", "--for", "dns"}} {
		code(t, h.Netonce(args...), 2)
	}
}

// TestWaitAsksOthers: name servers, whoever listens, and the gateway by ARP and by
// neighbour discovery.
func TestWaitAsksOthers(t *testing.T) {
	t.Parallel()
	for _, peer := range []string{"192.0.2.1/24", "2001:db8::1/64"} {
		t.Run(peer, func(t *testing.T) {
			t.Parallel()
			h := lab.New(t)
			h.Cable("eth0")
			there, _, _ := strings.Cut(peer, "/")
			tcp := "tcp:192.0.2.1:8080"
			profile := static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1", "DNS1=192.0.2.1")
			if strings.Contains(peer, ":") {
				tcp = "tcp:[2001:db8::1]:8080"
				profile = static6("eth0", "2001:db8::10/64", "IPV6_DEFAULTGW=2001:db8::1", "DNS1=2001:db8::1")
			}
			h.Profile("ifcfg-eth0", profile...)
			code(t, h.Netonce("boot"), 0)
			p := h.Start("wait", "--for", "dns,gateway-reachable,"+tcp)
			p.Says("no answer")
			h.Peer("eth0", peer)
			h.Answers(there, "8080")
			code(t, p.Wait(), 0)
			if i := slices.Index(strings.Fields(h.Read("etc/resolv.conf")), there); i < 0 {
				t.Errorf("resolv.conf: %s", h.Read("etc/resolv.conf"))
			}
		})
	}
}
