package e2e_test

import (
	"fmt"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// killedReload is a host that has something of every kind, or something else in every
// respect, or nothing.
func killedReload(t *testing.T) (h *lab.Host, profiles map[string]map[string][]string) {
	t.Helper()
	h = lab.New(t)
	h.Cables("eth0", "eth1", "eth2", "eth3", "eth4")
	h.Peer("eth2", "198.51.100.1/24")
	h.Serve("eth2", lab.DHCP{Address: netip.MustParseAddr("198.51.100.1"),
		Leases:  map[string]netip.Prefix{"02:00:00:00:00:02": netip.MustParsePrefix("198.51.100.100/24")},
		Options: []dhcpv4.Option{dhcpv4.OptRouter([]byte{198, 51, 100, 1}), dhcpv4.OptDNS([]byte{198, 51, 100, 53})}})
	quick := func(lines []string, more ...string) []string { return append(append(lines, "ACD_TIMEOUT=0"), more...) }
	six := func(address string) []string {
		return []string{"IPV6INIT=yes", "IPV6_AUTOCONF=no", "IPV6ADDR=" + address}
	}
	return h, map[string]map[string][]string{
		"nothing": {},
		"all": {
			"ifcfg-br0": quick(static("br0", "203.0.113.1/24", "TYPE=Bridge", "BRIDGE_MACADDR=02:00:00:00:00:b0", "BRIDGING_OPTS=ageing_time=60",
				"DNS1=203.0.113.53", "DOMAIN=lan.example")),
			"ifcfg-eth0": {"DEVICE=eth0", "ONBOOT=yes", "BRIDGE=br0", "BRIDGING_OPTS=path_cost=50"},
			"ifcfg-eth1": quick(static("eth1", "192.0.2.10/24", "GATEWAY=192.0.2.1", "IPADDR1=10.1.0.1", "PREFIX1=16", "MTU=1400", "DNS1=192.0.2.53",
				"IPV6_DEFAULTGW=2001:db8:1::1", "IPV6_PRIVACY=rfc3041"), six("2001:db8:1::10/64")...),
			"route-eth1":  {"10.7.0.0/16 via 192.0.2.9", "blackhole 10.8.0.0/16", "10.9.0.0/16 via 192.0.2.9 table 77"},
			"route6-eth1": {"2001:db8:77::/48 via 2001:db8:1::9"},
			"rule-eth1":   {"from 192.0.2.10 table 77 priority 77"},
			"ifcfg-eth2":  quick(dhcp("eth2")),
			"ifcfg-va":    quick(static("va", "10.2.0.1/24", "TYPE=Veth", "PEER=vb", "MACADDR=02:00:00:00:00:0a")),
			"ifcfg-vb":    {"DEVICE=vb", "ONBOOT=yes", "TYPE=Veth", "PEER=va", "BRIDGE=br0", "MACADDR=02:00:00:00:00:0b"},
			"ifcfg-mac0":  quick(static("mac0", "10.3.0.1/24", "TYPE=Macvlan", "PHYSDEV=eth3", "MACADDR=02:00:00:00:00:0c")),
			"ifcfg-vx7":   quick(static("vx7", "10.4.0.1/24", "TYPE=Vxlan", "PHYSDEV=eth1", "VXLAN_ID=7", "VXLAN_REMOTE=192.0.2.2", "MACADDR=02:00:00:00:00:0d")),
			"ifcfg-eth3":  {"DEVICE=eth3", "ONBOOT=yes", "BOOTPROTO=none"},
		},
		"other": {
			"ifcfg-br0": quick(static("br0", "203.0.113.2/24", "TYPE=Bridge", "BRIDGE_MACADDR=02:00:00:00:00:b1", "BRIDGING_OPTS=ageing_time=90",
				"DNS1=203.0.113.54", "MTU=1300")),
			"ifcfg-eth0": quick(static("eth0", "10.5.0.1/24", "MACADDR=02:00:00:00:00:e0"), six("2001:db8:5::1/64")...),
			"ifcfg-eth1": quick(static("eth1", "192.0.2.11/24", "GATEWAY=192.0.2.2", "IPADDR1=10.1.0.2", "PREFIX1=24", "MTU=1350", "DNS1=192.0.2.54"),
				six("2001:db8:1::11/64")...),
			"route-eth1": {"10.7.0.0/16 via 192.0.2.8 metric 7", "blackhole 10.6.0.0/16"},
			"rule-eth1":  {"from 192.0.2.11 table 78 priority 78"},
			"ifcfg-eth2": quick(static("eth2", "198.51.100.10/24")),
			"ifcfg-mac0": quick(static("mac0", "10.3.0.2/24", "TYPE=Macvlan", "MACVLAN_MODE=vepa", "PHYSDEV=eth3", "MACADDR=02:00:00:00:00:1c")),
			"ifcfg-vx7":  quick(static("vx7", "10.4.0.1/24", "TYPE=Vxlan", "PHYSDEV=eth3", "VXLAN_ID=7", "VXLAN_REMOTE=192.0.2.3", "MACADDR=02:00:00:00:00:0d")),
			"ifcfg-eth3": {"DEVICE=eth3", "ONBOOT=yes", "BOOTPROTO=none"},
			"ifcfg-eth4": {"DEVICE=eth4", "ONBOOT=yes", "BRIDGE=br0"},
		},
	}
}

// TestKilledReload: whenever a reload is killed, the next run brings the host to where an
// undisturbed one does, and leaves nothing to do.
func TestKilledReload(t *testing.T) {
	for _, c := range []struct{ from, to string }{{"nothing", "all"}, {"all", "other"}, {"other", "all"}, {"all", "nothing"}} {
		t.Run(c.from+" to "+c.to, func(t *testing.T) {
			t.Parallel()
			h, profiles := killedReload(t)
			killedAnywhere(t, h, killing{command: []string{"reload"}, begin: func() {
				put(t, h, profiles[c.from])
				code(t, h.Netonce("reload"), 0)
				put(t, h, profiles[c.to])
			}})
		})
	}
}

// TestKilledRenew: the same of one that renews a lease: as it is, with other options, and
// with a refusal and another address.
func TestKilledRenew(t *testing.T) {
	first, other := oneLease(), oneLease()
	other.Options = []dhcpv4.Option{dhcpv4.OptRouter([]byte{192, 0, 2, 2}), dhcpv4.OptDNS([]byte{192, 0, 2, 54}), dhcpv4.OptDomainName("other.example"),
		dhcpv4.OptGeneric(dhcpv4.OptionInterfaceMTU, []byte{0x05, 0x14})}
	refused := other
	first.Strict, refused.Strict, refused.Leases = true, true, otherLease()
	for name, to := range map[string]lab.DHCP{"the same": first, "other options": other, "another address": refused} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, server := leaseHost(t, first, "ACD_TIMEOUT=0", "IPV6INIT=yes")
			h.Router("eth0", advertised())
			change := func(to lab.DHCP) { server.Change(func(c *lab.DHCP) { *c = to }) }
			code(t, h.Netonce("boot"), 0)
			killedAnywhere(t, h, killing{command: []string{"renew", "eth0"}, keeps: true, begin: func() {
				change(first)
				if name != "the same" {
					code(t, h.Netonce("renew", "eth0"), 0)
				}
				change(to)
			}})
		})
	}
}

