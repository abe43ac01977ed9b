//go:build vm

package netroot

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"netonce/tests/boot"
	"netonce/tests/lab"
	"netonce/tests/vm/machine"
)

// patience is for what takes moments where the processor is real.
const patience = 2 * time.Minute

// workshop is what the tests have in common.
var workshop struct {
	maker
	cache string // of what machines need
}

func TestMain(m *testing.M) {
	os.Exit(lab.Main(func() int {
		dir, err := os.MkdirTemp("", "netonce-tree-")
		if err == nil {
			defer os.RemoveAll(dir)
			err = prepare(dir)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "netroot:", err)
			return 1
		}
		return m.Run()
	}))
}

// prepare makes what the tests share. The lock on the cache goes with the process.
func prepare(dir string) (err error) {
	if workshop.cache, err = machine.CacheDir(); err != nil {
		return err
	}
	if _, err = machine.Lock(workshop.cache); err != nil {
		return err
	}
	k, err := machine.FindKernel(workshop.cache)
	if err != nil {
		return err
	}
	workshop.maker, err = newMaker(dir, k)
	return err
}

// journey is what a host boots with, and what it is to have then.
type journey struct {
	image    string
	words    string // of the kernel's command line
	cards    int
	vlan     uint16
	profiles map[string]string // of the real root
	iface    string            // that the root comes over
	address  string            // that it has, with its length
	first    string            // what the DHCP server hears first; empty for nothing
	renewal  string            // what it hears when the lease is renewed
}

const (
	overNBD  = "root=nbd:" + server4 + ":root:ext4 rw "
	overNBD6 = "root=nbd:[" + server6 + "]:root:ext4 rw "
	// For initramfs-tools.
	fromNBD  = "root=/dev/nbd0 nbdroot=" + server4 + "/root rw "
	fromNBD6 = "root=/dev/nbd0 nbdroot=[" + server6 + "]/root rw "
)

var journeys = map[string]journey{
	"dracut/dhcp":   {image: "dracut", words: overNBD + "ip=dhcp", iface: "ens16", address: leased4 + "/24", first: "DHCPDISCOVER", renewal: "DHCPREQUEST"},
	"dracut/static": {image: "dracut", words: overNBD + "ip=192.0.2.10::192.0.2.1:255.255.255.0:static-root:ens16:none", iface: "ens16", address: "192.0.2.10/24"},
	"dracut/bond": {image: "dracut", words: overNBD + "bond=bond0:ens16,ens17:mode=active-backup,miimon=100 ip=bond0:dhcp", cards: 2, iface: "bond0",
		address: leased4 + "/24", first: "DHCPDISCOVER", renewal: "DHCPREQUEST"},
	"dracut/vlan":     {image: "dracut", words: overNBD + "vlan=ens16.5:ens16 ip=ens16.5:dhcp", vlan: 5, iface: "ens16.5", address: leased4 + "/24", first: "DHCPDISCOVER", renewal: "DHCPREQUEST"},
	"dracut/ipv6":     {image: "dracut", words: overNBD6 + "ip=dhcp6", iface: "ens16", address: leased6 + "/128", first: "DHCPSOLICIT", renewal: "DHCPRENEW"},
	"dracut/own init": {image: "plain-dracut", words: "root=dhcp rw ip=dhcp", iface: "ens16", address: leased4 + "/24", first: "DHCPDISCOVER", renewal: "DHCPREQUEST"},
	"dracut/profile": {image: "dracut", words: overNBD + "ip=dhcp", iface: "ens16", address: leased4 + "/24", first: "DHCPDISCOVER", renewal: "DHCPREQUEST",
		profiles: map[string]string{"ifcfg-lan": "NAME=office\nDEVICE=ens16\nBOOTPROTO=dhcp\nONBOOT=yes\n"}},

	"initramfs-tools/dhcp":   {image: "initramfs-tools", words: fromNBD + "ip=dhcp", iface: "ens16", address: leased4 + "/24", first: "DHCPDISCOVER", renewal: "DHCPREQUEST"},
	"initramfs-tools/static": {image: "initramfs-tools", words: fromNBD + "ip=192.0.2.10::192.0.2.1:255.255.255.0::ens16:off", iface: "ens16", address: "192.0.2.10/24"},
	"initramfs-tools/bootif": {image: "initramfs-tools", words: fromNBD + "BOOTIF=01-52-54-00-00-00-17", cards: 2, iface: "ens17",
		address: leased4 + "/24", first: "DHCPDISCOVER", renewal: "DHCPREQUEST"},
	"initramfs-tools/ipv6": {image: "initramfs-tools", words: fromNBD6 + "ip=dhcp6", iface: "ens16", address: leased6 + "/128", first: "DHCPSOLICIT", renewal: "DHCPRENEW"},
}

func TestJourney(t *testing.T) {
	for name, j := range journeys {
		t.Run(name, func(t *testing.T) { newTrip(t, j).walk(t) })
	}
}

// trip is a journey that is made.
type trip struct {
	journey
	guest
	lan
}

// newTrip boots the host.
func newTrip(t *testing.T, j journey) trip {
	t.Helper()
	image, err := workshop.image(j.image)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	r := bootFrom(t, image, j)
	t.Logf("guest heard after %s", time.Since(begun).Round(time.Second))
	return r
}

