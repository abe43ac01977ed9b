package ifcfg_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a DHCP option cannot hold is not sent.
func TestOptionLength(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"DHCP_HOSTNAME", "DHCP_FQDN", "DHCP_VENDOR_CLASS_IDENTIFIER"} {
		if p := profileOf(t, "DEVICE=eth0\n"+key+"="+strings.Repeat("x", 255)+"\n"); len(p.Diagnostics) > 0 || len(dump(p)) != 2 {
			t.Errorf("%s of 255 bytes: %v", key, told(p.Diagnostics))
		}
		want := []string{"2:" + column(key) + ": error: " + key + ": a DHCP option has at most 255 bytes, this has 256 [value]"}
		p := profileOf(t, "DEVICE=eth0\n"+key+"="+strings.Repeat("x", 256)+"\n")
		if diff := cmp.Diff(want, nameless(p.File, p.Diagnostics)); diff != "" || len(dump(p)) != 1 {
			t.Error(diff, dump(p))
		}
	}
	for n, want := range map[int]bool{254: false, 255: true} { // a byte goes for the type
		p := profileOf(t, "DEVICE=eth0\nDHCP_CLIENT_ID="+strings.Repeat("x", n)+"\n")
		if p.HasErrors() != want || p.DHCP.ClientID.IsSet() == want {
			t.Errorf("client identifier of %d letters: %v", n, told(p.Diagnostics))
		}
	}
}

// column is that of a key's value.
func column(key string) string {
	n := len(key) + 2
	return string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
}

// A value that is a mistake as a whole is not told of word by word.
func TestManyBadWords(t *testing.T) {
	t.Parallel()
	p := profileOf(t, "DEVICE=eth0\nIPV6INIT=yes\nIPV6ADDR=\""+strings.Repeat("x ", 30)+"2001:db8::1\"\n")
	got := nameless(p.File, p.Diagnostics)
	want := []string{"3:10: error: IPV6ADDR: 10 more of its words are bad [value]", `3:11: error: IPV6ADDR: "x" is not an IPv6 address [value]`}
	if len(got) != 21 {
		t.Fatalf("%d: %v", len(got), got)
	}
	if diff := cmp.Diff(want, got[:2]); diff != "" {
		t.Error(diff)
	}
	if len(p.IPv6.Addresses) != 1 {
		t.Errorf("addresses %v", p.IPv6.Addresses)
	}
}
