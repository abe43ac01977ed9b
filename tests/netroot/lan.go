package netroot

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"netonce/tests/lab"
)

// Addresses of the servers.
const (
	server4 = "192.0.2.1"
	server6 = "2001:db8:7::1"
	leased4 = "192.0.2.117" // what DHCP gives, to every card
	leased6 = "2001:db8:7::117"
	// autoconfigured is any that the card has made itself, in this network.
	autoconfigured = "an address of its own"
	network6       = "2001:db8:7:"
)

// lan is the servers' network.
type lan struct {
	dhcp, disk *lab.Process
	root       string // the file that nbd-server serves
}

// serve starts the servers on a tap of that name, with a copy of the root.
func serve(t lab.T, dir, root string) (lan, *os.File) {
	t.Helper()
	h := lab.New(t)
	tap := h.Tap("lan")
	h.Peer("lan", server4+"/24")
	h.Peer("lan", server6+"/64")
	h.PeerSysctl("ipv6/conf/all/forwarding", "1") // a router says that it is one
	l := lan{root: filepath.Join(dir, "root.ext4")}
	if out, err := copyFile(root, l.root); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	config := filepath.Join(dir, "nbd.conf")
	text := fmt.Sprintf("[generic]\n\tport = 10809\n[root]\n\texportname = %s\n\tflush = true\n", l.root)
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatalf("%v", err)
	}
	l.disk = h.Program(nil, "nbd-server", "-d", "-C", config)
	l.dhcp = h.Program(nil, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--log-facility=-", "--log-dhcp", "--port=0", "--pid-file=",
		"--user=root", "--group=root", "--interface=lan", "--bind-interfaces", "--no-ping", "--dhcp-authoritative",
		"--dhcp-leasefile="+filepath.Join(dir, "leases"), "--enable-ra",
		// To be renewed soon, but not over before a slow machine has booted.
		"--dhcp-range="+leased4+","+leased4+",255.255.255.0,600", "--dhcp-option=option:T1,20", "--dhcp-option=option:T2,500",
		"--dhcp-option=option:router,"+server4, "--dhcp-option=option:dns-server,"+server4,
		// A root path with what a shell would carry out.
		"--dhcp-option=option:root-path,nbd:"+server4+":root:ext4",
		"--dhcp-option=option:domain-name,$(touch${IFS}/run/pwned)`reboot`;'\"",
		"--dhcp-range="+leased6+","+leased6+",64,240", "--dhcp-option=option6:dns-server,["+server6+"]")
	l.dhcp.Says("sockets bound exclusively to interface lan")
	return l, tap
}

// heard is how often the DHCP server has had a message, or has sent one.
func (l lan) heard(kind string) int { return strings.Count(l.dhcp.Log(), kind+"(lan)") }
