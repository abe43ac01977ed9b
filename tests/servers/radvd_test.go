package servers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// advertisement is what radvd tells.
type advertisement struct {
	managed, other bool // what DHCPv6 gives
	prefix         bool // to make addresses of
	names          int  // lifetime of a name server and a domain to search, 0 for neither
}

// radvd starts one. It has answered nobody when that returns.
func radvd(t *testing.T, h *lab.Host, a advertisement) server {
	t.Helper()
	var b strings.Builder
	line := func(format string, v ...any) { fmt.Fprintf(&b, format+"\n", v...) }
	onOff := map[bool]string{true: "on", false: "off"}
	line("interface lan {")
	pause := 600
	if a.names > 0 { // which it lets last no shorter than the pause between two advertisements
		pause = a.names
	}
	line("AdvSendAdvert on; MinRtrAdvInterval %d; MaxRtrAdvInterval %d; AdvDefaultLifetime 1800;", pause*3/4, pause)
	line("AdvManagedFlag %s; AdvOtherConfigFlag %s;", onOff[a.managed], onOff[a.other])
	if a.prefix {
		line("prefix 2001:db8:7::/64 { };")
	}
	if a.names > 0 {
		line("RDNSS 2001:db8:7::53 { AdvRDNSSLifetime %d; };", a.names)
		line("DNSSL lan.example { AdvDNSSLLifetime %d; };", a.names)
	}
	line("};")
	dir := t.TempDir()
	file := filepath.Join(dir, "radvd.conf")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"all", "lan"} {
		h.PeerSysctl("ipv6/conf/"+name+"/forwarding", "1")
	}
	p := h.Program(nil, "radvd", "-n", "-m", "stderr_clean", "-d", "5", "-C", file, "-p", filepath.Join(dir, "pid"))
	p.Says("polling for")
	return server{p, func(kind string) string { return kind }}
}
