package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// scenario is a piece of work: so many links, each with an address and a route,
// static or by DHCP.
type scenario struct {
	name  string
	links int
	dhcp  bool
	rapid bool    // the server answers at once (RFC 4039)
	looks bool    // for other hosts with the addresses (RFC 5227), before they are set
	again bool    // measured is a second run, with nothing left to do
	kept  holding // measured is a second run, with a lease of the first
}

func scenarios() []scenario {
	return []scenario{
		{name: "1 static", links: 1},
		{name: "100 static", links: 100},
		{name: "1000 static", links: 1000},
		{name: "100 static, nothing to do", links: 100, again: true},
		{name: "1 DHCP", links: 1, dhcp: true},
		{name: "1 DHCP, rapid commit", links: 1, dhcp: true, rapid: true},
		{name: "1 DHCP, lease of before", links: 1, dhcp: true, kept: lease},
		{name: "1 DHCP, renewal", links: 1, dhcp: true, kept: address4},
		{name: "50 DHCP", links: 50, dhcp: true},
		{name: "1 DHCP, a look for others", links: 1, dhcp: true, looks: true},
	}
}

// contestant is a program with its way to do the work below a directory.
type contestant struct {
	name    string
	prepare func(s scenario, dir string) error
	command func(dir string) []string
	second  func(dir string) []string // with a lease; nil: the same
	stop    func(dir string)          // ends what stays behind; nil: nothing does
	stays   bool                      // the command does not end by itself
}

// contestants lists who takes part, the base of the ratios first.
func (s scenario) contestants(binary string) []contestant {
	if s.dhcp {
		return s.clients(binary)
	}
	netonce := contestant{name: "netonce", prepare: writeProfiles, command: func(dir string) []string {
		return []string{binary, "boot", "--root", dir}
	}}
	if s.again {
		return []contestant{netonce}
	}
	return []contestant{{name: "ip -batch", prepare: writeBatch, command: func(dir string) []string {
		return []string{"ip", "-batch", filepath.Join(dir, "batch")}
	}}, netonce}
}

func address(i int) string { return fmt.Sprintf("10.%d.%d.2", i/250, i%250) }
func gateway(i int) string { return fmt.Sprintf("10.%d.%d.1", i/250, i%250) }
func target(i int) string  { return fmt.Sprintf("172.%d.%d.0/24", 16+i/250, i%250) }

// writeBatch writes the commands for ip(8): the least that can be done.
func writeBatch(s scenario, dir string) error {
	var b strings.Builder
	for i := range s.links {
		fmt.Fprintf(&b, "link set eth%d up\naddr add %s/24 dev eth%d\nroute add %s via %s\n", i, address(i), i, target(i), gateway(i))
	}
	return os.WriteFile(filepath.Join(dir, "batch"), []byte(b.String()), 0o644)
}

func writeProfiles(s scenario, dir string) error {
	scripts := filepath.Join(dir, "etc/sysconfig/network-scripts")
	if err := os.MkdirAll(scripts, 0o755); err != nil {
		return err
	}
	for i := range s.links {
		profile := fmt.Sprintf("DEVICE=eth%d\nONBOOT=yes\nTYPE=Ethernet\n", i)
		if !s.looks {
			profile += "ACD_TIMEOUT=0\n"
		}
		if s.dhcp {
			profile += "BOOTPROTO=dhcp\n"
		} else {
			profile += fmt.Sprintf("BOOTPROTO=none\nIPADDR=%s\nPREFIX=24\n", address(i))
			route := fmt.Sprintf("%s via %s\n", target(i), gateway(i))
			if err := os.WriteFile(filepath.Join(scripts, fmt.Sprintf("route-eth%d", i)), []byte(route), 0o644); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(scripts, fmt.Sprintf("ifcfg-eth%d", i)), []byte(profile), 0o644); err != nil {
			return err
		}
	}
	return nil
}
