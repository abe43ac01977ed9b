package resolv_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"netonce/apply/resolv"
)

func addrs(list ...string) []netip.Addr {
	var out []netip.Addr
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

// summary is a Config in the form in which the cases below state it.
type summary struct{ Servers, Search, Options string }

func summarize(c resolv.Config) summary {
	var servers []string
	for _, s := range c.Servers {
		servers = append(servers, s.Addr.String())
	}
	return summary{strings.Join(servers, " "), strings.Join(c.Search, " "), strings.Join(c.Options, " ")}
}

func TestComposeOrder(t *testing.T) {
	t.Parallel()
	eth0 := resolv.Source{Interface: "eth0", Priority: 100, Servers: addrs("192.0.2.1"), Search: []string{"a.example"}}
	eth1 := resolv.Source{Interface: "eth1", Priority: 100, Servers: addrs("192.0.2.2"), Search: []string{"b.example"}}
	with := func(s resolv.Source, change func(*resolv.Source)) resolv.Source { change(&s); return s }
	tests := []struct {
		name    string
		sources []resolv.Source
		want    summary
	}{
		{"nothing", nil, summary{}},
		{"order given", []resolv.Source{eth1, eth0}, summary{"192.0.2.2 192.0.2.1", "b.example a.example", ""}},
		{"default route first", []resolv.Source{eth0, with(eth1, func(s *resolv.Source) { s.Default = true })},
			summary{"192.0.2.2 192.0.2.1", "b.example a.example", ""}},
		{"priority before default route", []resolv.Source{
			with(eth0, func(s *resolv.Source) { s.Default = true }),
			with(eth1, func(s *resolv.Source) { s.Priority = 50 })},
			summary{"192.0.2.2 192.0.2.1", "b.example a.example", ""}},
		{"negative hides", []resolv.Source{eth0, with(eth1, func(s *resolv.Source) { s.Priority = -5 })},
			summary{"192.0.2.2", "b.example", ""}},
		{"two negatives of one priority", []resolv.Source{
			with(eth0, func(s *resolv.Source) { s.Priority = -5 }),
			with(eth1, func(s *resolv.Source) { s.Priority = -5 })},
			summary{"192.0.2.1 192.0.2.2", "a.example b.example", ""}},
		{"more negative hides the less", []resolv.Source{
			with(eth0, func(s *resolv.Source) { s.Priority = -1 }),
			with(eth1, func(s *resolv.Source) { s.Priority = -5 })},
			summary{"192.0.2.2", "b.example", ""}},
		{"an empty one hides nobody", []resolv.Source{eth0, {Interface: "eth1", Priority: -5}}, summary{"192.0.2.1", "a.example", ""}},
		{"nor does one of nothing usable", []resolv.Source{eth0, {Interface: "eth1", Priority: -5,
			Servers: []netip.Addr{{}}, Search: []string{"a b"}, Domains: []string{"~"}, Options: []string{"bogus"}}},
			summary{"192.0.2.1", "a.example", ""}},
		{"a routed domain is something", []resolv.Source{eth0, {Interface: "eth1", Priority: -5, Search: []string{"~."}}}, summary{}},
		{"duplicates", []resolv.Source{eth0, eth0, with(eth1, func(s *resolv.Source) {
			s.Servers, s.Search = addrs("::ffff:192.0.2.1", "192.0.2.2"), []string{"A.example.", "b.example"}
		})}, summary{"192.0.2.1 192.0.2.2", "a.example b.example", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, summarize(resolv.Compose(tt.sources))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestComposeLinkLocal(t *testing.T) {
	t.Parallel()
	got := resolv.Compose([]resolv.Source{
		{Interface: "eth0", Servers: addrs("fe80::1", "fe80::2%9", "2001:db8::1", "169.254.1.1")},
		{Interface: "eth1", Servers: addrs("fe80::1")},
		{Interface: "", Servers: addrs("fe80::3")},
		{Interface: "bad name", Servers: addrs("fe80::4")},
	})
	want := "fe80::1%eth0 fe80::2%eth0 2001:db8::1 169.254.1.1 fe80::1%eth1"
	if diff := cmp.Diff(want, summarize(got).Servers); diff != "" {
		t.Error(diff)
	}
}

func TestComposeDomains(t *testing.T) {
	t.Parallel()
	lease := resolv.Source{Interface: "eth0", Origin: "dhcp4", Servers: addrs("192.0.2.1"), Domains: []string{"lease.example"}}
	profile := resolv.Source{Interface: "eth0", Origin: "static", Servers: addrs("192.0.2.9"), Search: []string{"mine.example"}}
	six := profile
	six.Servers = addrs("2001:db8::1")
	other := profile
	other.Interface = "eth1"
	tests := []struct {
		name    string
		sources []resolv.Source
		want    string
	}{
		{"domain stands in", []resolv.Source{lease}, "lease.example"},
		{"profile's list instead", []resolv.Source{lease, profile}, "mine.example"},
		{"another family's list", []resolv.Source{lease, six}, "lease.example mine.example"},
		{"another interface's list", []resolv.Source{lease, other}, "lease.example mine.example"},
		{"routing only", []resolv.Source{{Interface: "eth0", Search: []string{"~corp.example", "~.", "x.example"}}}, "x.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, summarize(resolv.Compose(tt.sources)).Search); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestComposeOptions(t *testing.T) {
	t.Parallel()
	server := resolv.Source{Interface: "eth0", Origin: "static", Servers: addrs("192.0.2.1")}
	trusting := server
	trusting.Options = []string{"trust-ad"}
	tests := []struct {
		name    string
		options []string
		more    []resolv.Source
		want    string
	}{
		{"all known", strings.Fields("debug ndots:2 timeout:1 attempts:3 rotate no-check-names inet6 ip6-bytestring ip6-dotint no-ip6-dotint edns0 single-request single-request-reopen no-tld-query use-vc no-reload no-aaaa"), nil,
			"debug ndots:2 timeout:1 attempts:3 rotate no-check-names inet6 ip6-bytestring ip6-dotint no-ip6-dotint edns0 single-request single-request-reopen no-tld-query use-vc no-reload no-aaaa"},
		{"unknown and malformed", []string{"bogus", "ndots", "ndots:", "ndots:x", "rotate:1", "ROTATE", "", "ndots:-1", "edns0"}, nil, "edns0"},
		{"first of a name", []string{"ndots:1", "ndots:2", "rotate", "rotate"}, nil, "ndots:1 rotate"},
		{"hostile", []string{"rotate\nnameserver 203.0.113.1", "ndots:1\n", "rotate "}, nil, ""},
		{"trust-ad from all", []string{"trust-ad"}, []resolv.Source{trusting}, "trust-ad"},
		{"trust-ad not from one", []string{"trust-ad"}, []resolv.Source{{Interface: "eth1", Origin: "dhcp4", Servers: addrs("192.0.2.7")}}, ""},
		{"the profile's trust covers its lease", []string{"trust-ad"}, []resolv.Source{{Interface: "eth0", Origin: "dhcp4", Servers: addrs("192.0.2.7")}}, "trust-ad"},
		{"one without servers has no say", []string{"trust-ad"}, []resolv.Source{{Interface: "eth1", Search: []string{"a.example"}}}, "trust-ad"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first := server
			first.Options = tt.options
			got := resolv.Compose(append([]resolv.Source{first}, tt.more...))
			if diff := cmp.Diff(tt.want, summarize(got).Options); diff != "" {
				t.Error(diff)
			}
		})
	}
}