// bootFrom boots the host from an image.
func bootFrom(t testing.TB, image string, j journey) trip {
	t.Helper()
	root, err := workshop.root()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	l, tap := serve(t, dir, root)
	if err := addProfiles(dir, l.root, j.profiles); err != nil {
		t.Fatal(err)
	}
	var cards []card
	m := boot.Machine{Kernel: workshop.kernel, Initramfs: image, Words: j.words}
	for i := range max(j.cards, 1) {
		cards = append(cards, card{16 + i})
		m.Arguments = append(m.Arguments, cards[i].arguments(dir)...)
	}
	if err := plug(dir, tap, j.vlan, cards); err != nil {
		t.Fatal(err)
	}
	h, err := boot.Boot(dir, workshop.cache, m)
	if err != nil {
		t.Fatalf("%v\nthe DHCP server:\n%s", err, l.dhcp.Log())
	}
	t.Cleanup(h.Kill)
	return trip{j, guest{h}, l}
}

// walk goes through the life of a host with its root at the other end of the network.
func (r trip) walk(t *testing.T) {
	r.await(t, "the end of the boot", func(e boot.Entry) bool { return e.MessageID == bootFinished })
	state, err := r.Do("", "sh", "-c", "netonce status; cd /run/netonce && grep -r .")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if t.Failed() {
			t.Logf("the journal:\n%s\nthe DHCP server:\n%s\n%s%s", boot.End(r.Journal.Since(0)), r.dhcp.Log(), state.Output, state.Errors)
		}
	}()
	r.testHandover(t)
	if r.renewal != "" {
		r.testRenewal(t)
	}
	if got := r.heard(r.first); r.first != "" && got != 1 {
		t.Errorf("the server has heard %s %d times", r.first, got)
	}
	if r.first == "" && (r.heard("DHCPDISCOVER") > 0 || r.heard("DHCPSOLICIT") > 0) {
		t.Error("a lease was asked for")
	}
	r.testLinks(t)
	r.testShutdown(t)
}

// testHandover looks at what the initramfs has left: the root, the address, and a netonce
// that finds everything as it is to be.
func (r trip) testHandover(t *testing.T) {
	t.Helper()
	if got := strings.TrimSpace(r.run(t, "findmnt", "--noheadings", "--output=SOURCE", "/")); got != "/dev/nbd0" {
		t.Errorf("the root is %q", got)
	}
	if got := r.run(t, "systemctl", "show", "--property=ActiveState,Result", "netonce.service"); got != "Result=success\nActiveState=active\n" {
		t.Errorf("netonce.service: %q", got)
	}
	if got := r.run(t, "systemctl", "--failed", "--no-legend", "--plain"); got != "" {
		t.Errorf("failed units:\n%s", got)
	}
	addresses := r.addresses(t, r.iface)
	if !slices.ContainsFunc(addresses, func(a string) bool {
		return a == r.address || r.address == autoconfigured && strings.HasPrefix(a, network6)
	}) {
		t.Errorf("%s has %v, not %s", r.iface, addresses, r.address)
	}
	if m, err := r.Do("", "test", "-e", "/run/pwned"); err != nil || m.Code == 0 {
		t.Errorf("what the server has said was executed (%v)", err)
	}
}

// testRenewal: the lease that the initramfs got is renewed by systemd's timer.
func (r trip) testRenewal(t *testing.T) {
	t.Helper()
	heard := r.heard(r.renewal)
	r.await(t, "a renewal", func(e boot.Entry) bool {
		return e.MessageID == unitEnded && strings.HasPrefix(e.About, "netonce-renew@"+r.iface)
	})
	r.dhcp.SaysTimes(r.renewal+"(lan)", max(heard, 1))
}

// testLinks: since the real root's systemd has begun, the link that carries the root was
// never down, and no address or route of it was taken away.
func (r trip) testLinks(t *testing.T) {
	t.Helper()
	lines := 0
	for _, e := range r.Journal.Since(0) {
		if e.Identifier != "links" || !strings.Contains(e.Message, r.iface) {
			continue
		}
		lines++
		if strings.HasPrefix(e.Message, "Deleted") || strings.Contains(e.Message, "state DOWN") || strings.Contains(e.Message, "NO-CARRIER") {
			t.Errorf("in the real root: %s", e)
		}
	}
	t.Logf("%d changes of %s seen in the real root", lines, r.iface)
}

// testShutdown: the root is unmounted cleanly, over the network.
func (r trip) testShutdown(t *testing.T) {
	t.Helper()
	if m, err := r.Do("", "systemctl", "--no-block", "poweroff"); err == nil && m.Code != 0 {
		t.Fatalf("systemctl poweroff: exit code %d: %s", m.Code, m.Errors)
	}
	select {
	case <-r.Gone:
	case <-time.After(patience):
		t.Fatalf("the host is not off after %s; its console:\n%s", patience, r.Console())
	}
	state, err := boot.Command("dumpe2fs", "-h", r.lan.root)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(state, "needs_recovery") || !strings.Contains(state, "Filesystem state:         clean") {
		t.Errorf("the root was not unmounted:\n%s\nthe console:\n%s", state, r.Console())
	}
	r.testLinks(t)
}
