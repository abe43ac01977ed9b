package dhcp6

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func repeated(n int, f func(i int) []byte) []byte {
	var b []byte
	for i := range n {
		b = append(b, f(i)...)
	}
	return b
}

func TestInterpret(t *testing.T) {
	t.Parallel()
	with := func(f func(l *Lease)) Lease { l := hours(both()); f(&l); return l }
	base := with(func(*Lease) {})
	noAddress := with(func(l *Lease) { l.Addresses = nil })
	noPrefix := with(func(l *Lease) { l.Prefixes = nil })
	label := string(rune(63)) + strings.Repeat("a", 63)
	const inf = 1<<32 - 1
	cases := []struct {
		name    string
		parts   []byte
		want    Lease
		dropped int
	}{
		{"bare", join(own(), delegated()), base, 0},
		{"everything", join(own(), delegated(), raw(optDNS, join(testOwn.AsSlice(), netip.MustParseAddr("fe80::1").AsSlice())...),
			text(optSearch, "\x01a\x02bc\x00\x01d\x00"), raw(optSNTP, join(netip.MustParseAddr("2001:db8::3").AsSlice(), netip.MustParseAddr("2001:db8::2").AsSlice())...),
			raw(optNTP, join(raw(1, netip.MustParseAddr("2001:db8::2").AsSlice()...), raw(2, netip.MustParseAddr("ff05::101").AsSlice()...), raw(3, 1, 'a', 0))...),
			raw(optSolMaxRT, secs(120)...), raw(optInfMaxRT, secs(240)...), raw(optRefresh, secs(900)...)),
			with(func(l *Lease) {
				l.DNS, l.Search, l.NTP = addrs("2001:db8::7", "fe80::1"), []string{"a.bc", "d"}, addrs("2001:db8::2", "2001:db8::3")
				l.SolMaxRT, l.InfMaxRT = 2*time.Minute, 4*time.Minute
			}), 0},

		{"T1 and T2 given", join(iana(600, 1200, addr("2001:db8::7", 1800, 3600)), delegated()),
			with(func(l *Lease) { l.T1, l.T2 = 10*time.Minute, 20*time.Minute }), 0},
		{"T1 given, later than the default", join(iana(1700, 0, addr("2001:db8::7", 1800, 3600))), with(func(l *Lease) {
			l.Prefixes = nil
			l.T1, l.T2 = 1700*time.Second, 1700*time.Second
		}), 0},
		{"T2 given, sooner than the default", join(iana(0, 60, addr("2001:db8::7", 1800, 3600))), with(func(l *Lease) {
			l.Prefixes = nil
			l.T1, l.T2 = time.Minute, time.Minute
		}), 0},
		{"T1 after T2", join(iana(1200, 600, addr("2001:db8::7", 1800, 3600)), delegated()), noAddress, 1},
		{"T1 and T2 after the end", join(iana(7200, 9000, addr("2001:db8::7", 1800, 3600)), delegated()), base, 0},
		{"T1 and T2 infinite", join(iana(inf, inf, addr("2001:db8::7", 1800, 3600)), delegated()), base, 0},
		{"all infinite", iana(inf, inf, addr("2001:db8::7", inf, inf)), with(func(l *Lease) {
			l.Prefixes, l.Addresses[0].Preferred, l.Addresses[0].Valid = nil, Forever, Forever
			l.Lifetime, l.T1, l.T2 = Forever, Forever, Forever
		}), 0},
		{"lifetimes infinite", iana(0, 0, addr("2001:db8::7", inf, inf)), with(func(l *Lease) {
			l.Prefixes, l.Addresses[0].Preferred, l.Addresses[0].Valid = nil, Forever, Forever
			l.Lifetime, l.T1, l.T2 = Forever, Forever, Forever
		}), 0},
		{"for old connections only", iana(0, 0, addr("2001:db8::7", 0, 3600)), with(func(l *Lease) {
			l.Prefixes, l.Addresses[0].Preferred = nil, 0
			l.T1, l.T2 = 30*time.Minute, 48*time.Minute
		}), 0},
		{"a second", iana(0, 0, addr("2001:db8::7", 1, 1)), with(func(l *Lease) {
			l.Prefixes, l.Addresses[0].Preferred, l.Addresses[0].Valid = nil, time.Second, time.Second
			l.Lifetime, l.T1, l.T2 = time.Second, time.Second, time.Second
		}), 0},

		{"valid for 0", join(iana(0, 0, addr("2001:db8::7", 0, 0)), delegated()), noAddress, 0},
		{"preferred longer than valid", join(iana(0, 0, addr("2001:db8::7", 3601, 3600)), delegated()), noAddress, 1},
		{"preferred for ever, valid for less", join(own(), iapd(0, 0, prefix("2001:db8:100::/56", inf, 3600))), noPrefix, 1},
		{"address twice", join(iana(0, 0, addr("2001:db8::7", 1800, 3600), addr("2001:db8::7", 1, 2)), delegated()), base, 0},
		{"address granted with a word", join(iana(0, 0, addr("2001:db8::7", 1800, 3600, status(Success, "have it"))), delegated()), base, 0},
		{"address not granted", join(iana(0, 0, addr("2001:db8::7", 1800, 3600, status(NotOnLink, "x"))), delegated()), noAddress, 1},
		{"another IAID", join(raw(optIANA, join(secs(7, 0, 0), addr("2001:db8::7", 1800, 3600))...), delegated()), noAddress, 0},
		{"another IAID before ours", join(raw(optIANA, join(secs(7, 0, 0), addr("2001:db8::66", 1800, 3600))...), own(), delegated()), base, 0},
		{"a second IA", join(own(), iana(0, 0, addr("2001:db8::66", 1800, 3600)), delegated()), base, 0},
		{"a prefix in an IA_NA", join(iana(0, 0, prefix("2001:db8::/56", 1, 2), addr("2001:db8::7", 1800, 3600)), delegated()), base, 0},
		{"an address in an IA_PD", join(own(), iapd(0, 0, addr("2001:db8::66", 1, 2), prefix("2001:db8:100::/56", 1800, 3600))), base, 0},
		{"an address outside an IA", join(own(), delegated(), addr("2001:db8::66", 1, 2)), base, 0},
		{"IA cut short", join(raw(optIANA, 1, 2, 3), delegated()), noAddress, 0},
		{"option in an IA cut short", join(iana(0, 0, addr("2001:db8::7", 1800, 3600)[:20]), delegated()), noAddress, 1},
		{"option in an IA too long", join(iana(0, 0, addr("2001:db8::7", 1800, 3600), []byte{0, 5, 0xff, 0xff}), delegated()), noAddress, 1},
		{"address cut short", join(iana(0, 0, raw(optIAAddr, make([]byte, 23)...)), delegated()), noAddress, 0},
		{"prefix cut short", join(own(), iapd(0, 0, raw(optIAPrefix, make([]byte, 24)...))), noPrefix, 0},
		{"option in an address cut short", join(iana(0, 0, addr("2001:db8::7", 1800, 3600, []byte{0, 13, 0})), delegated()), noAddress, 1},
		{"prefix with bits behind its length", join(own(), iapd(0, 0, prefix("2001:db8:100::1/56", 1800, 3600))), base, 0},
		{"prefix of 200 bits", join(own(), iapd(0, 0, raw(optIAPrefix, join(secs(1800, 3600), []byte{200}, testOwn.AsSlice())...))), noPrefix, 1},
		{"prefix of half the Internet", join(own(), iapd(0, 0, prefix("2000::/3", 1800, 3600))), noPrefix, 1},
		{"prefix of no bits", join(own(), iapd(0, 0, prefix("::/0", 1800, 3600))), noPrefix, 1},

		{"addresses of no host", join(own(), delegated(), raw(optDNS, join(repeated(1, func(int) []byte { return make([]byte, 16) }),
			netip.MustParseAddr("::1").AsSlice(), netip.MustParseAddr("ff02::1").AsSlice(), netip.MustParseAddr("::ffff:192.0.2.1").AsSlice(), []byte{1, 2, 3})...)), base, 5},
		{"NTP cut short", join(own(), delegated(), raw(optNTP, 0, 1, 0, 16, 1)), base, 1},
		{"NTP address cut short", join(own(), delegated(), raw(optNTP, raw(1, 1, 2)...)), base, 1},
		{"hostile names", join(own(), delegated(), text(optSearch, "\x04good\x00\x03a;b\x00\x05$(id)\x00\x0ba\nnameserve\x00\x02-r\x00\x03a.b\x00\x00\x02\xc3\xa9\x00")),
			with(func(l *Lease) { l.Search = []string{"good"} }), 7},
		{"a name of 255 bytes", join(own(), delegated(), text(optSearch, label+label+label+string(rune(61))+strings.Repeat("a", 61)+"\x00")),
			with(func(l *Lease) {
				l.Search = []string{strings.Join([]string{label[1:], label[1:], label[1:], label[1:62]}, ".")}
			}), 0},
		{"a name of 256 bytes", join(own(), delegated(), text(optSearch, label+label+label+string(rune(62))+strings.Repeat("a", 62)+"\x00")), base, 1},
		{"compressed names", join(own(), delegated(), text(optSearch, "\x01a\x00\xc0\x00")), base, 1},
		{"names cut short", join(own(), delegated(), text(optSearch, "\x05a")), base, 1},
		{"waits out of bounds", join(own(), delegated(), raw(optSolMaxRT, secs(1)...), raw(optInfMaxRT, 1, 2, 3)), base, 2},
		{"empty options", join(own(), delegated(), raw(optDNS), raw(optSearch), raw(optNTP), raw(optSNTP), raw(optStatus, 0, 0)), base, 0},
	}
	for _, bad := range []string{"::", "::1", "fe80::1", "ff02::1", "::ffff:192.0.2.1"} {
		cases = append(cases, struct {
			name    string
			parts   []byte
			want    Lease
			dropped int
		}{bad, join(iana(0, 0, addr(bad, 1800, 3600)), delegated()), noAddress, 1})
	}
	for _, c := range cases {
		cfg := both()
		a := interpret(reply(&Message{}, c.parts), &cfg)
		if diff := cmp.Diff(c.want, a.lease, equatable); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
		if len(a.dropped) != c.dropped {
			t.Errorf("%s: %d dropped, want %d: %q", c.name, len(a.dropped), c.dropped, a.dropped)
		}
		if strings.ContainsAny(strings.Join(a.dropped, ""), "\n\x00é") {
			t.Errorf("%s: note with control characters: %q", c.name, a.dropped)
		}
		if err := a.lease.Validate(); err != nil {
			t.Errorf("%s: Validate: %v", c.name, err)
		}
	}
}

