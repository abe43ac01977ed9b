package initramfs

import (
	"net/netip"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// method is where the addresses of a family come from.
type method uint8

const (
	disabled method = iota
	automatic
	manual
	linkLocal
)

// family is what is asked for of one address family.
type family struct {
	method    method
	fatal     bool // the profile is nothing without it
	required  bool // it is waited for
	addresses []netip.Prefix
	gateway   string
	routes    []string // lines of a route file
}

// pair is a key with its value.
type pair struct{ key, value string }

// profile is one that is being made.
type profile struct {
	id       string
	device   string // empty: any
	hardware string // address of the card that it is for
	kind     string // TYPE; empty: a port, whose kind its controller says
	multiple bool   // for every interface that has none of its own
	priority int
	wait     bool // for the device
	port     bool // it has no addresses
	asked    bool // there was an ip= for it
	four     family
	six      family
	dns      []string
	hostname string
	more     []pair
}

// set sets a key, for the last time or anew.
func (p *profile) set(key, value string) {
	for i := range p.more {
		if p.more[i].key == key {
			p.more[i].value = value
			return
		}
	}
	p.more = append(p.more, pair{key, value})
}

// file is the suffix of the profile's files.
func (p *profile) file() string {
	if p.device != "" {
		return p.device
	}
	return strings.ReplaceAll(strings.ToLower(strings.TrimSuffix(p.id, " Connection")), " ", "-")
}

// texts are the files that the profile amounts to.
func (p *profile) texts(r *reader) map[string]string {
	var b strings.Builder
	say := func(key, value string) {
		if value != "" {
			b.WriteString(key + "=" + ifcfg.Quote(value) + "\n")
		}
	}
	say("NAME", p.id)
	say("DEVICE", p.device)
	say("HWADDR", p.hardware)
	say("TYPE", p.kind)
	say("ONBOOT", "yes")
	say("AUTOCONNECT_PRIORITY", strconv.Itoa(p.priority))
	say("AUTOCONNECT_RETRIES", "1")
	say("MULTI_CONNECT", map[bool]string{true: "3", false: "1"}[p.multiple])
	if p.wait {
		say("DEVTIMEOUT", strconv.Itoa(r.deviceTimeout))
	}
	for _, m := range p.more {
		say(m.key, m.value)
	}
	files := map[string]string{}
	if !p.port {
		p.sayFour(r, say)
		p.saySix(r, say)
		for n, s := range p.dns {
			say("DNS"+strconv.Itoa(n+1), s)
		}
		if r.noPeerDNS {
			say("PEERDNS", "no")
			say("IPV6_PEERDNS", "no")
		}
		for kind, f := range map[string]*family{"route-": &p.four, "route6-": &p.six} {
			if len(f.routes) > 0 {
				files[kind+p.file()] = strings.Join(f.routes, "\n") + "\n"
			}
		}
	}
	files["ifcfg-"+p.file()] = b.String()
	return files
}

func (p *profile) sayFour(r *reader, say func(key, value string)) {
	f := &p.four
	if f.method == automatic {
		say("BOOTPROTO", "dhcp")
		say("IPV4_DHCP_TIMEOUT", strconv.Itoa(r.dhcpTimeout*r.dhcpRetry))
		say("DHCP_HOSTNAME", p.hostname)
		say("DHCP_VENDOR_CLASS_IDENTIFIER", r.vendorClass)
	} else {
		say("BOOTPROTO", "none")
	}
	for n, a := range f.addresses {
		index := ""
		if n > 0 {
			index = strconv.Itoa(n)
		}
		say("IPADDR"+index, a.Addr().String())
		say("PREFIX"+index, strconv.Itoa(a.Bits()))
	}
	say("GATEWAY", f.gateway)
	f.sayNeed("4", r.requiredTime, say)
}

func (p *profile) saySix(r *reader, say func(key, value string)) {
	f := &p.six
	switch f.method {
	case disabled:
		say("IPV6INIT", "no")
		say("IPV6_DISABLED", "yes")
	case automatic:
		say("IPV6INIT", "yes")
		say("IPV6_DHCP_TIMEOUT", strconv.Itoa(r.dhcpTimeout*r.dhcpRetry))
		say("DHCPV6_HOSTNAME", p.hostname)
	default:
		say("IPV6INIT", "yes")
		say("IPV6_AUTOCONF", "no")
	}
	for n, a := range f.addresses {
		if n == 0 {
			say("IPV6ADDR", a.String())
		}
	}
	var more []string
	for _, a := range f.addresses[min(1, len(f.addresses)):] {
		more = append(more, a.String())
	}
	say("IPV6ADDR_SECONDARIES", strings.Join(more, " "))
	say("IPV6_DEFAULTGW", f.gateway)
	f.sayNeed("6", r.requiredTime, say)
}

func (f *family) sayNeed(version, time string, say func(key, value string)) {
	if f.fatal {
		say("IPV"+version+"_FAILURE_FATAL", "yes")
	}
	if f.required && time != "0" {
		say("IPV"+version+"_REQUIRED_TIMEOUT", time)
	}
}
