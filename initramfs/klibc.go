package initramfs

import (
	"strconv"
	"strings"
	"time"

	"netonce/apply/dhcp4"
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

func (f *Facts) klibc4(uptime time.Duration) string {
	p, dns := f.first(false), append(f.servers(false), "0.0.0.0", "0.0.0.0")
	lease, proto := &dhcp4.Lease{}, "none"
	if f.Lease != nil {
		lease, proto = f.Lease, "dhcp"
	}
	server := f.Server // the command line's goes first
	if !server.IsValid() {
		server = lease.NextServer
	}
	return assigned("DEVICE PROTO IPV4ADDR IPV4BROADCAST IPV4NETMASK IPV4GATEWAY IPV4DNS0 IPV4DNS1 HOSTNAME DNSDOMAIN NISDOMAIN ROOTSERVER ROOTPATH filename UPTIME DHCPLEASETIME DOMAINSEARCH", true,
		f.Interface, proto, p.Addr().String(), ipv4(f.Broadcast), netmask(p), ipv4(f.gateway(false)), dns[0], dns[1], f.Hostname, f.Domain, "",
		ipv4(server), lease.RootPath, lease.BootFile, seconds10(uptime), seconds10(lease.Lifetime), strings.Join(f.searched(), " "))
}

func (f *Facts) klibc6() string {
	p, dns, proto := f.first(true), append(f.servers(true), "", ""), "none"
	if f.DHCP6 {
		proto = "dhcp6"
	}
	return assigned("DEVICE6 IPV6PROTO IPV6ADDR IPV6NETMASK IPV6GATEWAY IPV6DNS0 IPV6DNS1 HOSTNAME DNSDOMAIN IPV6DOMAINSEARCH", true,
		f.Interface, proto, p.Addr().String(), strconv.Itoa(p.Bits()), text(f.gateway(true)), dns[0], dns[1], f.Hostname, f.Domain, strings.Join(f.searched(), " "))
}

func seconds10(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }
