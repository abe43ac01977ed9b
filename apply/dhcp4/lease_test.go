package dhcp4

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func fullLease() Lease {
	return Lease{
		Address: netip.MustParsePrefix("192.0.2.7/24"), Broadcast: netip.MustParseAddr("192.0.2.255"),
		Server: testServer, Routes: []Route{route("0.0.0.0/0", "192.0.2.1")}, DNS: addrs("192.0.2.3"),
		Domains: []string{"example.org"}, Search: []string{"a.example"}, NTP: addrs("192.0.2.4"),
		MTU: 1400, Hostname: "host", ClientID: []byte{1, 2},
		Lifetime: time.Second, T1: 500 * time.Millisecond, T2: 875 * time.Millisecond,
	}
}

func TestLeaseJSON(t *testing.T) {
	const golden = `{"address":"192.0.2.7/24","broadcast":"192.0.2.255","server":"192.0.2.1",` +
		`"routes":[{"destination":"0.0.0.0/0","gateway":"192.0.2.1"}],"dns":["192.0.2.3"],` +
		`"domains":["example.org"],"search":["a.example"],"ntp":["192.0.2.4"],"mtu":1400,` +
		`"hostname":"host","client_id":"AQI=","lifetime":1,"t1":0.5,"t2":0.875}`
	data, err := json.Marshal(fullLease())
	if err != nil || string(data) != golden {
		t.Fatalf("error %v, JSON\n%s\nwant\n%s", err, data, golden)
	}
	forever := fullLease()
	forever.Lifetime, forever.T1, forever.T2 = Forever, Forever, Forever
	for _, l := range []Lease{fullLease(), forever, {}} {
		data, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		var back Lease
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if diff := cmp.Diff(l, back, equatable); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	for _, bad := range []string{`{"t1":-1}`, `{"t1":1e300}`, `{"lifetime":4294967296}`, `{"t2":"1"}`, `{"address":"x"}`, `[]`} {
		if err := json.Unmarshal([]byte(bad), new(Lease)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestValidate(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(l *Lease)
		want  string
	}{
		{"good", func(l *Lease) {}, ""},
		{"forever", func(l *Lease) { l.Lifetime, l.T1, l.T2 = Forever, Forever, Forever }, ""},
		{"nothing", func(l *Lease) { *l = Lease{} }, "address"},
		{"IPv6", func(l *Lease) { l.Address = netip.MustParsePrefix("2001:db8::1/64") }, "address"},
		{"mapped", func(l *Lease) { l.DNS = addrs("::ffff:192.0.2.1") }, "DNS server"},
		{"/0", func(l *Lease) { l.Address = netip.MustParsePrefix("192.0.2.7/0") }, "address"},
		{"broadcast", func(l *Lease) { l.Broadcast = netip.MustParseAddr("10.0.0.1") }, "broadcast"},
		{"server", func(l *Lease) { l.Server = netip.Addr{} }, "server"},
		{"half forever", func(l *Lease) { l.Lifetime = Forever }, "T1"},
		{"T1 and T2 alike", func(l *Lease) { l.T1 = l.T2 }, "T1"},
		{"T1 zero", func(l *Lease) { l.T1 = 0 }, "T1"},
		{"times negative", func(l *Lease) { l.Lifetime, l.T1, l.T2 = -1, -3, -2 }, "T1"},
		{"router", func(l *Lease) { l.Routers = []netip.Addr{{}} }, "router"},
		{"many routers", func(l *Lease) { l.Routers = make([]netip.Addr, 17) }, "17 routers"},
		{"NTP", func(l *Lease) { l.NTP = addrs("127.0.0.1") }, "NTP"},
		{"route unmasked", func(l *Lease) { l.Routes = []Route{route("10.0.0.1/8", "0.0.0.0")} }, "route"},
		{"route of nothing", func(l *Lease) { l.Routes = make([]Route, 1) }, "route"},
		{"many routes", func(l *Lease) { l.Routes = make([]Route, 513) }, "513 routes"},
		{"domain", func(l *Lease) { l.Domains = []string{"a b"} }, "domain"},
		{"search", func(l *Lease) { l.Search = []string{"a\nb"} }, "search"},
		{"many", func(l *Lease) { l.Search = make([]string, 33) }, "33 search domains"},
		{"MTU small", func(l *Lease) { l.MTU = 575 }, "MTU"},
		{"MTU large", func(l *Lease) { l.MTU = 65536 }, "MTU"},
		{"host name", func(l *Lease) { l.Hostname = "a/b" }, "host name"},
		{"client id", func(l *Lease) { l.ClientID = make([]byte, 256) }, "client identifier"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := fullLease()
			c.spoil(&l)
			err := l.Validate()
			if ok := err == nil; ok != (c.want == "") || !ok && !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

func TestPrintable(t *testing.T) {
	if got := printable([]byte("no \x1b[31mway\nsir é\x00\x00")); got != "no ?[31mway?sir ?" {
		t.Errorf("%q", got)
	}
	if got := printable(make([]byte, 3000)); got != "" {
		t.Errorf("%q", got)
	}
	if got := printable([]byte(strings.Repeat("x", 3000))); len(got) > 210 {
		t.Errorf("%d bytes", len(got))
	}
}
