package servers_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"netonce/tests/lab"
)

// dnsmasq starts one. It takes no shorter time for a lease than two minutes.
func dnsmasq(t *testing.T, h *lab.Host, c config) server {
	t.Helper()
	args := []string{"--keep-in-foreground", "--conf-file=/dev/null", "--log-facility=-", "--log-dhcp", "--port=0", "--pid-file=",
		"--user=root", "--group=root", "--interface=lan", "--bind-interfaces", "--no-ping", "--dhcp-authoritative",
		"--dhcp-leasefile=" + filepath.Join(c.dir, "leases")}
	add := func(format string, a ...any) { args = append(args, fmt.Sprintf(format, a...)) }
	switch {
	case c.family == 4:
		add("--dhcp-sequential-ip")
		add("--dhcp-range=192.0.2.%s,192.0.2.%s,255.255.255.0,%d", c.first, c.last, c.life)
		add("--dhcp-option=option:router,192.0.2.1")
		add("--dhcp-option=option:dns-server,192.0.2.53")
		add("--dhcp-option=option:domain-search,lan.example")
	case c.stateless:
		add("--dhcp-range=2001:db8:7::,ra-stateless,64")
	default:
		add("--dhcp-range=2001:db8:7::%s,2001:db8:7::%s,64,%d", c.first, c.last, c.life)
	}
	if c.family == 6 {
		add("--dhcp-option=option6:dns-server,[2001:db8:7::53]")
		add("--dhcp-option=option6:domain-search,lan.example")
	}
	if c.t1 > 0 { // of DHCPv4's leases
		add("--dhcp-option=option:T1,%d", c.t1)
		add("--dhcp-option=option:T2,%d", c.t2)
	}
	if c.only6 > 0 {
		add("--dhcp-option=108,0:0:%x:%x", c.only6>>8, c.only6&0xff)
	}
	if c.rapid {
		add("--dhcp-rapid-commit")
	}
	if c.advertises {
		add("--enable-ra")
	}
	p := h.Program(nil, "dnsmasq", args...)
	p.Says("sockets bound exclusively to interface lan")
	return server{p, func(kind string) string { return "DHCP" + kind + "(lan)" }}
}
