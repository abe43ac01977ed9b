package initramfs

import (
	"io/fs"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// finish does what all of the command line has to be known for.
func (r *reader) finish(sys fs.FS) {
	if r.ibft {
		r.firmware(sys)
	}
	if r.bootdev != "" {
		r.named(r.bootdev)
		r.needed = true
	}
	if r.needed && len(r.profiles) == 0 {
		r.all()
	}
	r.pxeProfile()
	if p := r.main(); r.needed && p != nil {
		p.wait = true
	}
	for _, parent := range r.parents {
		if p := r.named(parent); !p.asked && !p.port {
			p.four, p.six = family{required: true}, family{}
		}
	}
	for _, w := range r.routes {
		r.route(w)
	}
	for _, w := range r.clientIDs {
		r.clientID(w)
	}
	for _, p := range r.profiles {
		r.giveServers(p)
	}
}

// giveServers gives a profile the name servers that speak its families, behind its own.
func (r *reader) giveServers(p *profile) {
	for _, s := range r.servers {
		f := p.family(netip.MustParseAddr(s))
		if f.method != disabled && !p.port {
			p.dns = append(p.dns, s)
		}
	}
}

func (r *reader) nameserver(w word) {
	text := strings.Trim(w.value, "[]")
	a, err := netip.ParseAddr(text)
	if err != nil {
		r.fail(w, "%q is no address", w.value)
		return
	}
	r.servers = append(r.servers, a.String())
}

// route reads NETWORK/LENGTH:GATEWAY[:INTERFACE]. Without a gateway it is on the link.
func (r *reader) route(w word) {
	f := w.fields()
	network, gateway, device := f.next(), f.next(), f.next()
	to, err := netip.ParsePrefix(network)
	if err != nil {
		a, notAddress := netip.ParseAddr(network)
		if notAddress != nil {
			r.fail(w, "%q is no network", network)
			return
		}
		to = netip.PrefixFrom(a, a.BitLen())
	}
	line := to.Masked().String()
	if gateway != "" {
		g, err := netip.ParseAddr(gateway)
		if err != nil || g.Is4() != to.Addr().Is4() {
			r.fail(w, "gateway %q is no address of that family", gateway)
			return
		}
		line += " via " + g.String()
	}
	p := r.main()
	if device != "" {
		p = r.named(device)
	}
	if p == nil {
		r.fail(w, "there is no interface for it")
		return
	}
	if gateway == "" && p.device != "" {
		line += " dev " + p.device
	}
	family := p.family(to.Addr())
	family.routes = append(family.routes, line)
}

// clientID reads INTERFACE:HEX-WITH-DASHES or INTERFACE:@TEXT.
func (r *reader) clientID(w word) {
	f := w.fields()
	device := f.next()
	p := r.find(device)
	if p == nil || f.rest == "" {
		r.fail(w, "%q: not an interface that there is a profile of, a colon and an identifier", w.value)
		return
	}
	id, text := strings.CutPrefix(f.rest, "@")
	if !text {
		id = strings.ReplaceAll(id, "-", ":")
	}
	p.set("DHCP_CLIENT_ID", id)
}

// requiredTimeout reads how long a family is waited for without which the other would do.
func (r *reader) requiredTimeout(w word) {
	switch n, err := strconv.Atoi(w.value); {
	case w.value == "infinity":
		r.requiredTime = "2147483647"
	case err != nil || n < 0 || n > 1<<20:
		r.fail(w, "%q is neither infinity nor a number of 0 to %d", w.value, 1<<20)
	default:
		r.requiredTime = strconv.Itoa(n * 1000)
	}
}

// ethtool reads INTERFACE:AUTONEG:SPEED; with a speed goes full duplex.
func (r *reader) ethtool(w word) {
	f := w.fields()
	device, negotiate, speed := f.next(), f.next(), f.next()
	if device == "" {
		r.fail(w, "no interface")
		return
	}
	var options []string
	switch negotiate {
	case "on", "off":
		options = append(options, "autoneg", negotiate)
	case "":
	default:
		r.fail(w, "%q is neither on nor off", negotiate)
	}
	switch {
	case strings.Trim(speed, "0123456789") != "":
		r.fail(w, "%q is no speed", speed)
	case speed != "":
		options = append(options, "speed", speed, "duplex", "full")
	}
	if len(options) > 0 {
		r.named(device).set("ETHTOOL_OPTS", strings.Join(options, " "))
	}
}

// pxe reads BOOTIF, by which PXE says with what card it has booted: its address, with the
// type of its hardware before it, or without.
func (r *reader) pxe(w word) {
	text := w.value
	if len(text) == len("01-00-00-00-00-00-00") {
		text = text[3:]
	}
	mac, err := net.ParseMAC(text)
	if err != nil || len(mac) != 6 {
		r.fail(w, "%q is no hardware address", w.value)
		return
	}
	r.bootif = strings.ToUpper(mac.String())
}

// pxeProfile takes the card that PXE has booted with: the profile of all interfaces is for
// it, and where there is none it gets one of its own, that others go before.
func (r *reader) pxeProfile() {
	if r.bootif == "" || r.noBootif || len(r.profiles) == 0 {
		return
	}
	for _, p := range r.profiles {
		if p.device == "" && (p.hardware == "" || p.hardware == r.bootif) {
			p.hardware = r.bootif
			return
		}
	}
	p := r.add(profile{id: "BOOTIF Connection", hardware: r.bootif})
	p.priority = -200
}

// Rename is the name that the card with a hardware address is to have.
type Rename struct {
	Name string
	MAC  string
	Pos  ifcfg.Pos
}

// ifname reads NAME:HARDWARE-ADDRESS.
func (r *reader) ifname(w word) {
	f := w.fields()
	name := f.next()
	mac := f.hardwareAddr()
	if mac == "" || ifcfg.CheckInterfaceName(name) != nil {
		r.fail(w, "%q: not a name, a colon and a hardware address", w.value)
		return
	}
	if strings.HasPrefix(name, "eth") && strings.Trim(name[3:], "0123456789") == "" {
		r.warn(w, "%s: the kernel may give this name to another card", name)
	}
	r.renames = append(r.renames, Rename{name, mac, w.pos})
}

// bootDevice is what is named as such, else the card that PXE has booted with, else of
// several that are asked for the first (dracut's parse-ip-opts.sh).
func (r *reader) bootDevice() string {
	switch {
	case r.bootif != "" && !r.noBootif:
		return r.bootif
	case r.bootdev != "" || r.requests < 2 || len(r.devices) == 0:
		return r.bootdev
	}
	return r.devices[0]
}
