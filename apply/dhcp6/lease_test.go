package dhcp6

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func fullLease() Lease {
	l := hours(both())
	l.DNS, l.Search, l.NTP = addrs("2001:db8::53", "fe80::1"), []string{"a.example"}, addrs("2001:db8::4")
	l.SolMaxRT, l.InfMaxRT = time.Minute, 24*time.Hour
	return l
}

func mereLease() Lease {
	return Lease{Server: testServer, ClientDUID: testDUID, DNS: addrs("2001:db8::53"), Refresh: 10 * time.Minute}
}

func TestLeaseJSON(t *testing.T) {
	t.Parallel()
	const golden = `{"server":"AAMAAQIAAAAACQ==","addresses":[{"prefix":"2001:db8::7/128","preferred":1800,"valid":3600}],` +
		`"prefixes":[{"prefix":"2001:db8:100::/56","preferred":1800,"valid":3600}],"dns":["2001:db8::53","fe80::1"],` +
		`"search":["a.example"],"ntp":["2001:db8::4"],"client_duid":"AAMAAQIAAAAAAQ==","iaid":16909060,` +
		`"lifetime":3600,"t1":900,"t2":1440,"sol_max_rt":60,"inf_max_rt":86400}`
	aged := fullLease()
	aged.Age = time.Minute // is not stored
	data, err := json.Marshal(aged)
	if err != nil || string(data) != golden {
		t.Fatalf("error %v, JSON\n%s\nwant\n%s", err, data, golden)
	}
	forever := fullLease()
	forever.Lifetime, forever.T1, forever.T2 = Forever, Forever, Forever
	for _, l := range []Lease{fullLease(), forever, mereLease(), {}} {
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
	for _, bad := range []string{`{"t1":-1}`, `{"t1":1e300}`, `{"t1":1.5}`, `{"lifetime":4294967296}`, `{"t2":"1"}`, `{"addresses":[{"prefix":"x"}]}`,
		`{"addresses":[{"valid":-1}]}`, `{"prefixes":[{"prefix":"::1"}]}`, `{"iaid":-1}`, `{"iaid":4294967296}`, `[]`} {
		if err := json.Unmarshal([]byte(bad), new(Lease)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spoil func(l *Lease)
		want  string
	}{
		{"good", func(l *Lease) {}, ""},
		{"information", func(l *Lease) { *l = mereLease() }, ""},
		{"nothing", func(l *Lease) { *l = Lease{} }, "server"},
		{"no client", func(l *Lease) { l.ClientDUID = nil }, "client"},
		{"long server", func(l *Lease) { l.Server = make([]byte, 131) }, "server"},
		{"IPv4", func(l *Lease) { l.Addresses[0].Prefix = single(netip.MustParseAddr("192.0.2.1")) }, "host"},
		{"mapped", func(l *Lease) { l.Addresses[0].Prefix = single(netip.MustParseAddr("::ffff:192.0.2.1")) }, "host"},
		{"not single", func(l *Lease) { l.Addresses[0].Prefix = netip.MustParsePrefix("2001:db8::/64") }, "host"},
		{"link-local", func(l *Lease) { l.Addresses[0].Prefix = single(netip.MustParseAddr("fe80::1")) }, "host"},
		{"no address", func(l *Lease) { l.Addresses[0].Prefix = netip.Prefix{} }, "host"},
		{"preferred after the end", func(l *Lease) { l.Addresses[0].Preferred = 2 * time.Hour }, "host"},
		{"preferred negative", func(l *Lease) { l.Addresses[0].Preferred = -1 }, "host"},
		{"valid for 0", func(l *Lease) { l.Addresses[0].Preferred, l.Addresses[0].Valid = 0, 0 }, "host"},
		{"valid for too long", func(l *Lease) { l.Addresses[0].Valid, l.Lifetime = Forever+1, Forever+1 }, "host"},
		{"many addresses", func(l *Lease) { l.Addresses = make([]Grant, 17) }, "17 addresses"},
		{"many prefixes", func(l *Lease) { l.Prefixes = make([]Grant, 17) }, "17 addresses"},
		{"prefix unmasked", func(l *Lease) { l.Prefixes[0].Prefix = netip.MustParsePrefix("2001:db8::1/56") }, "host"},
		{"prefix of nothing", func(l *Lease) { l.Prefixes[0].Prefix = netip.Prefix{} }, "host"},
		{"prefix of much", func(l *Lease) { l.Prefixes[0].Prefix = netip.MustParsePrefix("2000::/3") }, "host"},
		{"prefix multicast", func(l *Lease) { l.Prefixes[0].Prefix = netip.MustParsePrefix("ff00::/16") }, "host"},
		{"lifetime not the longest", func(l *Lease) { l.Lifetime = 2 * time.Hour }, "lifetime"},
		{"T1 after T2", func(l *Lease) { l.T1 = l.T2 + 1 }, "T1"},
		{"T1 zero", func(l *Lease) { l.T1 = 0 }, "T1"},
		{"T2 after the end", func(l *Lease) { l.T2 = 2 * time.Hour }, "T2"},
		{"refreshed", func(l *Lease) { l.Refresh = time.Hour }, "refresh"},
		{"information with T1", func(l *Lease) { *l = mereLease(); l.T1 = 1 }, "T1"},
		{"information with a lifetime", func(l *Lease) { *l = mereLease(); l.Lifetime = 1 }, "lifetime"},
		{"information refreshed all the time", func(l *Lease) { *l = mereLease(); l.Refresh = 0 }, "refresh"},
		{"SOL_MAX_RT", func(l *Lease) { l.SolMaxRT = 1 }, "wait"},
		{"INF_MAX_RT", func(l *Lease) { l.InfMaxRT = Forever }, "wait"},
		{"DNS", func(l *Lease) { l.DNS = addrs("::1") }, "DNS"},
		{"DNS zone", func(l *Lease) { l.DNS = addrs("fe80::1%eth0") }, "DNS"},
		{"many DNS", func(l *Lease) { l.DNS = make([]netip.Addr, 17) }, "17 DNS servers"},
		{"NTP", func(l *Lease) { l.NTP = addrs("192.0.2.1") }, "NTP"},
		{"search", func(l *Lease) { l.Search = []string{"a\nb"} }, `"a\nb"`},
		{"many", func(l *Lease) { l.Search = make([]string, 33) }, "33 search domains"},
	} {
		l := fullLease()
		c.spoil(&l)
		err := l.Validate()
		if ok := err == nil; ok != (c.want == "") || !ok && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

func TestDUID(t *testing.T) {
	t.Parallel()
	at := time.Date(2020, 1, 2, 3, 4, 5, 6, time.UTC)
	for want, got := range map[string][]byte{
		"\x00\x01\x00\x01\x25\xa0\x1a\x25\x02\x00\x00\x00\x00\x01":                 LinkLayerTime(1, at, testMAC),
		"\x00\x03\x00\x20\x02\x00\x00\x00\x00\x01":                                 LinkLayer(32, testMAC),
		"\x00\x04\x01\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00": UUID([16]byte{1, 2}),
		"\x00\x01\x00\x01\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01":                 LinkLayerTime(1, time.Unix(duidEpoch-1, 0), testMAC),
	} {
		if string(got) != want || !validDUID(got) {
			t.Errorf("%x, want %x", got, want)
		}
	}
}