// put has the profiles be these and no others.
func put(t *testing.T, h *lab.Host, profiles map[string][]string) {
	t.Helper()
	entries, err := os.ReadDir(h.Path(lab.Profiles))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		h.Remove(lab.Profiles + "/" + e.Name())
	}
	for name, lines := range profiles {
		h.Profile(name, lines...)
	}
}

// killing is a command that is killed, and what comes before it.
type killing struct {
	command []string
	begin   func()
	keeps   bool // a boot need not change what the command does
}

// killedAnywhere kills the command at every moment. The next run is the same command or a
// boot, in turn.
func killedAnywhere(t *testing.T, h *lab.Host, k killing) {
	t.Helper()
	k.begin()
	code(t, h.Netonce(k.command...), 0) // resolv.conf is netonce's from now on
	k.begin()
	before := lasting(t, h)
	steps, r := h.Steps(k.command...)
	code(t, r, 0)
	want := lasting(t, h)
	killed, left := 0, map[string]bool{}
	for n, m := range lab.Moments(steps) {
		k.begin()
		if now := lasting(t, h); !cmp.Equal(before, now) {
			t.Fatalf("before it is killed at %s it is not as before:\n%s", m, cmp.Diff(before, now))
		}
		if h.KilledAt(m, k.command...) {
			killed++
		}
		state := h.Facts()
		left[fmt.Sprint(state)] = true
		again := k.command
		if n%2 == 1 {
			again = []string{"boot"}
		}
		r := h.Netonce(again...)
		code(t, r, 0)
		if k.keeps && n%2 == 1 && cmp.Equal(before, lasting(t, h)) {
			r = h.Netonce(k.command...)
			code(t, r, 0)
		}
		same(t, want, lasting(t, h), fmt.Sprintf("killed at %s, and repaired by %s,", m, again[0]))
		quiet(t, h)
		if t.Failed() {
			t.Fatalf("it had left\n%s\nand the next run said:\n%s", strings.Join(state, "\n"), r.Log)
		}
	}
	t.Logf("killed before %d of %d steps; %d states were left", killed, len(steps), len(left))
	if killed < len(steps)*9/10 { // a run has more or fewer steps of a kind as events come
		t.Error("these are not all")
	}
}

