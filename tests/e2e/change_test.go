package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/tests/lab"
)

// twoCards is a host that is up, with something on each card that is not ours.
func twoCards(t *testing.T) *lab.Host {
	t.Helper()
	h := lab.New(t)
	h.Cables("eth0", "eth1", "eth2")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1", "DNS1=192.0.2.53")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24")...)
	code(t, h.Netonce("boot"), 0)
	for _, c := range []struct{ link, prefix, to, via string }{
		{"eth0", "192.0.2.200/24", "10.20.0.0/16", "192.0.2.7"},
		{"eth1", "10.9.9.9/32", "10.21.0.0/16", "198.51.100.7"},
	} {
		h.Address(c.link, c.prefix)
		h.Route(c.link, c.to, c.via)
	}
	h.Up("eth2")
	h.Address("eth2", "10.30.0.1/24")
	h.Settle()
	return h
}

// foreign are the facts of twoCards that are not netonce's to change.
func foreign() []string {
	return []string{
		"addr eth0 192.0.2.200/24", "route4 main 10.20.0.0/16 via 192.0.2.7 dev eth0 proto boot",
		"addr eth1 10.9.9.9/32", "route4 main 10.21.0.0/16 via 198.51.100.7 dev eth1 proto boot",
		"link eth2 up", "addr eth2 10.30.0.1/24", "route4 main 10.30.0.0/24 dev eth2 proto kernel scope link src 10.30.0.1",
	}
}

// changed lists how the facts differ: "-" gone, "+" new.
func changed(before, after []string) (list []string) {
	for _, f := range before {
		if !slices.Contains(after, f) {
			list = append(list, "-"+f)
		}
	}
	for _, f := range after {
		if !slices.Contains(before, f) {
			list = append(list, "+"+f)
		}
	}
	// The kernel's own link-local address comes when it comes.
	return slices.DeleteFunc(list, func(f string) bool { return strings.Contains(f, "fe80:") })
}

func TestForeignStateStays(t *testing.T) {
	t.Parallel()
	h := twoCards(t)
	for _, command := range []string{"boot", "reload"} {
		code(t, quietly(t, h, command), 0)
		facts(t, h, foreign()...)
	}
}

// TestReloadAppliesOnlyTheDifference: one address is edited, one route follows it,
// and nothing else moves.
func TestReloadAppliesOnlyTheDifference(t *testing.T) {
	t.Parallel()
	h := twoCards(t)
	before := h.Facts()
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.77/24")...)
	code(t, h.Netonce("reload"), 0)
	want := []string{
		"-addr eth1 198.51.100.10/24 brd 198.51.100.255 scope global label eth1 noprefixroute forever",
		"-route4 main 198.51.100.0/24 dev eth1 proto kernel scope link src 198.51.100.10 metric 101",
		"+addr eth1 198.51.100.77/24 brd 198.51.100.255 scope global label eth1 noprefixroute forever",
		"+route4 main 198.51.100.0/24 dev eth1 proto kernel scope link src 198.51.100.77 metric 101",
	}
	if diff := cmp.Diff(want, changed(before, h.Facts())); diff != "" {
		t.Errorf("what changed (-want +got):\n%s", diff)
	}
	code(t, quietly(t, h, "reload"), 0)
}

// TestDeletedProfileTakesOursAlone: the link stays up under the foreign address.
func TestDeletedProfileTakesOursAlone(t *testing.T) {
	t.Parallel()
	h := twoCards(t)
	before := h.Facts()
	h.Remove(lab.Profiles + "/ifcfg-eth1")
	code(t, h.Netonce("reload"), 0)
	want := []string{
		"-addr eth1 198.51.100.10/24 brd 198.51.100.255 scope global label eth1 noprefixroute forever",
		"-route4 main 198.51.100.0/24 dev eth1 proto kernel scope link src 198.51.100.10 metric 101",
	}
	if diff := cmp.Diff(want, changed(before, h.Facts())); diff != "" {
		t.Errorf("what changed (-want +got):\n%s", diff)
	}
	code(t, quietly(t, h, "reload"), 0)
}

