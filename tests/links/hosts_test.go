//go:build vm

package links_test

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// TestHosts: whole hosts with bonds, VLANs and bridges. want.txt is what
// NetworkManager made of the same files; links may differ in what is named in
// better.
func TestHosts(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/want.txt")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no hosts: %v", err)
	}
	for _, f := range folders {
		folder := filepath.Dir(f)
		t.Run(filepath.Base(folder), func(t *testing.T) { runHost(t, folder) })
	}
}

// better are the hosts that end with another code than 0, and why.
func better() map[string]int {
	return map[string]int{
		"vlan-bad":    1, // VLAN numbers that are none, a parent that is nowhere
		"vlan-dotted": 1, // eth1.200 without TYPE or VLAN is a card, and not there
		"vlan-flags":  1, // a VLAN's MTU above its parent's: NetworkManager says nothing
	}
}

func runHost(t *testing.T, folder string) {
	h := lab.New(t)
	if err := os.CopyFS(h.Path("etc"), os.DirFS(filepath.Join(folder, "etc"))); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(folder, "want.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(b)), "\n")
	var ports []string
	for n := range 9 {
		if name := fmt.Sprint("eth", n); slices.Contains(want, "link "+name+" kind veth") {
			h.CableWith(name, net.HardwareAddr{2, 0, 0, 0, 0, byte(n)})
			ports = append(ports, name)
		}
	}
	if strings.HasSuffix(folder, "dhcp") {
		h.Switch("lan0", ports...)
		h.Peer("lan0", "192.0.2.1/24")
		h.Serve("lan0", lab.DHCP{Address: netip.MustParseAddr("192.0.2.1"), Lifetime: time.Hour,
			Leases:  map[string]netip.Prefix{"02:00:00:00:00:01": netip.MustParsePrefix("192.0.2.100/24")},
			Options: []dhcpv4.Option{dhcpv4.OptRouter(net.IPv4(192, 0, 2, 1))}})
	}
	r := h.Netonce("boot")
	if r.Code != better()[filepath.Base(folder)] {
		t.Errorf("exit %d\n%s", r.Code, r.Log)
	}
	for _, w := range want { // routers and the spanning tree take their time
		if strings.HasPrefix(w, "addr ") {
			h.Await(strings.Join(strings.Fields(w)[:3], " "))
		}
	}
	h.Settle()
	got := hostFacts(t, h)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("not so: %s", w)
		}
	}
	for _, g := range got {
		if kind := strings.Fields(g)[0]; (kind == "addr" || kind == "route4" || kind == "rule4") && !slices.Contains(want, g) {
			t.Errorf("too much: %s", g)
		}
	}
	if t.Failed() {
		t.Log(strings.Join(got, "\n") + "\n" + r.Log)
	}
}

// countedMetric is a metric with its place among those of its kind: NetworkManager
// counts in the order in which links come up.
var countedMetric = regexp.MustCompile(` metric (30|40)\d`)

func hostFacts(t *testing.T, h *lab.Host) (list []string) {
	t.Helper()
	for _, f := range facts(t, h) {
		w := strings.Fields(f)
		if w[0] == "addr" && strings.HasPrefix(w[2], "fe80") {
			f = strings.Join(w[:3], " ")
		}
		list = append(list, countedMetric.ReplaceAllString(f, " metric ${1}0"))
	}
	for _, l := range h.Links() {
		for _, key := range []string{"disable_ipv6", "accept_ra"} {
			list = append(list, fmt.Sprintf("sysctl %s %s %s", l.Name, key, h.SysctlValue("ipv6/conf/"+l.Name+"/"+key)))
		}
	}
	var servers []string
	for _, f := range h.ResolvFacts() {
		if w := strings.Fields(f); w[1] == "nameserver" {
			servers = append(servers, w[2])
		} else {
			list = append(list, f)
		}
	}
	if len(servers) > 0 {
		list = append(list, "resolv nameservers "+strings.Join(servers, " "))
	}
	return list
}
