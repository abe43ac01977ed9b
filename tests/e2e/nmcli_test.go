package e2e_test

import (
	"strings"
	"testing"

	"netonce/apply/state"
	"netonce/tests/lab"
)

// nmcli runs a command that has to succeed without a word on standard error, and
// returns what it prints.
func nmcli(t *testing.T, h *lab.Host, args ...string) string {
	t.Helper()
	r := h.Nmcli(args...)
	if r.Code != 0 || r.Log != "" {
		t.Fatalf("nmcli %q: exit code %d:\n%s%s", args, r.Code, r.Out, r.Log)
	}
	return r.Out
}

// answers demands what a command prints.
func answers(t *testing.T, h *lab.Host, want string, args ...string) {
	t.Helper()
	if got := nmcli(t, h, args...); got != want {
		t.Errorf("nmcli %q prints\n%s, want\n%s", args, got, want)
	}
}

func TestNmcliStaticProfileFromAddToDelete(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	out := nmcli(t, h, "con", "add", "type", "ethernet", "ifname", "eth0", "con-name", "lan", "ip4", "192.0.2.10/24", "gw4", "192.0.2.1",
		"ipv4.dns", "192.0.2.53", "ipv6.method", "disabled")
	if !strings.HasPrefix(out, "Connection 'lan' (") || !strings.HasSuffix(out, ") successfully added.\n") {
		t.Errorf("add says %q", out)
	}
	answers(t, h, "lan::no\nlo:lo:yes\n", "-t", "-f", "NAME,DEVICE,ACTIVE", "con", "show", "--order", "name")

	nmcli(t, h, "con", "up", "lan")
	facts(t, h, "addr eth0 192.0.2.10/24", "route4 main default via 192.0.2.1 dev eth0 proto static metric 100")
	answers(t, h, "lan:eth0\nlo:lo\n", "-t", "-f", "NAME,DEVICE", "con", "show", "--active")
	answers(t, h, "eth0:ethernet:connected:lan\nlo:loopback:connected (externally):lo\n", "-t", "device")
	answers(t, h, "192.0.2.10/24\n192.0.2.1\n192.0.2.53\n", "-g", "IP4.ADDRESS,IP4.GATEWAY,IP4.DNS", "dev", "show", "eth0")
	answers(t, h, "connected:full\n", "-t", "-f", "STATE,CONNECTIVITY", "general")

	nmcli(t, h, "dev", "modify", "eth0", "+ipv4.addresses", "192.0.2.12/24", "+ipv4.routes", "198.51.100.0/24 192.0.2.9")
	facts(t, h, "addr eth0 192.0.2.12/24", "route4 main 198.51.100.0/24 via 192.0.2.9 dev eth0 proto static metric 100")
	nmcli(t, h, "dev", "reapply", "eth0")
	facts(t, h, "addr eth0 192.0.2.10/24", "!addr eth0 192.0.2.12/24", "!route4 main 198.51.100.0/24 via 192.0.2.9 dev eth0 proto static metric 100")

	nmcli(t, h, "con", "mod", "lan", "+ipv4.addresses", "192.0.2.11/24", "-ipv4.dns", "192.0.2.53", "ipv4.gateway", "")
	answers(t, h, "192.0.2.10/24, 192.0.2.11/24\n\n\n", "-g", "ipv4.addresses,ipv4.dns,ipv4.gateway", "con", "show", "lan")
	facts(t, h, "!addr eth0 192.0.2.11/24") // not before it is brought up again
	nmcli(t, h, "dev", "reapply", "eth0")
	facts(t, h, "addr eth0 192.0.2.10/24", "addr eth0 192.0.2.11/24", "!route4 main default via 192.0.2.1 dev eth0 proto static metric 100")
	answers(t, h, "connected (local only)\n", "-t", "-f", "STATE", "general")

	nmcli(t, h, "con", "down", "lan")
	facts(t, h, "!addr eth0 192.0.2.10/24")
	r := h.Nmcli("con", "down", "lan")
	if r.Code != 10 || !strings.Contains(r.Log, "not an active connection") {
		t.Errorf("taken down twice: exit code %d, %q", r.Code, r.Log)
	}
	nmcli(t, h, "con", "delete", "lan")
	if text := h.Read(lab.Profiles + "/ifcfg-lan"); text != "" {
		t.Errorf("still there: %q", text)
	}
}