// Of what comes in great numbers some is taken, quickly.
func TestInterpretBounds(t *testing.T) {
	t.Parallel()
	number := func(i int) netip.Addr {
		return netip.AddrFrom16([16]byte{0: 0x20, 1: 0x01, 13: byte(i >> 16), 14: byte(i >> 8), 15: byte(i)})
	}
	for name, parts := range map[string][]byte{
		"IAs":       join(repeated(1000, func(i int) []byte { return raw(optIANA, secs(uint32(i), 0, 0)...) }), own()),
		"addresses": iana(0, 0, repeated(2000, func(i int) []byte { return addr(number(i+1).String(), 1, 2) })),
		"prefixes": join(own(), iapd(0, 0, repeated(2000, func(i int) []byte {
			return prefix(fmt.Sprintf("2001:%x::/48", i+1), 1, 2)
		}))),
		"addresses of no host": join(own(), iana(0, 0), iapd(0, 0, repeated(2000, func(i int) []byte { return addr("::1", 1, 2) }))),
		"DNS servers":          join(own(), raw(optDNS, repeated(4000, func(i int) []byte { return number(i + 1).AsSlice() })...)),
		"NTP servers":          join(own(), raw(optNTP, repeated(3000, func(i int) []byte { return raw(1, number(i+1).AsSlice()...) })...)),
		"names":                join(own(), raw(optSearch, repeated(9000, func(i int) []byte { return []byte(fmt.Sprintf("\x04%04d\x00", i)) })...)),
		"bad names":            join(own(), raw(optSearch, repeated(9000, func(i int) []byte { return []byte("\x04a b;\x00") })...)),
		"statuses":             join(own(), repeated(9000, func(i int) []byte { return status(Success, "") })),
		"nothing":              join(own(), repeated(15000, func(int) []byte { return raw(99) })),
	} {
		cfg := both()
		began := time.Now()
		a := interpret(reply(&Message{}, parts), &cfg)
		if took := time.Since(began); took > 100*time.Millisecond {
			t.Errorf("%s: took %v", name, took)
		}
		if err := a.lease.Validate(); err != nil || len(a.dropped) > 21 || len(a.named) > 64 {
			t.Errorf("%s: %v; %d dropped", name, err, len(a.dropped))
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	whole := reply(&Message{XID: 0xabcdef}, own()).bytes()
	for name, c := range map[string]struct {
		data []byte
		ok   bool
	}{
		"whole": {whole, true}, "header": {whole[:4], true}, "empty": {nil, false}, "three bytes": {whole[:3], false},
		"cut in an option": {whole[:len(whole)-1], false}, "cut in a header": {append(bytes.Clone(whole), 0, 1, 0), false},
		"option too long": {append(bytes.Clone(whole), 0, 1, 0xff, 0xff), false},
	} {
		m, err := parse(c.data)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if c.ok && (m.XID != 0xabcdef || m.Type != TypeReply || !bytes.Equal(m.bytes(), c.data)) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		options []byte
		status  Status
		text    string
	}{
		{nil, Success, ""}, {raw(optStatus, 0, 2), NoAddrsAvail, ""}, {raw(optStatus, 2), UnspecFail, ""},
		{status(NotOnLink, "\x1b[2Jé\n"), NotOnLink, `"\x1b[2J\u00e9\n"`}, {raw(optStatus, 1, 0), 256, ""},
	} {
		if s, text := statusOf(c.options); s != c.status || text != c.text {
			t.Errorf("%x: %v %s", c.options, s, text)
		}
	}
	if got := quoted([]byte(strings.Repeat("\x00", 3000))); len(got) > 1000 {
		t.Errorf("%d bytes", len(got))
	}
	if got := Status(256).String() + " " + NoPrefixAvail.String() + " " + Type(77).String(); got != "status 256 NoPrefixAvail message of type 77" {
		t.Error(got)
	}
}
