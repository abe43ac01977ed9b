package nmcli

import (
	"cmp"
	"encoding/hex"
	"net"
	"net/netip"
	"sort"
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
	sort.Slice(options, func(i, j int) bool {
		x, _, _ := strings.Cut(options[i], " ")
		y, _, _ := strings.Cut(options[j], " ")
		return cmp.Or(strings.Compare(x, y), strings.Compare(options[i], options[j])) < 0
	})
	return section{"DHCP4", "GROUP", []value{list("OPTION", options)}}, true
}

// leaseOptions are "name = value" of what the lease has.
func leaseOptions(l dhcp4.Lease) []string {
	pairs := []string{
		"broadcast_address", addressWord(l.Broadcast),
		"dhcp_client_identifier", bytesWords(l.ClientID),
		"dhcp_lease_time", strconv.FormatInt(int64(l.Lifetime/time.Second), 10),
		"dhcp_server_identifier", addressWord(l.Server),
		"domain_name", strings.Join(l.Domains, " "),
		"domain_name_servers", strings.Join(words(l.DNS), " "),
		"domain_search", strings.Join(l.Search, " "),
		"host_name", l.Hostname,
		"interface_mtu", strings.TrimPrefix(strconv.Itoa(l.MTU), "0"), // 0: none
		"ip_address", addressWord(l.Address.Addr()),
		"ntp_servers", strings.Join(words(l.NTP), " "),
		"routers", strings.Join(words(l.Routers), " "),
		"rfc3442_classless_static_routes", classless(l.Routes),
		"subnet_mask", net.IP(net.CIDRMask(l.Address.Bits(), 32)).String(),
	}
	var options []string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			options = append(options, pairs[i]+" = "+pairs[i+1])
		}
	}
	return options
}

// addressWord is an address, empty for none.
func addressWord(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
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