// TestDeletedProfileTakesTheLinkDown where nobody else uses it.
func TestDeletedProfileTakesTheLinkDown(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "DNS1=192.0.2.53")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "DNS1=198.51.100.53")...)
	code(t, h.Netonce("boot"), 0)
	h.Remove(lab.Profiles + "/ifcfg-eth1")
	code(t, h.Netonce("reload"), 0)
	facts(t, h, "link eth1 down", "!addr eth1 198.51.100.10/24", "addr eth0 192.0.2.10/24")
	if got := strings.Join(h.ResolvFacts(), ", "); got != "resolv nameserver 192.0.2.53" {
		t.Errorf("resolv.conf: %s", got)
	}
}

// TestBrokenProfileCutsNobodyOff: with a mistake in the new text, what is up stays.
func TestBrokenProfileCutsNobodyOff(t *testing.T) {
	t.Parallel()
	for name, text := range map[string][]string{
		"bad value":  static("eth0", "192.0.2.300/24", "GATEWAY=192.0.2.1", "DNS1=192.0.2.53"),
		"bad device": static("", "192.0.2.10/24", "HWADDR=nonsense"),
		"noise":      {"\x00\x01\x02"},
		"empty":      {""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := twoCards(t)
			before := h.Facts()
			h.Profile("ifcfg-eth0", text...)
			r := h.Netonce("reload")
			code(t, r, 1)
			says(t, r, "ifcfg-eth0")
			if list := changed(before, h.Facts()); len(list) > 0 {
				t.Errorf("what changed: %q\n%s", list, r.Log)
			}
		})
	}
}

func TestDownTakesTheProfileAndUpBringsItBack(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", "GATEWAY=192.0.2.1", "DNS1=192.0.2.53")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "NAME=storage")...)
	code(t, h.Netonce("boot"), 0)
	h.Settle()
	before := h.Facts()
	for _, name := range []string{"eth1", "storage", "ifcfg-eth1"} {
		code(t, h.Netonce("down", name), 0)
		facts(t, h, "link eth1 down", "!addr eth1 198.51.100.10/24", "addr eth0 192.0.2.10/24")
		code(t, quietly(t, h, "reload"), 0) // what was taken down stays so
		code(t, h.Netonce("up", name), 0)
		h.Settle()
		if list := changed(before, h.Facts()); len(list) > 0 {
			t.Errorf("down and up %s: %q", name, list)
		}
	}
}

func TestUpOfANameThatIsNone(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	r := h.Netonce("up", "eth5")
	code(t, r, 1)
	says(t, r, "eth5", "no profile")
	facts(t, h, "link eth0 down")
}

// TestUpOfAProfileThatIsNotForTheBoot configures what ONBOOT=no leaves alone.
func TestUpOfAProfileThatIsNotForTheBoot(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-eth0", "DEVICE=eth0", "ONBOOT=no", "BOOTPROTO=none", "IPADDR=192.0.2.10", "PREFIX=24")
	code(t, h.Netonce("boot"), 0)
	facts(t, h, "link eth0 down")
	code(t, h.Netonce("up", "eth0"), 0)
	facts(t, h, "link eth0 up", "addr eth0 192.0.2.10/24")
	code(t, quietly(t, h, "reload"), 0) // what was brought up by hand stays up
	facts(t, h, "addr eth0 192.0.2.10/24")
}

// TestConfiguredHostIsAdopted: what is right already is not made again.
func TestConfiguredHostIsAdopted(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Up("eth0")
	h.Address("eth0", "192.0.2.10/24")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Settle()
	events := h.Watch()
	code(t, h.Netonce("boot"), 0)
	for _, e := range events.Take() {
		if strings.Contains(e, "address") || strings.Contains(e, "link") {
			t.Errorf("%s", e)
		}
	}
	facts(t, h, "addr eth0 192.0.2.10/24", "route4 main 192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.10 metric 100")
}
