package initramfs

import (
	"io/fs"
	"net"
	"net/netip"
	"path"
	"strings"

	"netonce/ifcfg"
)

// dhcpOrigin is that of addresses that the firmware has got by DHCP
// (Documentation/ABI/testing/sysfs-ibft; the iBFT specification's Prefix Origin).
const dhcpOrigin = "3"

// firmware makes profiles of the cards that the iSCSI Boot Firmware Table lists, as the
// kernel shows it in /sys.
func (r *reader) firmware(sys fs.FS) {
	dirs, err := fs.Glob(sys, "firmware/ibft/ethernet*")
	w := word{key: "ip", pos: ifcfg.Pos{File: r.name}}
	if err != nil || len(dirs) == 0 {
		r.fail(w, "ibft: the firmware has left no table (/sys/firmware/ibft)")
		return
	}
	for _, dir := range dirs {
		r.firmwareCard(w, dir, func(name string) string {
			b, err := fs.ReadFile(sys, path.Join(dir, name))
			if err != nil {
				return ""
			}
			return strings.TrimSpace(string(b))
		})
	}
}

func (r *reader) firmwareCard(w word, dir string, read func(name string) string) {
	mac, err := net.ParseMAC(read("mac"))
	if err != nil {
		r.fail(w, "%s: mac: %v", dir, err)
		return
	}
	p := r.forCard(strings.ToUpper(mac.String()))
	p.id = "iBFT Connection " + path.Base(dir)[len("ethernet"):]
	if id := read("vlan"); id != "" && id != "0" {
		r.warn(w, "%s: VLAN %s: write vlan=, which the table has no name for", dir, id)
	}
	if a, err := netip.ParseAddr(read("ip-addr")); err == nil && !a.IsUnspecified() && read("origin") != dhcpOrigin {
		mask := read("prefix-len")
		if mask == "" {
			mask = read("subnet-mask")
		}
		if address, ok := r.address(w, a.String(), mask); ok {
			f := p.family(a)
			f.addresses, f.method, f.fatal, f.required = []netip.Prefix{address}, manual, true, false
			other := &p.six
			if a.Is6() {
				other = &p.four
			}
			*other = family{}
		}
		if g, err := netip.ParseAddr(read("gateway")); err == nil && !g.IsUnspecified() {
			p.family(g).gateway = g.String()
		}
	}
	for _, name := range []string{"primary-dns", "secondary-dns"} {
		if s, err := netip.ParseAddr(read(name)); err == nil && !s.IsUnspecified() {
			p.dns = append(p.dns, s.String())
		}
	}
}
