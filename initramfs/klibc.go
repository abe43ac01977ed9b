package initramfs

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Klibc makes the files that klibc's ipconfig leaves for initramfs-tools and mkinitcpio, by
// name: of IPv4 net-IFACE.conf (dump_device_config), of IPv6, which ipconfig does not speak,
// net6-IFACE.conf in the words that those who read such files know.
func Klibc(all []Facts, uptime time.Duration) map[string]string {
	files := map[string]string{}
	for n := range all {
		f := &all[n]
		if f.first(false).IsValid() {
			files["net-"+f.Interface+".conf"] = f.klibc4(uptime)
		}
		if f.first(true).IsValid() {
			files["net6-"+f.Interface+".conf"] = f.klibc6()
		}
	}
	return files
}

func (f *Facts) klibc4(uptime time.Duration) (lines string) {
	p, dns := f.first(false), append(f.servers(false), netip.Addr{}, netip.Addr{})
	lease, proto := Lease{NextServer: f.Server}, "none"
	if f.Lease != nil {
		lease, proto = *f.Lease, "dhcp"
	}
	if f.Server.IsValid() { // the command line's goes first
		lease.NextServer = f.Server
	}
	for _, line := range [][2]string{
		{"DEVICE", f.Interface}, {"PROTO", proto},
		{"IPV4ADDR", p.Addr().String()}, {"IPV4BROADCAST", ipv4(f.Broadcast)}, {"IPV4NETMASK", netmask(p)}, {"IPV4GATEWAY", ipv4(f.gateway(false))},
		{"IPV4DNS0", ipv4(dns[0])}, {"IPV4DNS1", ipv4(dns[1])},
		{"HOSTNAME", f.Hostname}, {"DNSDOMAIN", f.Domain}, {"NISDOMAIN", ""},
		{"ROOTSERVER", ipv4(lease.NextServer)}, {"ROOTPATH", lease.RootPath}, {"filename", lease.BootFile},
		{"UPTIME", seconds10(uptime)}, {"DHCPLEASETIME", seconds10(lease.Lifetime)}, {"DOMAINSEARCH", strings.Join(f.Search, " ")},
	} {
		lines += assign(line[0], line[1])
	}
	return lines
}

func (f *Facts) klibc6() (lines string) {
	p, dns, proto := f.first(true), append(f.servers(true), netip.Addr{}, netip.Addr{}), "none"
	if f.DHCP6 {
		proto = "dhcp6"
	}
	for _, line := range [][2]string{
		{"DEVICE6", f.Interface}, {"IPV6PROTO", proto},
		{"IPV6ADDR", p.Addr().String()}, {"IPV6NETMASK", strconv.Itoa(p.Bits())}, {"IPV6GATEWAY", text(f.gateway(true))},
		{"IPV6DNS0", text(dns[0])}, {"IPV6DNS1", text(dns[1])},
		{"HOSTNAME", f.Hostname}, {"DNSDOMAIN", f.Domain}, {"IPV6DOMAINSEARCH", strings.Join(f.Search, " ")},
	} {
		lines += assign(line[0], line[1])
	}
	return lines
}

func seconds10(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }
