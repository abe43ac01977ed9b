package nmcli

import (
	"cmp"
	"encoding/hex"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/netonce/netonce/apply/dhcp4"
	"github.com/netonce/netonce/apply/network"
)

// dhcpSection lists the options of the lease under the names that NetworkManager
// has for them, in the order of the names.
func (d *device) dhcpSection() (section, bool) {
	lease, ok := d.facts.Leases[d.Link.Name]
	if !ok || d.profile == nil || d.external {
		return section{}, false
	}
	left := max(lease.Left(d.facts.Uptime), 0)
	options := leaseOptions(lease.Lease)
	if left < network.Forever {
		options = append(options, "expiry = "+strconv.FormatInt(d.facts.Now.Add(left).Unix(), 10))
	}
	slices.SortFunc(options, func(a, b string) int {
		x, _, _ := strings.Cut(a, " ")
		y, _, _ := strings.Cut(b, " ")
		return cmp.Or(strings.Compare(x, y), strings.Compare(a, b))
	})
	return section{"DHCP4", "GROUP", []value{list("OPTION", options)}}, true
}

func leaseOptions(l dhcp4.Lease) []string {
	var options []string
	add := func(name, value string) {
		if value != "" {
			options = append(options, name+" = "+value)
		}
	}
	if l.Broadcast.IsValid() {
		add("broadcast_address", l.Broadcast.String())
	}
	add("dhcp_client_identifier", bytesWords(l.ClientID))
	add("dhcp_lease_time", strconv.FormatInt(int64(l.Lifetime/time.Second), 10))
	if l.Server.IsValid() {
		add("dhcp_server_identifier", l.Server.String())
	}
	add("domain_name", strings.Join(l.Domains, " "))
	add("domain_name_servers", strings.Join(words(l.DNS), " "))
	add("domain_search", strings.Join(l.Search, " "))
	add("host_name", l.Hostname)
	if l.MTU != 0 {
		add("interface_mtu", strconv.Itoa(l.MTU))
	}
	add("ip_address", l.Address.Addr().String())
	add("ntp_servers", strings.Join(words(l.NTP), " "))
	add("routers", strings.Join(words(l.Routers), " "))
	add("rfc3442_classless_static_routes", classless(l.Routes))
	add("subnet_mask", net.IP(net.CIDRMask(l.Address.Bits(), 32)).String())
	return options
}

func bytesWords(b []byte) string {
	var pairs []string
	for _, x := range b {
		pairs = append(pairs, hex.EncodeToString([]byte{x}))
	}
	return strings.Join(pairs, ":")
}

func classless(routes []dhcp4.Route) string {
	var list []string
	for _, r := range routes {
		list = append(list, r.Destination.String()+" "+r.Gateway.String())
	}
	return strings.Join(list, " ")
}
