package nmcli

import (
	"net/netip"
	"strconv"

	"netonce/apply/network"
)

// ipSection is what a device has of an address family.
func (d *device) ipSection(six bool) section {
	name := "IP4"
	if six {
		name = "IP6"
	}
	servers, domains, search := d.servers(six)
	fields := []value{
		list("ADDRESS", d.addresses(six)),
		text("GATEWAY", d.gateway(six)),
		list("ROUTE", d.routes(six)),
		list("DNS", words(servers)),
		list("DOMAIN", domains),
		list("SEARCHES", search),
	}
	if !six {
		fields = append(fields, list("WINS", nil))
	}
	return section{name, "GROUP", fields}
}

// addresses are those that can be used: not those still under examination.
func (d *device) addresses(six bool) []string {
	var list []string
	for _, a := range d.Addresses {
		if a.Prefix.Addr().Is6() == six && !a.Tentative && !a.DADFailed {
			list = append(list, a.Prefix.String())
		}
	}
	return list
}

func (d *device) routes(six bool) []string {
	var list []string
	for _, r := range d.Routes {
		if r.Is6() == six && isShown(r) {
			list = append(list, routeWords(r))
		}
	}
	return list
}

// isShown reports whether nmcli shows a route: not the kernel's own for its local
// addresses and for multicast.
func isShown(r network.Route) bool {
	return r.Type == network.Unicast && r.Table != network.TableLocal && !r.Destination.Addr().IsMulticast()
}

func routeWords(r network.Route) string {
	hop := r.Gateway
	if !hop.IsValid() {
		hop = netip.IPv4Unspecified()
		if r.Is6() {
			hop = netip.IPv6Unspecified()
		}
	}
	s := "dst = " + r.Destination.String() + ", nh = " + hop.String() + ", mt = " + strconv.FormatUint(uint64(r.Metric), 10)
	if r.Table != network.TableMain {
		s += ", table=" + strconv.FormatUint(uint64(r.Table), 10)
	}
	return s
}

func words[T interface{ String() string }](list []T) []string {
	var texts []string
	for _, x := range list {
		texts = append(texts, x.String())
	}
	return texts
}
