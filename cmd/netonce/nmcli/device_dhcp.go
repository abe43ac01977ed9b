package nmcli

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"net"
	"net/netip"
	"sort"
	"strconv"
	"strings"
	"time"

	"netonce/apply/dhcp4"
	"netonce/apply/dhcp6"
	"netonce/apply/network"
)

// ipSections are what is known of each family, with its lease where there is one.
func (d *device) ipSections() []section {
	list := []section{d.ipSection(false)}
	if dhcp, ok := d.dhcpSection(); ok {
		list = append(list, dhcp)
	}
	list = append(list, d.ipSection(true))
	if dhcp, ok := d.dhcp6Section(); ok {
		list = append(list, dhcp)
	}
	return list
}

// dhcpSection lists the options of the lease under the names that NetworkManager
// has for them, in the order of the names.
func (d *device) dhcpSection() (section, bool) {
	lease, ok := d.facts.Leases[d.Link.Name]
	if !ok || d.profile == nil || d.external {
		return section{}, false
	}
	return section{"DHCP4", "GROUP", []value{list("OPTION", d.options(leaseOptions(lease.Lease), lease.Left(d.facts.Uptime)))}}, true
}

// dhcp6Section is the same for DHCPv6.
func (d *device) dhcp6Section() (section, bool) {
	lease, ok := d.facts.Leases6[d.Link.Name]
	if !ok || d.profile == nil || d.external {
		return section{}, false
	}
	left := time.Duration(network.Forever)
	if !lease.Informs() {
		left = lease.Left(lease.Lease.Lifetime, d.facts.Uptime)
	}
	return section{"DHCP6", "GROUP", []value{list("OPTION", d.options(lease6Options(lease.Lease), left))}}, true
}

// options are "name = value" of pairs that have a value, with the end of what ends.
func (d *device) options(pairs []string, left time.Duration) (options []string) {
	if left < network.Forever {
		pairs = append(pairs, "expiry", strconv.FormatInt(d.facts.Now.Add(max(left, 0)).Unix(), 10))
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			options = append(options, pairs[i]+" = "+pairs[i+1])
		}
	}
	sort.Slice(options, func(i, j int) bool {
		x, _, _ := strings.Cut(options[i], " ")
		y, _, _ := strings.Cut(options[j], " ")
		return cmp.Or(strings.Compare(x, y), strings.Compare(options[i], options[j])) < 0
	})
	return options
}

// lease6Options are names and values of what a DHCPv6 lease has.
func lease6Options(l dhcp6.Lease) []string {
	pairs := []string{
		"dhcp6_client_id", bytesWords(l.ClientDUID),
		"dhcp6_domain_search", strings.Join(l.Search, " "),
		"dhcp6_name_servers", strings.Join(words(l.DNS), " "),
		"dhcp6_ntp_servers", strings.Join(words(l.NTP), " "),
		"dhcp6_server_id", bytesWords(l.Server),
	}
	for _, a := range l.Addresses {
		pairs = append(pairs, "iaid", bytesWords(binary.BigEndian.AppendUint32(nil, l.IAID)), "ip6_address", a.Prefix.Addr().String())
	}
	return pairs
}

// leaseOptions are names and values of what the lease has.
func leaseOptions(l dhcp4.Lease) []string {
	return []string{
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
