package dhcp4

import (
	"bytes"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/insomniacslk/dhcp/dhcpv4"
)

var (
	equatable  = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})
	anyRequest = &dhcpv4.DHCPv4{ClientHWAddr: testMAC}
)

// manyRoutes is option 121 with n routes 10.x.y.0/24 via 192.0.2.1.
func manyRoutes(n int) []byte {
	var v []byte
	for i := range n {
		v = append(v, 24, 10, byte(i>>8), byte(i), 192, 0, 2, 1)
	}
	return v
}

func TestInterpret(t *testing.T) {
	base := Lease{
		Address:  netip.MustParsePrefix("192.0.2.7/24"),
		Server:   testServer,
		Lifetime: time.Hour,
		T1:       30 * time.Minute,
		T2:       3150 * time.Second,
	}
	with := func(f func(l *Lease)) Lease { l := base; f(&l); return l }
	forever := with(func(l *Lease) { l.Lifetime, l.T1, l.T2 = Forever, Forever, Forever })
	cases := []struct {
		name    string
		changes []change
		want    Lease
		dropped int
	}{
		{"bare", nil, base, 0},
		{"a boot goes on", []change{text(17, "192.0.2.9:/srv/it's $(x)\x00"), text(67, "a\nb"), func(m *dhcpv4.DHCPv4) {
			m.ServerIPAddr, m.BootFileName = net.IPv4(192, 0, 2, 9), "pxelinux.0"
		}}, with(func(l *Lease) {
			l.NextServer, l.RootPath, l.BootFile = netip.MustParseAddr("192.0.2.9"), "192.0.2.9:/srv/it's $(x)", "pxelinux.0"
		}), 1},
		{"to nowhere", []change{text(17, strings.Repeat("x", 255)+"\xff"), text(67, "a\x1b[2J"), func(m *dhcpv4.DHCPv4) { m.ServerIPAddr = net.IPv4bcast }}, base, 2},
		{"everything", []change{
			opt(28, 192, 0, 2, 255), opt(3, 192, 0, 2, 1, 192, 0, 2, 2), opt(6, 192, 0, 2, 3, 8, 8, 8, 8),
			text(15, "example.org corp.example\x00"), opt(119, append([]byte("\x01a\x02bc\x00\x01d\xc0\x02"), 0xc0, 0)...),
			opt(42, 192, 0, 2, 4), opt(26, 0x05, 0x78), text(12, "host-1.example.\x00"),
			opt(58, seconds32(600)...), opt(59, seconds32(1200)...), opt(33, 10, 1, 2, 3, 192, 0, 2, 9),
		}, with(func(l *Lease) {
			l.Broadcast = netip.MustParseAddr("192.0.2.255")
			l.Routers = addrs("192.0.2.1", "192.0.2.2")
			l.Routes = []Route{route("10.0.0.0/8", "192.0.2.9")}
			l.DNS = addrs("192.0.2.3", "8.8.8.8")
			l.Domains = []string{"example.org", "corp.example"}
			l.Search = []string{"a.bc", "d.bc"}
			l.NTP = addrs("192.0.2.4")
			l.MTU = 1400
			l.Hostname = "host-1.example"
			l.T1, l.T2 = 10*time.Minute, 20*time.Minute
		}), 0},
		{"121 before 249, 3 and 33", []change{
			opt(121, 0, 192, 0, 2, 1, 16, 10, 9, 0, 0, 0, 0, 9, 10, 255, 192, 0, 2, 2),
			opt(249, 0, 192, 0, 2, 99), opt(3, 192, 0, 2, 99), opt(33, 10, 0, 0, 0, 192, 0, 2, 99),
		}, with(func(l *Lease) {
			l.Routes = []Route{route("0.0.0.0/0", "192.0.2.1"), route("10.9.0.0/16", "0.0.0.0"), route("10.128.0.0/9", "192.0.2.2")}
		}), 0},
		{"249 before 3", []change{opt(249, 32, 10, 0, 0, 1, 192, 0, 2, 1), opt(3, 192, 0, 2, 99)},
			with(func(l *Lease) { l.Routes = []Route{route("10.0.0.1/32", "192.0.2.1")} }), 0},
		{"width 33 spoils 121", []change{opt(121, 33, 1, 2, 3, 4, 5, 192, 0, 2, 1), opt(3, 192, 0, 2, 1)},
			with(func(l *Lease) { l.Routers = addrs("192.0.2.1") }), 1},
		{"121 cut short", []change{opt(121, 0, 192, 0, 2, 1, 24, 10), opt(3, 192, 0, 2, 1)},
			with(func(l *Lease) { l.Routers = addrs("192.0.2.1") }), 1},
		{"bad routes", []change{opt(121,
			8, 127, 192, 0, 2, 1, 24, 10, 0, 0, 127, 0, 0, 1, 24, 10, 0, 1, 224, 0, 0, 1, 24, 10, 0, 2, 192, 0, 2, 1)},
			with(func(l *Lease) { l.Routes = []Route{route("10.0.2.0/24", "192.0.2.1")} }), 3},
		{"1000 routes", []change{opt(121, manyRoutes(1000)...)},
			with(func(l *Lease) { l.Routes, _ = parseClassless(manyRoutes(maxRoutes)) }), 1},
		{"50 bad routes", []change{opt(121, bytes.Repeat([]byte{8, 127, 192, 0, 2, 1}, 50)...)}, base, 21},
		{"33 with a default route", []change{opt(33, 0, 0, 0, 0, 192, 0, 2, 1)}, base, 1},
		{"33 odd", []change{opt(33, 10, 0, 0, 0, 192)}, base, 1},
		{"class A", []change{yiaddr("10.1.2.3"), without(1)},
			with(func(l *Lease) { l.Address = netip.MustParsePrefix("10.1.2.3/8") }), 0},
		{"class B", []change{yiaddr("172.16.2.3"), without(1)},
			with(func(l *Lease) { l.Address = netip.MustParsePrefix("172.16.2.3/16") }), 0},
		{"mask with holes", []change{opt(1, 255, 0, 255, 0)}, base, 1},
		{"mask of nothing", []change{opt(1, 0, 0, 0, 0)}, base, 1},
		{"mask twice", []change{opt(1, 255, 255, 255, 0, 255, 255, 255, 0)}, base, 1},
		{"mask of all", []change{opt(1, 255, 255, 255, 255)},
			with(func(l *Lease) { l.Address = netip.MustParsePrefix("192.0.2.7/32") }), 0},
		{"infinite", []change{opt(51, 255, 255, 255, 255), opt(58, seconds32(5)...)}, forever, 0},
		{"T1 after T2", []change{opt(58, seconds32(1200)...), opt(59, seconds32(600)...)}, base, 1},
		{"T2 after the end", []change{opt(59, seconds32(3600)...)}, base, 1},
		{"T1 zero", []change{opt(58, seconds32(0)...)}, base, 1},
		{"T1 of three bytes", []change{opt(58, 1, 2, 3)}, base, 1},
		{"one second", []change{opt(51, seconds32(1)...)}, with(func(l *Lease) {
			l.Lifetime, l.T1, l.T2 = time.Second, 500*time.Millisecond, 875*time.Millisecond
		}), 0},
		{"bad servers", []change{
			opt(6, 0, 0, 0, 0, 127, 0, 0, 53, 224, 0, 0, 1, 255, 255, 255, 255, 192, 0, 2, 3, 192, 0, 2, 3, 9)},
			with(func(l *Lease) { l.DNS = addrs("192.0.2.3") }), 5},
		{"bad routers", []change{opt(3, 0, 0, 0, 0, 127, 0, 0, 1)}, base, 2},
		{"small MTU", []change{opt(26, 0x02, 0x3f)}, base, 1},
		{"smallest MTU", []change{opt(26, 0x02, 0x40)}, with(func(l *Lease) { l.MTU = 576 }), 0},
		{"MTU of one byte", []change{opt(26, 9)}, base, 1},
		{"broadcast elsewhere", []change{opt(28, 10, 0, 0, 255)}, base, 1},
		{"hostile host name", []change{text(12, "a;reboot")}, base, 1},
		{"host name with newline", []change{text(12, "a\nnameserver 192.0.2.66")}, base, 1},
		{"host name like an option", []change{text(12, "-rf")}, base, 1},
		{"hostile domains", []change{text(15, "good.example $(id) `id` a\nb ..")},
			with(func(l *Lease) { l.Domains = []string{"good.example"} }), 4},
		{"search that loops", []change{opt(119, 1, 'a', 0xc0, 0)}, base, 1},
		{"search that points at itself", []change{opt(119, 0xc0, 0)}, base, 1},
		{"search that points ahead", []change{opt(119, 0xc0, 2, 1, 'a', 0)}, base, 1},
		{"search cut short", []change{opt(119, 5, 'a')}, base, 1},
		{"search with a dot in a label", []change{opt(119, 3, 'a', ' ', 'b', 0, 1, 'c', 0)},
			with(func(l *Lease) { l.Search = []string{"c"} }), 1},
		{"empty options", []change{opt(3), opt(6), opt(12), opt(15), opt(119), opt(121), opt(26), opt(28)}, base, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, dropped, err := interpret(ackTo(anyRequest, c.changes...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, equatable); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(dropped) != c.dropped {
				t.Errorf("%d dropped, want %d: %q", len(dropped), c.dropped, dropped)
			}
			if strings.ContainsAny(strings.Join(dropped, ""), "\n\x00") {
				t.Errorf("note with control characters: %q", dropped)
			}
			if err := got.Validate(); err != nil {
				t.Errorf("Validate: %v", err)
			}
		})
	}
}

