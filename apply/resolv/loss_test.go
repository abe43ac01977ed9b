package resolv

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/journal"
)

func TestApplyLogsLosses(t *testing.T) {
	t.Parallel()
	const from = `warning: resolv.conf: value dropped interface=eth0 profile=ifcfg-eth0 `
	root, _ := newRoot(t, "-")
	s := oneSource[0]
	s.Servers = append([]netip.Addr{{}, netip.MustParseAddr("0.0.0.0")}, s.Servers...)
	s.Search = []string{"a.example", "a b", "~", "~.", "x\nnameserver 203.0.113.66", strings.Repeat("ü", 100)}
	s.Domains = []string{"a b", "-x"}
	s.Options = []string{"bogus", "ndots:2", "ndots:3", "rotate\n", "trust-ad"}
	var out bytes.Buffer
	log := journal.New(&out, journal.Options{})
	if _, err := Apply(t.Context(), root, []Source{s, s}, log); err != nil {
		t.Fatal(err)
	}
	want := from + `server="invalid IP" reason="no address, or a link-local one without an interface"
` + from + `domain="a b" reason="not a domain name"
` + from + `domain=~ reason="not a domain name"
` + from + `domain="x\nnameserver 203.0.113.66" reason="not a domain name"
` + from + `domain=` + strings.Repeat("ü", 64) + `... reason="not a domain name"
` + from + `domain=-x reason="not a domain name"
` + from + `option=bogus reason="not a resolver option"
` + from + `option="rotate\n" reason="not a resolver option"
resolv.conf: mode=file reason=writable rc=none servers=2 changed=true
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestLossesOfResolved(t *testing.T) {
	t.Parallel()
	s := Source{Interface: "eth0", Profile: "ifcfg-eth0", Servers: []netip.Addr{netip.MustParseAddr("127.0.0.53")}}
	if got := losses([]Source{s}, ModeFile); got != nil {
		t.Errorf("file: %v", got)
	}
	want := loss{"eth0", "ifcfg-eth0", "server", "127.0.0.53", "systemd-resolved refuses it"}
	if got := losses([]Source{s}, ModeResolved); len(got) != 1 || got[0] != want {
		t.Errorf("%v, want %v", got, want)
	}
}