// quiet demands that there is nothing left to do. That a run has waited for something may
// be told all the same.
func quiet(t *testing.T, h *lab.Host) {
	t.Helper()
	files := func() map[string]string {
		all := h.Files()
		delete(all, "run/netonce")
		delete(all, "run/netonce/report.json")
		return all
	}
	before := files()
	r := h.Netonce("-v", "reload")
	// A lifetime may be as far off as is just borne, and counted in whole seconds.
	if strings.Contains(r.Log, "changes=1 ") && strings.Contains(r.Log, "ip address change ") {
		r = h.Netonce("reload")
	}
	if r.Code != 0 || !strings.Contains(r.Log, "changes=0 ") || !cmp.Equal(before, files()) {
		t.Errorf("there was something left to do:\n%s%s", cmp.Diff(before, files()), r.Log)
	}
}

// passingBy are facts that change by themselves: timers, and what a bridge and its ports
// hear.
var passingBy = regexp.MustCompile(`^link \S+ (data|port) \S*(timer|_cnt|age|state|ack) `)

// lasting is all that stays as it is: the kernel's, name servers and settings.
func lasting(t *testing.T, h *lab.Host) map[string]string {
	t.Helper()
	links := slices.DeleteFunc(h.LinkFacts(), passingBy.MatchString)
	facts := h.StableFacts()
	all := map[string]string{"facts": strings.Join(append(facts, links...), "\n"), "resolv": h.Read("etc/resolv.conf")}
	for _, f := range facts {
		if words := strings.Fields(f); words[0] == "link" && words[2] == "mtu" {
			for _, key := range []string{"4/promote_secondaries", "6/addr_gen_mode", "6/disable_ipv6", "6/accept_ra", "6/use_tempaddr", "6/autoconf"} {
				family, key, _ := strings.Cut(key, "/")
				all["sysctl"] += key + " of " + words[1] + ": " + h.SysctlValue("ipv"+family+"/conf/"+words[1]+"/"+key) + "\n"
			}
		}
	}
	return all
}
