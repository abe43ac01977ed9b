package apply_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
)

// What a step costs, and whether it is on the way of whoever asks.
func TestRisk(t *testing.T) {
	t.Parallel()
	const (
		one  = "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nGATEWAY=192.0.2.1\n"
		two  = "DEVICE=eth1\nIPADDR=198.51.100.2\nPREFIX=24\n"
		port = "DEVICE=eth2\nMASTER=bond0\nSLAVE=yes\n"
		bond = "DEVICE=bond0\nTYPE=Bond\nBONDING_OPTS=mode=active-backup\nIPADDR=203.0.113.2\nPREFIX=24\n"
		vlan = "DEVICE=bond0.5\nVLAN=yes\nIPADDR=10.5.0.2\nPREFIX=24\n"
	)
	before := files{"ifcfg-eth0": one, "ifcfg-eth1": two, "ifcfg-eth2": port, "ifcfg-bond0": bond, "ifcfg-bond0.5": vlan}
	for _, c := range []struct {
		name           string
		client, server string
		file, text     string
		want           []string // risk, and the command
	}{
		{"nothing lost", "10.1.1.1", "192.0.2.2", "ifcfg-eth0", one + "MTU=1400\n", []string{"none ip link set dev eth0 mtu 1400"}},
		{"the address that is spoken to", "10.1.1.1", "192.0.2.2", "ifcfg-eth0", strings.Replace(one, "192.0.2.2", "192.0.2.3", 1), []string{
			"none ip address add 192.0.2.3/24", "none ip route append 192.0.2.0/24", "loss ip route delete 192.0.2.0/24", "session ip address delete 192.0.2.2/24"}},
		{"the way back", "10.1.1.1", "192.0.2.2", "ifcfg-eth0", strings.Replace(one, "GATEWAY=192.0.2.1", "GATEWAY=192.0.2.9", 1), []string{
			"none ip route append default via 192.0.2.9", "session ip route delete default via 192.0.2.1"}},
		{"another's address", "192.0.2.77", "192.0.2.2", "ifcfg-eth1", strings.Replace(two, "198.51.100.2", "198.51.100.3", 1), []string{
			"none ip address add 198.51.100.3/24", "none ip route append 198.51.100.0/24", "loss ip route delete 198.51.100.0/24", "loss ip address delete 198.51.100.2/24"}},
		{"a link under the VLAN", "10.5.0.77", "10.5.0.2", "ifcfg-bond0", strings.Replace(bond, "active-backup", "balance-rr", 1), []string{
			"session ip link set dev eth2 nomaster", "session ip link set dev bond0 down", "none ip link set dev bond0 type bond mode balance-rr",
			"session ip link set dev eth2 down", "session ip link set dev eth2 master bond0", "none ip link set dev bond0 up", "none ip link set dev eth2 up"}},
		{"a port of the bond under it", "10.5.0.77", "10.5.0.2", "ifcfg-eth2", "", []string{"session ip link set dev eth2 nomaster", "session ip link set dev eth2 down"}},
		{"a link of nobody's", "192.0.2.77", "192.0.2.2", "ifcfg-eth2", "", []string{"flap ip link set dev eth2 nomaster", "flap ip link set dev eth2 down"}},
		{"no session", "", "", "ifcfg-eth2", "", []string{"flap ip link set dev eth2 nomaster", "flap ip link set dev eth2 down"}},
		{"a session in another namespace", "10.1.1.1", "10.99.0.1", "ifcfg-eth2", "", []string{"flap ip link set dev eth2 nomaster", "flap ip link set dev eth2 down"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, eth("eth0", 1), eth("eth1", 2), eth("eth2", 3))
			h.clean(apply.Boot, before)
			after := files{}
			for name, text := range before {
				after[name] = text
			}
			if after[c.file] = c.text; c.text == "" {
				delete(after, c.file)
			}
			r := apply.Request{Mode: apply.Reload, Profiles: after.profiles(t)}
			if c.client != "" {
				r.Session = apply.Session{Client: netip.MustParseAddr(c.client), Server: netip.MustParseAddr(c.server)}
			}
			p, err := h.host().Preview(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range p.Steps {
				line := string(s.Risk) + " " + s.Command
				for _, w := range c.want {
					if strings.HasPrefix(line, w) {
						line = w
					}
				}
				if !strings.Contains(line, " sysctl -w ") {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

// What there was is said in the words of what there will be.
func TestBefore(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth0", 1))
	h.clean(apply.Boot, files{"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::2/64\nMTU=1400\n"})
	p, err := h.host().Preview(t.Context(), apply.Request{Mode: apply.Reload, Profiles: files{
		"ifcfg-eth0": "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=yes\nIPV6_PRIVACY=yes\nMTU=1300\nMACADDR=02:00:00:00:00:77\n"}.profiles(t)})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range p.Steps {
		got[s.Op+" "+s.Value] = s.Before
	}
	for _, w := range [][2]string{
		{"set mtu 1300", "mtu 1400"}, {"set address 02:00:00:00:00:77", "address 02:00:00:00:00:01"},
		{"set use_tempaddr=2", "use_tempaddr=0"}, {"set accept_ra=1", "accept_ra=0"},
		{"delete 2001:db8::2/64 scope global noprefixroute", "2001:db8::2/64 scope global noprefixroute"},
	} {
		if before, is := got[w[0]]; !is || before != w[1] {
			t.Errorf("%s: before %q, want %q, in %q", w[0], before, w[1], got)
		}
	}
}
