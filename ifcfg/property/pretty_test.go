package property_test

import "testing"

func TestTersePretty(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		property      string
		words         []string
		terse, pretty string
	}{
		{"ipv4.addresses", []string{"192.0.2.1/24", "192.0.2.2/24"}, "192.0.2.1/24, 192.0.2.2/24", "192.0.2.1/24, 192.0.2.2/24"},
		{"ipv4.dns", []string{"192.0.2.53", "192.0.2.54"}, "192.0.2.53,192.0.2.54", "192.0.2.53,192.0.2.54"},
		{"ipv4.routes", []string{"198.51.100.0/24 192.0.2.9 7", "10.0.0.0/8", "10.9.0.0/16 192.0.2.7 mtu=1400 table=100"},
			"198.51.100.0/24 192.0.2.9 7, 10.0.0.0/8, 10.9.0.0/16 192.0.2.7 mtu=1400 table=100",
			"{ ip = 198.51.100.0/24, nh = 192.0.2.9, mt = 7 }; { ip = 10.0.0.0/8 }; { ip = 10.9.0.0/16, nh = 192.0.2.7 mtu=1400 table=100 }"},
		{"ipv6.routes", []string{"2001:db8::/32 fe80::1"}, "2001:db8::/32 fe80::1", "{ ip = 2001:db8::/32, nh = fe80::1 }"},
		{"ipv4.routes", nil, "", ""},
		{"connection.autoconnect-retries", nil, "-1", "-1 (default)"},
	} {
		row := find(tt.property)
		if got := row.Terse(tt.words); got != tt.terse {
			t.Errorf("%s for programs: %q, want %q", tt.property, got, tt.terse)
		}
		if got := row.Pretty(tt.words); got != tt.pretty {
			t.Errorf("%s for people: %q, want %q", tt.property, got, tt.pretty)
		}
	}
}