func TestInterpretRefuses(t *testing.T) {
	cases := []struct {
		name   string
		change change
		want   error
	}{
		{"no server", without(54), errNoServer},
		{"server twice", opt(54, 192, 0, 2, 1, 192, 0, 2, 1), errNoServer},
		{"server 0.0.0.0", opt(54, 0, 0, 0, 0), errNoServer},
		{"server multicast", opt(54, 224, 0, 0, 1), errNoServer},
		{"server broadcast", opt(54, 255, 255, 255, 255), errNoServer},
		{"address 0.0.0.0", yiaddr("0.0.0.0"), errNoAddress},
		{"address loopback", yiaddr("127.0.0.2"), errNoAddress},
		{"address multicast", yiaddr("230.0.0.1"), errNoAddress},
		{"address broadcast", yiaddr("255.255.255.255"), errNoAddress},
		{"address of the network", yiaddr("192.0.2.0"), errNoAddress},
		{"address of all in the network", yiaddr("192.0.2.255"), errNoAddress},
		{"no lease time", without(51), errNoTime},
		{"lease time zero", opt(51, 0, 0, 0, 0), errNoTime},
		{"lease time twice", opt(51, 0, 0, 1, 0, 0, 0, 1, 0), errNoTime},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if l, _, err := interpret(ackTo(anyRequest, c.change)); !errors.Is(err, c.want) {
				t.Errorf("lease %+v, error %v; want %v", l, err, c.want)
			}
		})
	}
	// RFC 3021: on a /31 both addresses are a host's.
	if _, _, err := interpret(ackTo(anyRequest, yiaddr("192.0.2.6"), opt(1, 255, 255, 255, 254))); err != nil {
		t.Errorf("/31: %v", err)
	}
}

