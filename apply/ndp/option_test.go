package ndp_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"netonce/apply/dnsname"
	"netonce/apply/ndp"
)

// option makes a whole option of a type with a lifetime and a content.
func option(kind byte, lifetime, content string) []byte {
	b := append([]byte{kind, 0, 0, 0}, lifetime+content...)
	b[1] = byte(len(b) / 8)
	return b
}

const (
	hour     = "\x00\x00\x0e\x10"
	none     = "\x00\x00\x00\x00"
	forever  = "\xff\xff\xff\xff"
	server   = "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x53"
	local    = "\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
	loopback = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
	group    = "\xff\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
	mapped   = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x0a\x00\x00\x01"
)

func TestParseOption(t *testing.T) {
	t.Parallel()
	a, b := netip.MustParseAddr("2001:db8::53"), netip.MustParseAddr("fe80::1")
	for _, c := range []struct {
		name string
		in   []byte
		want ndp.Option
		err  string
	}{
		{"a server", option(25, hour, server), ndp.Option{Servers: []netip.Addr{a}, Lifetime: time.Hour}, ""},
		{"two", option(25, none, server+local), ndp.Option{Servers: []netip.Addr{a, b}}, ""},
		{"one of three", option(25, forever, group+server+mapped), ndp.Option{Servers: []netip.Addr{a}, Lifetime: ndp.Forever}, ""},
		{"no server", option(25, hour, ""), ndp.Option{}, "option 25: its length is wrong"},
		{"a group", option(25, hour, group), ndp.Option{}, "option 25: ff02::1: no unicast address"},
		{"ourselves", option(25, hour, loopback), ndp.Option{}, "option 25: ::1: no unicast address"},
		{"half a server", option(25, hour, server[:8]), ndp.Option{}, "option 25: its length is wrong"},
		{"domains", option(31, hour, "\x02ab\x01c\x00\x03lan\x00\x00\x00\x00\x00\x00"), ndp.Option{Search: []string{"ab.c", "lan"}, Lifetime: time.Hour}, ""},
		{"one of two domains", option(31, hour, "\x02a;\x00\x03lan\x00\x00\x00\x00\x00\x00\x00\x00"), ndp.Option{Search: []string{"lan"}, Lifetime: time.Hour}, ""},
		{"a pointer", option(31, hour, "\x02ab\x00\xc0\x00\x00\x00"), ndp.Option{}, "option 31: malformed labels"},
		{"no end", option(31, hour, "\x07abcdefg"), ndp.Option{}, "option 31: malformed labels"},
		{"its prefix", option(3, hour, "abcdefgh"), ndp.Option{}, ""},
		{"a wrong length", append(option(25, hour, server), 0), ndp.Option{}, "option 25: its length is wrong"},
		{"a short one", []byte{25, 1, 0}, ndp.Option{}, "option 25: its length is wrong"},
		{"nothing", nil, ndp.Option{}, "its length is wrong"},
	} {
		got, err := ndp.ParseOption(c.in)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if diff := cmp.Diff(c.want, got, cmpopts.EquateComparable(netip.Addr{})); diff != "" || text != c.err {
			t.Errorf("%s: %q\n%s", c.name, text, diff)
		}
	}
}

func FuzzParseOption(f *testing.F) {
	f.Add(option(25, hour, server+local))
	f.Add(option(31, hour, "\x02ab\x01c\x00\x03lan\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte(strings.Repeat("\x1f\x20", 128)))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := ndp.ParseOption(b)
		if err != nil && len(o.Servers)+len(o.Search) > 0 {
			t.Error("an error, and yet something")
		}
		if len(o.Servers) > 8 || len(o.Search) > 16 || o.Lifetime < 0 || o.Lifetime > ndp.Forever {
			t.Errorf("%+v", o)
		}
		for _, a := range o.Servers {
			if !ndp.Server(a) {
				t.Errorf("server %s", a)
			}
		}
		for _, name := range o.Search {
			if !dnsname.Valid(name) {
				t.Errorf("name %q", name)
			}
		}
	})
}
