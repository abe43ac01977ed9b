package initramfs

import (
	"strconv"
	"strings"
)

// Dracut makes the files in /tmp by which dracut's modules know of the network, as its
// network-legacy module leaves them (ifup.sh, dhclient-script.sh), by name. The interfaces
// are in the order in which they are to be tried; boot is the one whose root counts, empty
// where none has been named.
func Dracut(all []Facts, boot string) map[string]string {
	files := map[string]string{}
	var names []string
	for n := range all {
		f := &all[n]
		names = append(names, f.Interface)
		for _, name := range []string{f.Interface, strings.ToLower(f.Hardware)} {
			if name != "" {
				files["net."+name+".up"], files["net."+name+".did-setup"] = "", ""
			}
		}
		for n, text := range [...]string{f.routeCommands(), f.resolvConf(), f.hostnameCommand(), f.override()} {
			if text != "" {
				files["net."+f.Interface+[...]string{".gw", ".resolv.conf", ".hostname", ".override"}[n]] = text
			}
		}
		if f.Lease != nil {
			files["dhclient."+f.Interface+".dhcpopts"] = f.dhcpOptions()
			files["dhclient."+f.Interface+".lease"] = f.leaseFile()
		}
	}
	if len(names) > 0 {
		files["net.ifaces"] = strings.Join(names, " ") + "\n"
	}
	if boot != "" {
		files["net.bootdev"] = boot + "\n"
	}
	return files
}

// routeCommands make the default routes; setup_net sources them (net-lib.sh).
func (f *Facts) routeCommands() (text string) {
	for _, g := range f.Gateways {
		via, dev := quote(g.String()), quote(f.Interface)
		if p := f.first(g.Is6()); p.IsValid() && p.IsSingleIP() { // the gateway is not of its network
			text += "ip route replace " + via + " dev " + dev + "\n"
		}
		text += "ip route replace default via " + via + " dev " + dev + "\n"
	}
	return text
}

// resolvConf is resolv.conf(5) as far as this interface goes.
func (f *Facts) resolvConf() (text string) {
	search := f.searched()
	if len(search) == 0 && f.Domain != "" {
		search = []string{f.Domain}
	}
	if len(search) > 0 {
		text = "search " + strings.Join(search, " ") + "\n"
	}
	for _, s := range f.DNS {
		text += "nameserver " + s.String() + "\n"
	}
	return text
}

func (f *Facts) hostnameCommand() string {
	if f.Hostname == "" {
		return ""
	}
	return "echo " + quote(f.Hostname) + " > /proc/sys/kernel/hostname\n"
}

// override is what of the command line goes before DHCP. nfs-lib.sh takes srv for the
// server, and the ifcfg module makes profiles of the rest.
func (f *Facts) override() string {
	var ip, gateway, mask, mtu string
	p := f.first(false)
	if !p.IsValid() {
		p = f.first(true)
	}
	if f.Lease == nil && !f.DHCP6 && p.IsValid() {
		ip, gateway, mask = p.Addr().String(), text(f.gateway(p.Addr().Is6())), strconv.Itoa(p.Bits())
		if p.Addr().Is4() {
			mask = netmask(p)
		}
	}
	if f.MTU > 0 {
		mtu = strconv.Itoa(f.MTU)
	}
	return assigned("ip gw mask srv hostname mtu", false, ip, gateway, mask, text(f.Server), f.Hostname, mtu)
}

// dhcpOptions are dhclient-script's variables, those that are read: of netroot.sh,
// nfs-lib.sh, net-lib.sh and installers.
func (f *Facts) dhcpOptions() string {
	l, p := f.Lease, f.first(false)
	return assigned("new_ip_address new_subnet_mask new_routers new_dhcp_server_identifier new_next_server new_root_path new_host_name new_domain_name new_domain_name_servers filename", false,
		text(p.Addr()), netmask(p), text(f.gateway(false)), text(l.Server), text(l.NextServer), l.RootPath, f.Hostname, f.Domain, strings.Join(f.servers(false), " "), l.BootFile)
}

// leaseFile is dhclient.leases(5) with no more in it than the ifcfg module needs, which
// takes an interface without one for static.
func (f *Facts) leaseFile() string {
	return "lease {\n  interface \"" + strings.Map(plain, f.Interface) + "\";\n  fixed-address " + ipv4(f.first(false).Addr()) + ";\n}\n"
}

// plain drops what would end a word in double quotes.
func plain(c rune) rune {
	if c == '"' || c == '\\' {
		return -1
	}
	return c
}
