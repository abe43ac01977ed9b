package ifcfg_test

import (
	"fmt"
	"net/netip"
	"testing"

	"netonce/ifcfg"
)

// tried is one input of a parser with what its result prints as, or its error.
type tried struct {
	in, want, err string
}

func try[T any](t *testing.T, name string, parse func(string) (T, error), rows []tried) {
	t.Helper()
	for _, row := range rows {
		got, err := parse(row.in)
		if errorText(err) != row.err || err == nil && fmt.Sprint(got) != row.want {
			t.Errorf("%s(%q) = %v, %v; want %s, %q", name, row.in, got, err, row.want, row.err)
		}
	}
}

func TestParseIPv4(t *testing.T) {
	t.Parallel()
	try(t, "ParseIPv4", ifcfg.ParseIPv4, []tried{
		{"192.0.2.1", "192.0.2.1", ""},
		{"0.0.0.0", "0.0.0.0", ""},
		{"255.255.255.255", "255.255.255.255", ""},
		{"", "", `"" is not an IPv4 address`},
		{"192.0.2", "", `"192.0.2" is not an IPv4 address`},
		{"192.0.2.256", "", `"192.0.2.256" is not an IPv4 address`},
		{"192.0.2.01", "", `"192.0.2.01" is not an IPv4 address`},
		{" 192.0.2.1", "", `" 192.0.2.1" is not an IPv4 address`},
		{"192.0.2.1/24", "", `"192.0.2.1/24" is not an IPv4 address`},
		{"::1", "", `"::1" is not an IPv4 address`},
		{"::ffff:192.0.2.1", "", `"::ffff:192.0.2.1" is not an IPv4 address`},
	})
}

func TestParseIPv6(t *testing.T) {
	t.Parallel()
	try(t, "ParseIPv6", ifcfg.ParseIPv6, []tried{
		{"2001:DB8::1", "2001:db8::1", ""},
		{"::", "::", ""},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1", ""},
		{"", "", `"" is not an IPv6 address`},
		{"192.0.2.1", "", `"192.0.2.1" is not an IPv6 address`},
		{"2001:db8::g", "", `"2001:db8::g" is not an IPv6 address`},
		{"2001:db8::1/64", "", `"2001:db8::1/64" is not an IPv6 address`},
		{"[::1]", "", `"[::1]" is not an IPv6 address`},
		{"fe80::1%eth0", "", `"fe80::1%eth0" has a zone, which cannot stand here`},
	})
	try(t, "ParseIPv6Zone", ifcfg.ParseIPv6Zone, []tried{
		{"fe80::1%eth0", "fe80::1%eth0", ""},
		{"fe80::1%2", "fe80::1%2", ""},
		{"fe80::1", "fe80::1", ""},
		{"fe80::1%", "", `"fe80::1%" is not an IPv6 address`},
		{"192.0.2.1", "", `"192.0.2.1" is not an IPv6 address`},
		{"fe80::1%a/b", "", `"fe80::1%a/b": "a/b" is not an interface name: '/' cannot be in one`},
	})
}

func TestParsePrefix6(t *testing.T) {
	t.Parallel()
	parse := func(bits int) func(string) (netip.Prefix, error) {
		return func(s string) (netip.Prefix, error) { return ifcfg.ParsePrefix6(s, bits) }
	}
	try(t, "ParsePrefix6", parse(64), []tried{
		{"2001:db8::1/48", "2001:db8::1/48", ""},
		{"2001:db8::1", "2001:db8::1/64", ""},
		{"::/0", "::/0", ""},
		{"::1/128", "::1/128", ""},
		{"::1/129", "", `prefix length of "::1/129": 129 is not in 0..128`},
		{"::1/-1", "", `prefix length of "::1/-1": -1 is not in 0..128`},
		{"::1/", "", `prefix length of "::1/": "" is not a number`},
		{"::1/6/4", "", `prefix length of "::1/6/4": "6/4" is not a number`},
		{"192.0.2.1/24", "", `"192.0.2.1" is not an IPv6 address`},
		{"fe80::1%eth0/64", "", `"fe80::1%eth0" has a zone, which cannot stand here`},
	})
	try(t, "ParsePrefix6", parse(-1), []tried{
		{"::1/64", "::1/64", ""},
		{"::1", "", `"::1" has no prefix length in 0..128`},
	})
}

func TestParseNetmask(t *testing.T) {
	t.Parallel()
	try(t, "ParseNetmask", ifcfg.ParseNetmask, []tried{
		{"255.255.255.0", "24", ""},
		{"255.255.240.0", "20", ""},
		{"255.255.255.255", "32", ""},
		{"255.255.255.254", "31", ""},
		{"128.0.0.0", "1", ""},
		{"0.0.0.0", "0", ""},
		{"255.0.255.0", "", `"255.0.255.0" is not a netmask: a 1 comes after a 0 in its bits`},
		{"0.0.0.255", "", `"0.0.0.255" is not a netmask: a 1 comes after a 0 in its bits`},
		{"255.255.255", "", `"255.255.255" is not a netmask`},
		{"24", "", `"24" is not a netmask`},
		{"", "", `"" is not a netmask`},
		{"ffff::", "", `"ffff::" is not a netmask`},
	})
}

func TestClassfulBits(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{
		"0.0.0.0": 8, "10.0.0.1": 8, "127.255.255.255": 8,
		"128.0.0.1": 16, "191.255.0.1": 16,
		"192.0.2.1": 24, "223.0.0.1": 24, "224.0.0.1": 24, "255.255.255.255": 24,
		"2001:db8::1": 128,
	} {
		if got := ifcfg.ClassfulBits(netip.MustParseAddr(in)); got != want {
			t.Errorf("ClassfulBits(%s) = %d, want %d", in, got, want)
		}
	}
	if got := ifcfg.ClassfulBits(netip.Addr{}); got != 0 {
		t.Errorf("ClassfulBits of no address = %d", got)
	}
}

func TestParseMAC(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in     string
		octets int
		want   string
	}{
		{"00:11:22:aa:bb:cc", 6, "00:11:22:aa:bb:cc"},
		{"00-11-22-AA-BB-CC", 6, "00:11:22:aa:bb:cc"},
		{"0:1:2:a:B:cC", 6, "00:01:02:0a:0b:cc"},
		{" 00:11:22:aa:bb:cc\t", 6, "00:11:22:aa:bb:cc"},
		{"01:02:03:04:05:06:07:08:09:10:11:12:13:14:15:16:17:18:19:20", 20, "01:02:03:04:05:06:07:08:09:10:11:12:13:14:15:16:17:18:19:20"},
		{"0a", 1, "0a"},
		{"00:11:22:aa:bb", 6, ""},
		{"00:11:22:aa:bb:cc:dd", 6, ""},
		{"00:11:22:aa:bb:", 6, ""},
		{"00:11:22:aa:bb:cc:", 6, ""},
		{"00:11:22:aa:bb:0cc", 6, ""},
		{"00:11:22:aa:bb:gg", 6, ""},
		{"00:11-22:aa-bb:cc", 6, ""},
		{"001122aabbcc", 6, ""},
		{"00 11 22 aa bb cc", 6, ""},
		{"", 6, ""},
		{"00", 0, ""},
		{"00", -1, ""},
	} {
		got, err := ifcfg.ParseMAC(tt.in, tt.octets)
		want := ""
		if tt.want == "" {
			want = fmt.Sprintf("%q is not a hardware address of %d octets", tt.in, tt.octets)
		}
		if got.String() != tt.want || errorText(err) != want {
			t.Errorf("ParseMAC(%q, %d) = %v, %v; want %s", tt.in, tt.octets, got, err, tt.want)
		}
	}
}

func TestCheckInterfaceName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, err string }{
		{"eth0", ""},
		{"a", ""},
		{"abcdefghijklmno", ""},
		{"...", ""},
		{"br-0.1_x@y", ""},
		{"ü", ""},
		{"", `"" is not an interface name: it is empty`},
		{"abcdefghijklmnop", `"abcdefghijklmnop" is not an interface name: 16 bytes are not in 1..15`},
		{".", `"." is not an interface name`},
		{"..", `".." is not an interface name`},
		{"all", `"all" is not an interface name: it is reserved`},
		{"default", `"default" is not an interface name: it is reserved`},
		{"bonding_masters", `"bonding_masters" is not an interface name: it is reserved`},
		{"a/b", `"a/b" is not an interface name: '/' cannot be in one`},
		{"eth0:1", `"eth0:1" is not an interface name: ':' cannot be in one`},
		{"a\x00", `"a\x00" is not an interface name: '\x00' cannot be in one`},
		{"a b", `"a b" is not an interface name: white space cannot be in one`},
		{"a\n", `"a\n" is not an interface name: white space cannot be in one`},
		{"a\v", `"a\v" is not an interface name: white space cannot be in one`},
		{"à", `"à" is not an interface name: white space cannot be in one`},
	} {
		if err := ifcfg.CheckInterfaceName(tt.in); errorText(err) != tt.err {
			t.Errorf("CheckInterfaceName(%q) = %v, want %q", tt.in, err, tt.err)
		}
	}
}
