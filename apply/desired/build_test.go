package desired_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/dhcp4"
)

func leased(set func(*dhcp4.Lease)) *desired.Lease {
	l := dhcp4.Lease{Address: netip.MustParsePrefix("10.0.0.5/24"), Server: netip.MustParseAddr("10.0.0.1"), Lifetime: time.Hour}
	set(&l)
	return &desired.Lease{Lease: l, Left: time.Hour}
}

func to(destination, via string) dhcp4.Route {
	return dhcp4.Route{Destination: netip.MustParsePrefix(destination), Gateway: netip.MustParseAddr(via)}
}

// built lists all that a profile makes, in words.
func built(t *testing.T, files map[string]string, lease *desired.Lease) []string {
	t.Helper()
	i := desired.Build(profiles(t, files)[0], card(2, "eth0"), 100, desired.Given{Lease: lease}, nil)
	var list []string
	for _, w := range i.Sysctls {
		list = append(list, w.Object.Key+"="+w.Object.Value)
	}
	for _, w := range i.Ethtool {
		list = append(list, w.Object.Name+" "+w.Object.Value+" # "+w.Because)
	}
	for _, w := range i.Link {
		list = append(list, "link "+w.Object.String())
	}
	for _, w := range i.Addresses {
		list = append(list, w.Object.String())
	}
	for _, w := range i.Routes {
		list = append(list, w.Object.String())
	}
	return list
}