func TestNmcliDHCPProfile(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Peer("eth0", "192.0.2.1/24")
	h.Serve("eth0", oneLease())
	nmcli(t, h, "con", "add", "type", "ethernet", "ifname", "eth0", "con-name", "Lab: DHCP", "ipv6.method", "ignore")
	out := nmcli(t, h, "-w", "20", "con", "up", "Lab: DHCP")
	if !strings.HasPrefix(out, "Connection successfully activated (") {
		t.Errorf("up says %q", out)
	}
	facts(t, h, leased)
	answers(t, h, "Lab\\: DHCP:eth0\nlo:lo\n", "-t", "-f", "NAME,DEVICE", "con", "show", "--active")
	answers(t, h, "192.0.2.100/24\n192.0.2.1\n192.0.2.53\n", "-g", "IP4.ADDRESS,IP4.GATEWAY,IP4.DNS", "con", "show", "Lab: DHCP")
	options := nmcli(t, h, "-t", "-f", "DHCP4", "con", "show", "Lab: DHCP")
	for _, want := range []string{"]:ip_address = 192.0.2.100\n", "]:routers = 192.0.2.1\n", "]:domain_name_servers = 192.0.2.53\n"} {
		if !strings.Contains(options, want) {
			t.Errorf("no %q in\n%s", want, options)
		}
	}

	nmcli(t, h, "con", "mod", "Lab: DHCP", "ipv4.method", "manual", "ipv4.addresses", "192.0.2.20/24")
	nmcli(t, h, "con", "up", "Lab: DHCP")
	facts(t, h, "addr eth0 192.0.2.20/24", "!addr eth0 192.0.2.100/24")
	nmcli(t, h, "con", "delete", "Lab: DHCP") // which takes it down
	facts(t, h, "!addr eth0 192.0.2.20/24")
	answers(t, h, "lo:connected (externally)\neth0:disconnected\n", "-t", "-f", "DEVICE,STATE", "dev", "status")
}

// TestNmcliFailsAsNmcliDoes: with its codes, and nothing is written.
func TestNmcliFailsAsNmcliDoes(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	const text = "# by hand\nDEVICE=eth0\nNAME=lan\nBOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=24\n"
	h.Write(lab.Profiles+"/ifcfg-eth0", text)
	for line, want := range map[string]int{
		"con mod lan ipv4.addresses nonsense": 2,
		"con mod lan ipv4.method bogus":       2,
		"con mod lan nosuch.property 1":       2,
		"con mod nosuch ipv4.dns 192.0.2.1":   10,
		"con mod lan ipv4.addresses ":         1, // a manual method needs one
		"con up nosuch":                       10,
		"dev disconnect eth9":                 10,
		"con bogus":                           2,
		"monitor":                             8,
	} {
		r := h.Nmcli(strings.Split(line, " ")...)
		if r.Code != want || r.Log == "" || r.Out != "" {
			t.Errorf("nmcli %s: exit code %d, want %d:\n%s%s", line, r.Code, want, r.Out, r.Log)
		}
	}
	if got := h.Read(lab.Profiles + "/ifcfg-eth0"); got != text {
		t.Errorf("the profile is now\n%s", got)
	}
	code(t, h.Netonce("connection", "show", "lan"), 0)
}

// TestNmcliWaitsNoLongerThanItIsTold for a lease, and says so with exit code 3.
func TestNmcliWaitsNoLongerThanItIsTold(t *testing.T) {
	t.Parallel()
	silent := oneLease()
	silent.Silent = true
	h, _ := leaseHost(t, silent)
	r := h.Nmcli("-w", "1", "con", "up", "eth0")
	if r.Code != 3 || !strings.Contains(r.Log, "Timeout expired (1 seconds)") || r.Out != "" {
		t.Errorf("exit code %d after %s: %q %q", r.Code, r.Took, r.Out, r.Log)
	}
	if r.Took > atMost {
		t.Errorf("took %s", r.Took)
	}
}

// TestNmcliPicksProfilesByDriver: what a profile asks of a device besides its name
// counts for nmcli as it does for a run.
func TestNmcliPicksProfilesByDriver(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("lan0") // not eth0, which /sys may have of the machine
	h.Write(lab.Profiles+"/ifcfg-any", "NAME=any\nTYPE=Ethernet\nMATCH_DRIVER=veth\nBOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=24\nONBOOT=no\n")
	nmcli(t, h, "dev", "up", "lan0")
	facts(t, h, "addr lan0 192.0.2.10/24")
}

// TestNmcliWaitsNoLongerForAnotherRun than it is told.
func TestNmcliWaitsNoLongerForAnotherRun(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Write(lab.Profiles+"/ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=none\n")
	release, err := state.Open(h.Root, "").Lock(t.Context(), "boot", func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	r := h.Nmcli("-w", "1", "con", "up", "eth0")
	if r.Code != 3 || !strings.Contains(r.Log, "Timeout expired (1 seconds)") || r.Took > atMost {
		t.Errorf("exit code %d after %s: %q", r.Code, r.Took, r.Log)
	}
}
