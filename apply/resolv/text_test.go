package resolv_test

import (
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"netonce/apply/resolv"
)

func TestBytes(t *testing.T) {
	t.Parallel()
	got := string(resolv.Compose([]resolv.Source{
		{Interface: "eth0", Profile: "ifcfg-eth0", Origin: "static", Priority: 100, Default: true,
			Servers: addrs("192.168.11.1", "fe80::1"), Search: []string{"a.example", "b.example"}, Options: []string{"ndots:2", "bogus"}},
		{Interface: "eth1", Profile: "ifcfg-eth1", Origin: "dhcp4", Priority: 100,
			Servers: addrs("192.0.2.1", "192.0.2.2", "192.168.11.1"), Domains: []string{"lease.example"}, Options: []string{"rotate"}},
	}).Bytes())
	want := `# Written by netonce from its ifcfg profiles; the next run replaces what is changed here.
# eth0 (ifcfg-eth0, static): 192.168.11.1 fe80::1%eth0
# eth1 (ifcfg-eth1, dhcp4): 192.0.2.1 192.0.2.2 192.168.11.1
search a.example b.example lease.example
nameserver 192.168.11.1
nameserver fe80::1%eth0
nameserver 192.0.2.1
# Resolvers use only the first three name servers; those below are spare.
nameserver 192.0.2.2
options ndots:2 rotate
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBytesEmpty(t *testing.T) {
	t.Parallel()
	c := resolv.Compose([]resolv.Source{{Interface: "eth0", Options: []string{"bogus"}}})
	if !c.Empty() {
		t.Error("not empty")
	}
	if got := string(c.Bytes()); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "# Written by netonce") {
		t.Errorf("%q", got)
	}
}

// Whatever a profile or a server on the network says, the file has only lines
// that netonce meant.
func TestBytesHostile(t *testing.T) {
	t.Parallel()
	const evil = "x\nnameserver 203.0.113.66\n"
	c := resolv.Compose([]resolv.Source{{
		Interface: "eth0" + evil, Profile: evil + strings.Repeat("p", 300), Origin: "\r\x1b[31m\u2028" + evil,
		Servers: []netip.Addr{{}, netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("fe80::1").WithZone("e\nv")},
		Search:  []string{evil, "a b", "a\tb", "", ".", "-x", strings.Repeat("a", 64), strings.Repeat("a.", 128), "ok.example", "a..b", "ä.example"},
		Domains: []string{evil}, Options: []string{evil, "ndots:1 rotate"},
	}})
	got := string(c.Bytes())
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[1], "# ") || lines[2] != "search ok.example" || lines[3] != "nameserver 192.0.2.1" {
		t.Errorf("%q", lines)
	}
	if strings.ContainsAny(got, "\r\x1b\u2028") {
		t.Errorf("control characters: %q", got)
	}
}

// However many servers and however long the names, a comment line stays short,
// and says whose the servers in it are.
func TestBytesLongComments(t *testing.T) {
	t.Parallel()
	var servers []netip.Addr
	for i := range 60 {
		servers = append(servers, netip.AddrFrom16([16]byte{0xfe, 0x80, 7: 0xff, 8: 0xff, 9: 0xff, 10: 0xff, 11: 0xff, 12: 0xff, 13: 0xff, 14: 0xff, 15: byte(0xc0 + i)}))
	}
	for _, name := range []string{"ifcfg-eth0", strings.Repeat("ü", 200), strings.Repeat("a", 200)} {
		c := resolv.Compose([]resolv.Source{{Interface: "eth0", Profile: name, Origin: name, Servers: servers}})
		named := 0
		for line := range strings.Lines(string(c.Bytes())) {
			if line[0] != '#' {
				continue
			}
			if len(line) > 251 || !utf8.ValidString(line) {
				t.Errorf("%d bytes: %q", len(line), line)
			}
			if _, list, ok := strings.Cut(line, "): "); ok && strings.HasPrefix(line, "# eth0 (") {
				named += len(strings.Fields(list))
			}
		}
		if named != len(servers) {
			t.Errorf("%.20s: %d servers in comments, want %d", name, named, len(servers))
		}
	}
}

// glibc before 2.26 cuts the search line after 256 bytes: no name may lie across.
func TestBytesLongSearch(t *testing.T) {
	t.Parallel()
	var search []string
	for _, c := range "abcdefghijklmnop" {
		search = append(search, strings.Repeat(string(c), 20)+".example")
	}
	got := string(resolv.Compose([]resolv.Source{{Search: search}}).Bytes())
	_, line, _ := strings.Cut(got, "\nsearch")
	line, _, _ = strings.Cut(line, "\n")
	if diff := cmp.Diff(search, strings.Fields(line)); diff != "" {
		t.Error(diff)
	}
	if head := line[:257]; !strings.HasSuffix(head, " ") || len(strings.Fields(head)) != 8 {
		t.Errorf("cut after 256 bytes: %q", head)
	}
}

// fileLine matches every line that may stand in the file.
var fileLine = regexp.MustCompile(`^(#[^\x00-\x1f\x7f]*|search( +[A-Za-z0-9_.-]+)+|nameserver [0-9a-fA-F.:]+(%[^\s%/]{1,15})?|options( [a-z0-9-]+(:[0-9]+)?)+)$`)

func FuzzBytes(f *testing.F) {
	f.Add("eth0", "ifcfg-eth0", "static", "a.example", "b.example", "ndots:1", []byte{192, 0, 2, 1})
	f.Add("e\nnameserver 203.0.113.66", "p\r\u2028x", "o\x00", "~a\nb", ".", "rotate\n", netip.MustParseAddr("fe80::1").AsSlice())
	f.Fuzz(func(t *testing.T, iface, profile, origin, search, domain, option string, ip []byte) {
		addr, _ := netip.AddrFromSlice(ip)
		c := resolv.Compose([]resolv.Source{
			{Interface: iface, Profile: profile, Origin: origin, Servers: []netip.Addr{addr, addr.WithZone(option)},
				Search: []string{search}, Domains: []string{domain}, Options: []string{option}},
			{Interface: profile, Profile: iface, Servers: []netip.Addr{addr}, Domains: []string{search}, Options: []string{"trust-ad", "rotate"}},
		})
		for line := range strings.SplitSeq(strings.TrimSuffix(string(c.Bytes()), "\n"), "\n") {
			if !fileLine.MatchString(line) || line[0] == '#' && len(line) > 250 {
				t.Fatalf("%q", line)
			}
		}
	})
}
