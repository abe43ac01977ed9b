package initramfs

import (
	"net"
	"net/netip"
	"strings"

	"netonce/apply/dhcp4"
)

// Facts is what the other programs of an initramfs are told of an interface that is up.
type Facts struct {
	Interface string
	// Hardware is the address of the card; empty where the interface shares it with
	// another that counts.
	Hardware  string
	Addresses []netip.Prefix
	Broadcast netip.Addr   // of the first IPv4 address
	Gateways  []netip.Addr // of default routes that no router has advertised, the best first
	DNS       []netip.Addr
	Search    []string
	Domain    string
	Hostname  string
	// Server is that of the root file system, where the command line names one.
	Server netip.Addr
	MTU    int // where one is asked for
	Lease  *dhcp4.Lease
	DHCP6  bool
}

// first is the first address of a family.
func (f *Facts) first(six bool) (p netip.Prefix) {
	for _, a := range f.Addresses {
		if a.Addr().Is6() == six {
			return a
		}
	}
	return p
}

// gateway is the best gateway of a family.
func (f *Facts) gateway(six bool) (g netip.Addr) {
	for _, a := range f.Gateways {
		if a.Is6() == six {
			return a
		}
	}
	return g
}

// servers are the name servers of a family.
func (f *Facts) servers(six bool) (list []string) {
	for _, a := range f.DNS {
		if a.Is6() == six {
			list = append(list, a.String())
		}
	}
	return list
}

// searched are the search domains, without those that only lead names somewhere.
func (f *Facts) searched() (list []string) {
	for _, d := range f.Search {
		if !strings.HasPrefix(d, "~") {
			list = append(list, d)
		}
	}
	return list
}

// netmask is that of an IPv4 prefix in dotted decimal, empty where it is none.
func netmask(p netip.Prefix) string {
	if !p.IsValid() {
		return ""
	}
	return net.IP(net.CIDRMask(p.Bits(), 32)).String()
}

// assigned has a line for each key with its value, of all or of those that have one.
func assigned(keys string, empty bool, values ...string) (lines string) {
	for n, key := range strings.Fields(keys) {
		if empty || values[n] != "" {
			lines += assign(key, values[n])
		}
	}
	return lines
}

// assign is a line for a shell to source. Whatever the value is, nothing of it is executed:
// within single quotes nothing has a meaning but their end (POSIX Shell Command Language
// 2.2.2). Control characters go, as others read such files line by line.
func assign(key, value string) string { return key + "=" + quote(value) + "\n" }

func quote(value string) string {
	value = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return -1
		}
		return c
	}, value)
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// text is an address, empty where it is none.
func text(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// ipv4 is an IPv4 address, 0.0.0.0 where it is none.
func ipv4(a netip.Addr) string {
	if !a.IsValid() {
		return "0.0.0.0"
	}
	return a.String()
}