func TestBuild(t *testing.T) {
	t.Parallel()
	const dhcp = "DEVICE=eth0\nBOOTPROTO=dhcp\n"
	router := func(l *dhcp4.Lease) {
		l.Routers = []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")}
	}
	leaseAddress := "10.0.0.5/24 brd 10.0.0.255 scope global noprefixroute valid_lft 3600 preferred_lft 3600"
	leasePrefix := "10.0.0.0/24 proto kernel scope link src 10.0.0.5 metric 100"
	for name, test := range map[string]struct {
		ifcfg, route, route6 string
		lease                *desired.Lease
		want                 []string
	}{
		"static": {ifcfg: "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nGATEWAY=192.0.2.1\nMTU=1400\nMACADDR=02:00:00:00:00:99\n", want: []string{
			"link address 02:00:00:00:00:99", "link mtu 1400", "link up", "192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute",
			"192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100", "default via 192.0.2.1 proto static metric 100"}},
		"/31 and /32": {ifcfg: "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=31\nIPADDR2=198.51.100.7\nPREFIX2=32\n", want: []string{
			"link up", "192.0.2.2/31 scope global noprefixroute", "198.51.100.7/32 scope global noprefixroute", "192.0.2.2/31 proto kernel scope link src 192.0.2.2 metric 100"}},
		"gateway beyond the link": {ifcfg: "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=32\nGATEWAY=169.254.1.1\n", want: []string{
			"link up", "192.0.2.2/32 scope global noprefixroute", "169.254.1.1/32 proto static scope link metric 100", "default via 169.254.1.1 proto static metric 100"}},
		"permanent address": {ifcfg: "DEVICE=eth0\nMACADDR=permanent\nIPADDR=192.0.2.2\nPREFIX=32\n", want: []string{
			"link address 02:00:00:00:00:02", "link up", "192.0.2.2/32 scope global noprefixroute"}},
		"a card's settings": {ifcfg: "DEVICE=eth0\nACCEPT_ALL_MAC_ADDRESSES=yes\nETHTOOL_OPTS='wol g; -K eth0 tso off'\n", want: []string{
			"features tso off # ifcfg-eth0:3:22: ETHTOOL_OPTS", "wol wol g # ifcfg-eth0:3:15: ETHTOOL_OPTS", "link promisc on", "link up"}},
		"not promiscuous": {ifcfg: "DEVICE=eth0\nACCEPT_ALL_MAC_ADDRESSES=no\n", want: []string{"link promisc off", "link up"}},
		"no address":      {ifcfg: "DEVICE=eth0\nBOOTPROTO=none\n", want: []string{"link up"}},

		"lease":                   {ifcfg: dhcp, lease: leased(router), want: []string{"link up", leaseAddress, leasePrefix, "default via 10.0.0.1 proto dhcp src 10.0.0.5 metric 100"}},
		"no lease":                {ifcfg: dhcp, want: []string{"link up"}},
		"lease MTU":               {ifcfg: dhcp, lease: leased(func(l *dhcp4.Lease) { l.MTU = 1300 }), want: []string{"link mtu 1300", "link up", leaseAddress, leasePrefix}},
		"lease MTU and one's own": {ifcfg: dhcp + "MTU=1400\n", lease: leased(func(l *dhcp4.Lease) { l.MTU = 1300 }), want: []string{"link mtu 1400", "link up", leaseAddress, leasePrefix}},
		"option 121": {ifcfg: dhcp, lease: leased(func(l *dhcp4.Lease) {
			l.Routes = []dhcp4.Route{to("10.7.0.0/16", "10.0.0.9"), to("10.8.0.0/16", "0.0.0.0"), to("0.0.0.0/0", "10.0.0.1")}
		}), want: []string{"link up", leaseAddress, leasePrefix, "10.7.0.0/16 via 10.0.0.9 proto dhcp src 10.0.0.5 metric 100",
			"10.8.0.0/16 proto dhcp scope link src 10.0.0.5 metric 100", "default via 10.0.0.1 proto dhcp src 10.0.0.5 metric 100"}},
		"router beyond the link": {ifcfg: dhcp, lease: leased(func(l *dhcp4.Lease) {
			l.Address, l.Routers = netip.MustParsePrefix("10.0.0.5/32"), []netip.Addr{netip.MustParseAddr("10.1.0.1")}
		}), want: []string{"link up", "10.0.0.5/32 scope global noprefixroute valid_lft 3600 preferred_lft 3600",
			"10.1.0.1/32 proto dhcp scope link src 10.0.0.5 metric 100", "default via 10.1.0.1 proto dhcp src 10.0.0.5 metric 100"}},
		"PEERROUTES=no": {ifcfg: dhcp + "PEERROUTES=no\n", lease: leased(router), want: []string{"link up", leaseAddress, leasePrefix}},
		"DEFROUTE=no": {ifcfg: dhcp + "DEFROUTE=no\n", lease: leased(func(l *dhcp4.Lease) {
			l.Routes = []dhcp4.Route{to("0.0.0.0/0", "10.0.0.1"), to("10.7.0.0/16", "10.0.0.9")}
		}), want: []string{"link up", leaseAddress, leasePrefix, "10.7.0.0/16 via 10.0.0.9 proto dhcp src 10.0.0.5 metric 100"}},
		"own gateway": {ifcfg: dhcp + "IPADDR=192.0.2.2\nPREFIX=24\nGATEWAY=192.0.2.1\n", lease: leased(router), want: []string{"link up", "192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute",
			leaseAddress, "192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100", leasePrefix, "default via 192.0.2.1 proto static metric 100"}},
		"own metric": {ifcfg: dhcp + "IPV4_ROUTE_METRIC=0\n", lease: leased(router), want: []string{"link up", leaseAddress,
			"10.0.0.0/24 proto kernel scope link src 10.0.0.5", "default via 10.0.0.1 proto dhcp src 10.0.0.5"}},
		"the lease's address is static too": {ifcfg: dhcp + "IPADDR=10.0.0.5\nPREFIX=24\n", lease: leased(router), want: []string{"link up",
			"10.0.0.5/24 brd 10.0.0.255 scope global noprefixroute", leasePrefix, "default via 10.0.0.1 proto dhcp src 10.0.0.5 metric 100"}},

		"routes": {ifcfg: "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\n", route: "10.1.0.0/16 via 192.0.2.9 metric 7 table 200 src 192.0.2.2 tos 0x10 mtu lock 1300 initcwnd 10\n" +
			"10.2.0.0/16 dev eth0 proto boot\n10.3.0.0/16 via 203.0.113.9 onlink\n10.4.0.0/16 via 203.0.113.9\n10.5.0.0/16 scope host dev eth0\nblackhole 10.6.0.0/16\nlocal 10.7.0.1 dev eth0\n",
			want: []string{"link up", "192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute", "192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100",
				"10.1.0.0/16 tos 0x10 via 192.0.2.9 table 200 proto static src 192.0.2.2 metric 7 mtu lock 1300 initcwnd 10", "10.2.0.0/16 proto boot scope link metric 100",
				"10.3.0.0/16 via 203.0.113.9 proto static metric 100 onlink", "203.0.113.9/32 proto static scope link metric 100", "10.4.0.0/16 via 203.0.113.9 proto static metric 100",
				"10.5.0.0/16 proto static scope host metric 100", "blackhole 10.6.0.0/16 proto static metric 100", "local 10.7.0.1/32 proto static scope host metric 100"}},
		"routes before the lease": {ifcfg: dhcp, route: "10.1.0.0/16 via 10.0.0.9\n10.2.0.0/16 dev eth0\nblackhole 10.6.0.0/16\n", want: []string{"link up", "blackhole 10.6.0.0/16 proto static metric 100"}},
		"routes before the lease, with an address": {ifcfg: dhcp + "IPADDR=192.0.2.2\nPREFIX=24\n", route: "10.1.0.0/16 via 10.0.0.9\n10.2.0.0/16 via 192.0.2.9\n",
			want: []string{"link up", "192.0.2.2/24 brd 192.0.2.255 scope global noprefixroute", "192.0.2.0/24 proto kernel scope link src 192.0.2.2 metric 100", "10.2.0.0/16 via 192.0.2.9 proto static metric 100"}},

		"IPv6 off":        {ifcfg: "DEVICE=eth0\nIPV6_DISABLED=yes\n", want: []string{"disable_ipv6=1", "link up"}},
		"IPv6 ignored":    {ifcfg: "DEVICE=eth0\nIPV6INIT=no\n", route6: "2001:db8:1::/48 via fe80::1\n", want: []string{"link up", "2001:db8:1::/48 via fe80::1 proto static metric 100"}},
		"IPv6 by routers": {ifcfg: "DEVICE=eth0\nIPV6INIT=yes\n", want: []string{"addr_gen_mode=0", "disable_ipv6=0", "accept_ra=1", "autoconf=1", "accept_ra_defrtr=1", "ra_defrtr_metric=100", "link up"}},
		"IPv6 link-local": {ifcfg: "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\n", want: []string{"addr_gen_mode=0", "disable_ipv6=0", "accept_ra=0", "link up"}},
		"IPv6 by hand": {ifcfg: "DEVICE=eth0\nIPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=2001:db8::2/64\nIPV6_DEFAULTGW=fe80::1\nIPV6_ROUTE_METRIC=0\n",
			route6: "2001:db8:1::/48 via 2001:db8:ffff::9\n", want: []string{"addr_gen_mode=0", "disable_ipv6=0", "accept_ra=0", "link up", "2001:db8::2/64 scope global noprefixroute",
				"2001:db8::/64 proto kernel metric 1024", "default via fe80::1 proto static metric 1024",
				"2001:db8:ffff::9/128 proto static metric 1024", "2001:db8:1::/48 via 2001:db8:ffff::9 proto static metric 1024"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"ifcfg-eth0": test.ifcfg}
			if test.route != "" {
				files["route-eth0"] = test.route
			}
			if test.route6 != "" {
				files["route6-eth0"] = test.route6
			}
			if diff := cmp.Diff(test.want, built(t, files, test.lease)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Every object names the line that asks for it.
func TestBecause(t *testing.T) {
	t.Parallel()
	p := profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nIPADDR=192.0.2.2\nPREFIX=24\nMTU=1400\n", "route-eth0": "\n10.1.0.0/16 via 192.0.2.9\n"})[0]
	i := desired.Build(p, card(2, "eth0"), 100, desired.Given{Lease: leased(func(*dhcp4.Lease) {})}, nil)
	var got []string
	for _, w := range i.Link {
		got = append(got, w.Because)
	}
	for _, w := range i.Addresses {
		got = append(got, w.Because)
	}
	got = append(got, i.Routes[2].Because)
	want := "ifcfg-eth0:5:5: MTU|ifcfg-eth0|ifcfg-eth0:3:8: IPADDR|ifcfg-eth0:2:11: BOOTPROTO, lease of 10.0.0.1|route-eth0:2:1"
	if diff := cmp.Diff(strings.Split(want, "|"), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	build := func(name, text string, metric uint32, lease *desired.Lease) desired.Interface {
		p := profiles(t, map[string]string{"ifcfg-" + name: text})[0]
		return desired.Build(p, card(2, name), metric, desired.Given{Lease: lease}, nil)
	}
	withDNS := leased(func(l *dhcp4.Lease) {
		l.DNS, l.Search, l.Domains = []netip.Addr{netip.MustParseAddr("10.0.0.53")}, []string{"lease.example"}, []string{"d.example"}
		l.Routers = []netip.Addr{netip.MustParseAddr("10.0.0.1")}
	})
	all := desired.Sources([]desired.Interface{
		build("eth0", "DEVICE=eth0\nBOOTPROTO=dhcp\nDNS1=192.0.2.53\nDOMAIN=own.example\n", 101, withDNS),
		build("eth1", "DEVICE=eth1\nBOOTPROTO=dhcp\n", 100, withDNS),
		build("eth2", "DEVICE=eth2\nBOOTPROTO=dhcp\nPEERDNS=no\n", 102, withDNS),
	})
	var got []string
	for _, s := range all {
		line := s.Interface + " " + s.Origin
		for _, a := range s.Servers {
			line += " " + a.String()
		}
		line += " " + strings.Join(append(s.Search, s.Domains...), " ")
		if s.Default {
			line += " default"
		}
		got = append(got, strings.TrimSpace(line))
	}
	want := []string{"eth0 static 192.0.2.53 own.example", "eth0 dhcp4 10.0.0.53", "eth1 dhcp4 10.0.0.53 lease.example d.example default", "eth2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
