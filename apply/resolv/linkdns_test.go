package resolv

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"testing"

	godbus "github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
	"netonce/apply/dbus"
)

// body is a{sv} as somebody else's writer puts it on the wire.
func body(t testing.TB, order binary.ByteOrder, properties map[string]any) []byte {
	t.Helper()
	variants := map[string]godbus.Variant{}
	for name, v := range properties {
		variants[name] = godbus.MakeVariant(v)
	}
	m := godbus.Message{Type: godbus.TypeMethodReply, Body: []any{variants}, Headers: map[godbus.HeaderField]godbus.Variant{
		godbus.FieldReplySerial: godbus.MakeVariant(uint32(1)),
		godbus.FieldSignature:   godbus.MakeVariant(godbus.SignatureOf(variants)),
	}}
	var b bytes.Buffer
	if err := m.EncodeTo(&b, order); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()[b.Len()-int(order.Uint32(b.Bytes()[4:])):]
}

func TestReadLinkDNS(t *testing.T) {
	t.Parallel()
	four, six := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	servers := []address{{unix.AF_INET, four.AsSlice()}, {unix.AF_INET, []byte{1, 2, 3}}, {unix.AF_INET6, six.AsSlice()}}
	tests := []struct {
		name       string
		properties map[string]any
		want       linkDNS
		err        string
	}{
		{"all, among others", map[string]any{
			"DNS": servers, "Domains": []domain{{"a.example", true}}, "DefaultRoute": true,
			"LLMNR": "yes", "DNSEx": []struct{ A []address }{{servers}}, "CurrentDNSServer": servers[0], "ScopesMask": uint64(1),
		}, linkDNS{servers: []netip.Addr{four, six}, domains: []domain{{"a.example", true}}, defaultRoute: true}, ""},
		{"nothing set", map[string]any{"DNS": []address{}, "Domains": []domain{}, "DefaultRoute": false}, linkDNS{}, ""},
		{"before systemd 240", map[string]any{"DNS": servers[:1]}, linkDNS{servers: []netip.Addr{four}, noDefault: true}, ""},
		{"none", nil, linkDNS{noDefault: true}, ""},
		{"servers of another type", map[string]any{"DNS": []string{"192.0.2.1"}}, linkDNS{}, `property DNS: type "as", not "a(iay)"`},
		{"domains of another type", map[string]any{"Domains": "a.example"}, linkDNS{}, `property Domains: type "s", not "a(sb)"`},
		{"default route of another type", map[string]any{"DefaultRoute": byte(1)}, linkDNS{}, `property DefaultRoute: type "y", not "b"`},
	}
	for _, tt := range tests {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			got, err := readLinkDNS(dbus.NewReader(body(t, order, tt.properties), order))
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("%s: %v, want %s", tt.name, err, tt.err)
				}
				continue
			}
			diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(linkDNS{}), cmp.Comparer(func(a, b netip.Addr) bool { return a == b }))
			if err != nil || diff != "" {
				t.Errorf("%s: %v %s", tt.name, err, diff)
			}
		}
	}
}

// FuzzReadLinkDNS reads properties off bytes that nobody has checked.
func FuzzReadLinkDNS(f *testing.F) {
	properties := map[string]any{
		"DNS": []address{{unix.AF_INET, []byte{192, 0, 2, 1}}}, "Domains": []domain{{"a.example", true}}, "DefaultRoute": true,
	}
	f.Add(body(f, binary.LittleEndian, properties), false)
	f.Add(body(f, binary.BigEndian, properties), true)
	f.Fuzz(func(t *testing.T, data []byte, big bool) {
		order := binary.ByteOrder(binary.LittleEndian)
		if big {
			order = binary.BigEndian
		}
		link, err := readLinkDNS(dbus.NewReader(data, order))
		if err == nil && len(link.servers)+len(link.domains) > len(data) {
			t.Errorf("%d servers and %d domains in %d bytes", len(link.servers), len(link.domains), len(data))
		}
	})
}
