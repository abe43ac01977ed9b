package initramfs

import (
	"cmp"
	"net/netip"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// ip reads ip= in all of its forms.
func (r *reader) ip(w word) {
	if w.value == "" {
		return
	}
	r.requests++
	if w.value == "ibft" || w.value == "fw" {
		r.ibft = true
		return
	}
	f := w.fields()
	if mac := f.hardwareAddr(); mac != "" {
		r.ipMethod(w, r.forCard(mac), f.next(), &f)
		return
	}
	first := f.next()
	switch {
	case !f.more && !strings.HasPrefix(w.value, "["):
		r.ipMethod(w, r.all(), first, &f)
	case first != "" && !looksLikeAddress(first):
		r.ipMethod(w, r.named(first), f.next(), &f)
	default:
		r.ipExplicit(w, first, &f)
	}
}

// looksLikeAddress tells an address, be it a wrong one, from the name of an interface.
func looksLikeAddress(s string) bool {
	return strings.Contains(s, ":") || strings.Trim(s, "0123456789./") == ""
}

// ipExplicit reads CLIENT:PEER:GATEWAY:NETMASK:HOSTNAME:INTERFACE:METHOD and what follows.
func (r *reader) ipExplicit(w word, client string, f *fields) {
	peer, gateway, mask, hostname, device := f.next(), f.next(), f.next(), f.next(), f.next()
	address, ok := r.address(w, client, mask)
	if !ok {
		return
	}
	p := r.deviceOrAll(device)
	if peer != "" {
		r.server(w, peer, device)
	}
	if hostname != "" {
		if _, err := netip.ParseAddr(hostname); err == nil {
			r.warn(w, "%q is an address and no host name", hostname)
		} else {
			r.hostname, p.hostname = hostname, hostname
		}
	}
	if address.IsValid() {
		p.multiple = false
		family := p.family(address.Addr())
		family.addresses = append(family.addresses, address)
		family.fatal = true
	}
	if gateway != "" {
		if g, err := netip.ParseAddr(gateway); err == nil {
			p.family(g).gateway = g.String()
		} else {
			r.fail(w, "gateway %q is no address", gateway)
		}
	}
	r.ipMethod(w, p, f.next(), f)
}

// server takes the second address for the server of the root file system, which it is in
// the kernel's form (nfsroot.rst) and to dracut's nfs module; the interface has no other end.
func (r *reader) server(w word, text, device string) {
	text, _, _ = strings.Cut(text, "/")
	a, err := netip.ParseAddr(text)
	if err != nil {
		r.fail(w, "server %q is no address", text)
		return
	}
	r.servers4[device] = a
}

// address makes one of a client's address and a netmask, in either form; the zero Prefix
// of nothing.
func (r *reader) address(w word, client, mask string) (netip.Prefix, bool) {
	if client == "" {
		return netip.Prefix{}, true
	}
	text, length, hasLength := strings.Cut(client, "/")
	a, err := netip.ParseAddr(text)
	if err != nil {
		r.fail(w, "%q is no address", client)
		return netip.Prefix{}, false
	}
	if hasLength {
		mask = length
	}
	bits, ok := maskBits(mask, a.BitLen())
	if ok {
		return netip.PrefixFrom(a, bits), true
	}
	bits = 64
	if a.Is4() {
		bits = ifcfg.ClassfulBits(a)
	}
	if mask != "" {
		r.fail(w, "netmask %q; /%d is taken", mask, bits)
	} else {
		r.warn(w, "%v without a netmask; /%d is taken", a, bits)
	}
	return netip.PrefixFrom(a, bits), true
}

// maskBits reads a netmask: a number of bits or, of IPv4, dotted decimal.
func maskBits(mask string, most int) (bits int, ok bool) {
	if n, err := strconv.Atoi(mask); err == nil {
		return n, n >= 0 && n <= most
	}
	n, err := ifcfg.ParseNetmask(mask)
	return n, err == nil && most == 32
}

// methodOf is what a word of ip= asks for of both families.
type methodOf struct {
	four, six     method
	fatal4        bool
	fatal6        bool
	wait4, wait6  bool
	onlyAddresses bool // static, or nothing
}

func methods() map[string]methodOf {
	dhcp := methodOf{four: automatic, six: automatic, fatal4: true}
	six := methodOf{six: automatic, fatal6: true}
	both := methodOf{four: automatic, six: automatic, wait4: true, wait6: true}
	any := methodOf{four: automatic, six: automatic, wait4: true}
	local := methodOf{six: linkLocal, fatal6: true}
	static := methodOf{onlyAddresses: true}
	return map[string]methodOf{
		"dhcp": dhcp, "dhcp4": dhcp, "single-dhcp": dhcp, "dhcp6": six, "auto6": six, "either6": six, "dhcp,dhcp6": both, "dhcp6,dhcp": both,
		"link6": local, "link-local": local, "none": static, "off": static, "": any, "auto": any, "any": any, "on": any, "both": any, "bootp": any, "rarp": any,
	}
}

// ipMethod reads a method and what follows: MTU and hardware address, or name servers.
func (r *reader) ipMethod(w word, p *profile, name string, f *fields) {
	m, known := methods()[name]
	if !known {
		r.fail(w, "%q is no method; addresses come by themselves", name)
		m = methods()[""]
	}
	if name == "single-dhcp" {
		r.single = true
	}
	p.asked = true
	if device := cmp.Or(p.device, p.hardware); device != "" {
		r.devices = append(r.devices, device)
	}
	p.four.take(m.four, m.fatal4, m.wait4, m.onlyAddresses)
	p.six.take(m.six, m.fatal6, m.wait6, m.onlyAddresses)
	r.ipRest(w, p, f)
}

// take takes a method up. An address that is given goes before DHCP; before what routers
// give it does not, unless nothing but addresses is wanted.
func (f *family) take(m method, fatal, wait, onlyAddresses bool) {
	switch {
	case len(f.addresses) > 0:
		f.method, f.required = manual, wait
		return
	case onlyAddresses:
		m = disabled
	}
	f.method, f.fatal, f.required = m, fatal, wait
}

func (r *reader) ipRest(w word, p *profile, f *fields) {
	if !f.more {
		return
	}
	rest := *f
	if first := rest.next(); first != "" {
		if _, err := netip.ParseAddr(first); err == nil {
			r.ipServers(w, p, f)
			return
		}
		if mtu, err := strconv.Atoi(first); err == nil && mtu >= 0 && mtu <= 1<<31-1 {
			p.set("MTU", first)
		} else {
			r.fail(w, "%q is no MTU", first)
		}
	}
	if rest.rest == "" {
		return
	}
	given := rest.rest
	if mac := rest.hardwareAddr(); mac != "" {
		p.set("MACADDR", mac)
	} else {
		r.fail(w, "%q is no hardware address", given)
	}
}

// ipServers reads up to two name servers and, in the kernel's form, a time server.
func (r *reader) ipServers(w word, p *profile, f *fields) {
	for n := 0; n < 3 && f.more; n++ {
		text := f.next()
		a, err := netip.ParseAddr(text)
		switch {
		case text == "":
		case err != nil:
			r.fail(w, "name server %q is no address", text)
		case n == 2:
			r.warn(w, "time server %v is not taken", a)
		default:
			p.dns = append(p.dns, a.String())
		}
	}
}

// family is that of an address.
func (p *profile) family(a netip.Addr) *family {
	if a.Is4() {
		return &p.four
	}
	return &p.six
}
