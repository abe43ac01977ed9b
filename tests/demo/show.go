package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"netonce/apply/kernel"
	"netonce/apply/network"
	"netonce/tests/lab"
)

// try runs f up to its end, or to a Fatalf in it, which it tells.
func (s *stage) try(f func() *lab.Host) (h *lab.Host, ok bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failed:
			fmt.Fprintln(s.out, "demo:", r.text)
			ok = false
		default:
			panic(r)
		}
	}()
	return f(), true
}

// show is the host from cold to configured, and once more.
func show(s *stage, h *lab.Host) {
	s.heading("The profiles")
	for _, name := range []string{"ifcfg-eth0", "ifcfg-eth1", "ifcfg-eth2"} {
		text := h.Read(filepath.Join(lab.Profiles, name))
		fmt.Fprintf(s.out, "  %s: %s\n", name, strings.Join(strings.Fields(text), " "))
	}
	s.heading("netonce plan")
	s.print(h.Netonce("plan").Out)
	s.heading("netonce boot")
	r := h.Netonce("boot")
	s.print(r.Log + r.Out)
	fmt.Fprintf(s.out, "  (exit code %d after %.1f ms)\n", r.Code, r.Took.Seconds()*1000)
	s.expect("netonce boot did it all", r.Code == 0, fmt.Sprintf("exit code %d", r.Code))
	if r := h.Netonce("status"); r.Out != "" {
		s.heading("netonce status")
		s.print(r.Out)
		s.expect("netonce status finds nothing missing", r.Code == 0, fmt.Sprintf("exit code %d", r.Code))
	}
	h.Settle()
	s.network(h)
	s.heading("resolv.conf")
	s.print(h.Read("etc/resolv.conf"))
	s.check(h)
	s.again(h)
}

// again is the second run, of which the kernel is not to notice anything.
func (s *stage) again(h *lab.Host) {
	h.Settle()
	events := h.Watch()
	s.heading("netonce boot, once more")
	r := h.Netonce("boot")
	list := events.Take()
	s.print(r.Log + r.Out)
	left := h.Processes()
	fmt.Fprintf(s.out, "  (exit code %d after %.1f ms; %d events of the kernel; %d processes left)\n", r.Code, r.Took.Seconds()*1000, len(list), len(left))
	s.expect("the second run changes nothing: no event of the kernel", r.Code == 0 && len(list) == 0, fmt.Sprintf("exit code %d, events %q", r.Code, list))
	s.expect("no process is left", len(left) == 0, strings.Join(left, ", "))
}

// network prints addresses and routes: by ip(8) where there is one.
func (s *stage) network(h *lab.Host) {
	ip, err := exec.LookPath("ip")
	if err != nil {
		s.heading("Addresses and routes")
		h.Inside(func() error { return s.snapshot() })
		return
	}
	for _, args := range [][]string{{"-4", "addr", "show", "up", "scope", "global"}, {"-4", "route"}} {
		s.heading("ip " + strings.Join(args, " "))
		cmd := exec.Command(ip, args...)
		cmd.Stderr = os.Stderr
		var out []byte
		h.Inside(func() (err error) { out, err = cmd.Output(); return err })
		s.print(string(out))
	}
}

// snapshot prints what netonce itself sees of the kernel, in ip(8)'s words.
func (s *stage) snapshot() error {
	conn, err := kernel.Open("/proc")
	if err != nil {
		return err
	}
	defer conn.Close()
	snapshot, err := conn.Snapshot(nil)
	if err != nil {
		return err
	}
	var routes []string
	for _, l := range snapshot.Links() {
		i := snapshot.Interface(l.Name)
		for _, a := range i.Addresses {
			if a.Scope == network.ScopeGlobal {
				s.print(fmt.Sprintf("%d: %s inet %s\n", l.Index, l.Name, a))
			}
		}
		for _, r := range i.Routes {
			if !r.Is6() {
				routes = append(routes, fmt.Sprintf("%s dev %s\n", r, l.Name))
			}
		}
	}
	s.print(strings.Join(routes, ""))
	return nil
}

// check holds the network against what the profiles ask for.
func (s *stage) check(h *lab.Host) {
	for _, want := range []struct{ what, fact string }{
		{"eth0 has its address for ever, and its route is netonce's own", "addr eth0 192.168.11.11/24 brd 192.168.11.255 scope global label eth0 noprefixroute forever"},
		{"eth1 has a lease that ends", "addr eth1 192.168.11.101/24 brd 192.168.11.255 scope global label eth1 noprefixroute finite"},
		{"eth2 has a lease that ends", "addr eth2 192.168.11.102/24 brd 192.168.11.255 scope global label eth2 noprefixroute finite"},
		{"eth0 leads out first (metric 100)", "route4 main default via 192.168.11.1 dev eth0 proto static metric 100"},
		{"eth1 stands by (metric 101)", "route4 main default via 192.168.11.1 dev eth1 proto dhcp src 192.168.11.101 metric 101"},
		{"eth2 stands by (metric 102)", "route4 main default via 192.168.11.1 dev eth2 proto dhcp src 192.168.11.102 metric 102"},
		{"the subnet is reached over eth0 first", "route4 main 192.168.11.0/24 dev eth0 proto kernel scope link src 192.168.11.11 metric 100"},
	} {
		s.expect(want.what, h.Has(want.fact), "there is no "+want.fact)
	}
	servers := strings.Join(h.ResolvFacts(), ", ")
	s.expect("names are resolved by 192.168.11.1", servers == "resolv nameserver 192.168.11.1", servers)
}