func TestParseReply(t *testing.T) {
	msg := ackTo(anyRequest, text(15, "options.example"))
	whole := msg.ToBytes()
	end := bytes.LastIndexByte(whole, optEnd)
	over := func(which byte, file, sname string) []byte {
		m := ackTo(anyRequest, opt(52, which))
		b := m.ToBytes()
		copy(b[fileStart:fileEnd], file)
		copy(b[snameStart:snameEnd], sname)
		return b
	}
	cases := []struct {
		name   string
		data   []byte
		domain string
		ok     bool
	}{
		{"whole", whole, "options.example", true},
		{"no END", whole[:end], "options.example", true},
		{"no END, padded", append(bytes.Clone(whole[:end]), 0, 0, 0), "options.example", true},
		{"no options", whole[:cookieEnd], "", true},
		{"cut in an option", whole[:end-3], "", false},
		{"cut in the header", whole[:200], "", false},
		{"empty", nil, "", false},
		{"no cookie", append(bytes.Clone(whole[:236]), 0, 0, 0, 0, 255), "", false},
		{"overload file", over(1, "\x0f\x03abc\xff", "\x0f\x03xyz\xff"), "abc", true},
		{"overload sname", over(2, "\x0f\x03abc\xff", "\x0f\x03xyz\xff"), "xyz", true},
		{"overload both, file first", over(3, "\x00\x0f\x03abc\xff", "\x0f\x03xyz\xff"), "abcxyz", true},
		{"overload without END", over(1, "\x0f\x03abc", ""), "abc", true},
		{"overload spoilt", over(1, "\x0f\xffabc", ""), "", false},
		{"overload nothing", over(0, "\x0f\x03abc\xff", ""), "", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := bytes.Clone(c.data)
			m, err := parseReply(c.data)
			if ok := err == nil; ok != c.ok {
				t.Fatalf("error %v, want ok %v", err, c.ok)
			}
			if !bytes.Equal(before, c.data) {
				t.Error("the data were changed")
			}
			if c.ok && string(m.Options[15]) != c.domain {
				t.Errorf("domain %q, want %q", m.Options[15], c.domain)
			}
		})
	}
}

// RFC 3396: an option longer than 255 bytes comes in parts, which together count.
func TestParseReplyLongOption(t *testing.T) {
	m, err := parseReply(ackTo(anyRequest, opt(121, manyRoutes(100)...)).ToBytes())
	if err != nil {
		t.Fatal(err)
	}
	l, _, err := interpret(m)
	if err != nil || len(l.Routes) != 100 {
		t.Errorf("%d routes, error %v", len(l.Routes), err)
	}
}
