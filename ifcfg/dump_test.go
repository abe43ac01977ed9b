package ifcfg_test

import (
	"encoding/hex"
	"fmt"
	"strings"

	"netonce/ifcfg"
)

// dumper writes what a profile says, one line a value, with the place that gave
// it. What is neither given nor different from the default is left out.
type dumper struct {
	file  string
	lines []string
}

func dump(p *ifcfg.Profile) []string {
	d := dumper{file: p.File}
	if p.Rejected {
		d.add("rejected")
	}
	field(&d, "id", p.ID, "System "+p.Suffix())
	field(&d, "uuid", p.UUID, p.UUID.Value)
	field(&d, "kind", p.Kind, p.Kind.Value)
	field(&d, "controller", p.Controller, "")
	field(&d, "parent", p.Parent, "")
	for _, f := range p.Settings {
		d.add("setting " + f.Value.Name + " " + f.Value.Value + d.at(f.Pos, f.Key))
	}
	for _, f := range p.Ethtool {
		d.add("ethtool " + f.Value.Name + "=" + f.Value.Value + d.at(f.Pos, f.Key))
	}
	field(&d, "device", p.Device, "")
	list(&d, "hwaddr", []ifcfg.Field[hardwareAddr]{cast(p.HWAddr)})
	for _, a := range p.NotHWAddr {
		list(&d, "not-hwaddr", []ifcfg.Field[hardwareAddr]{cast(a)})
	}
	if m := p.Match; m != nil {
		list(&d, "match.interface-name", m.InterfaceName)
		list(&d, "match.driver", m.Driver)
		list(&d, "match.path", m.Path)
		list(&d, "match.kernel-command-line", m.KernelCommandLine)
	}
	field(&d, "onboot", p.OnBoot, true)
	field(&d, "controlled", p.Controlled, true)
	field(&d, "priority", p.Priority, 0)
	field(&d, "device-timeout", p.DeviceTimeout, 0)
	field(&d, "mtu", p.MTU, 0)
	if p.MAC.IsSet() {
		d.add(fmt.Sprintf("mac %v%s permanent=%v", p.MAC.Value.Address, p.MAC.Value.Generated, p.MAC.Value.Permanent) + d.at(p.MAC.Pos, p.MAC.Key))
	}
	if p.Rejected && !p.Unsupported { // the rest is not settled
		return d.lines
	}
	d.ip("ipv4.", &p.IPv4, ifcfg.MethodDisabled)
	d.ip("ipv6.", &p.IPv6, ifcfg.MethodIgnore)
	field(&d, "dhcp.timeout", p.DHCP.Timeout, 0)
	field(&d, "dhcp.hostname", p.DHCP.Hostname, "")
	field(&d, "dhcp.fqdn", p.DHCP.FQDN, "")
	field(&d, "ipv4.acd", p.IPv4.ACD, p.IPv4.ACD.Value)
	field(&d, "dhcp.release", p.DHCP.Release, p.DHCP.Release.Value)
	field(&d, "dhcp.send-hostname", p.DHCP.SendHostname, p.DHCP.SendHostname.Value)
	if id := p.DHCP.ClientID; id.IsSet() {
		d.add("dhcp.client-id " + hex.EncodeToString(id.Value.Bytes) + id.Value.From + d.at(id.Pos, id.Key))
	}
	field(&d, "dhcp.vendor-class", p.DHCP.VendorClass, "")
	list(&d, "dhcp.reject", p.DHCP.Reject)
	s := p.IPv6Settings()
	field(&d, "ipv6.use-tempaddr", s.TempAddresses, 0)
	field(&d, "ipv6.addr-gen-mode", s.AddrGenMode, ifcfg.EUI64)
	list(&d, "ipv6.token", []ifcfg.Field[fmt.Stringer]{{Value: s.Token.Value, Pos: s.Token.Pos, Key: s.Token.Key}})
	field(&d, "ipv6.mtu", s.MTU, 0)
	field(&d, "ipv6.sysctls", s.Sysctls, false)
	field(&d, "ipv6.force-accept-ra", s.ForceAcceptRA, false)
	field(&d, "ipv6.router", s.Router, false)
	for _, r := range p.Rules {
		d.add("rule" + map[bool]string{true: "6"}[r.Six] + " " + r.String() + d.at(r.Pos, r.Key))
	}
	return d.lines
}

func (d *dumper) ip(prefix string, ip *ifcfg.IP, method ifcfg.Method) {
	field(d, prefix+"method", ip.Method, method)
	for _, a := range ip.Addresses {
		d.add(strings.TrimRight(prefix+"address "+a.Value.String()+" "+ip.Labels[a.Value], " ") + d.at(a.Pos, a.Key))
	}
	if ip.Gateway.Value.IsValid() {
		list(d, prefix+"gateway", []ifcfg.Field[fmt.Stringer]{{Value: ip.Gateway.Value, Pos: ip.Gateway.Pos, Key: ip.Gateway.Key}})
	}
	for _, r := range ip.Routes {
		d.add(prefix + "route " + route(r) + d.at(r.Pos, ""))
	}
	field(d, prefix+"never-default", ip.NeverDefault, false)
	field(d, prefix+"metric", ip.Metric, 0)
	field(d, prefix+"table", ip.Table, 0)
	field(d, prefix+"peer-dns", ip.PeerDNS, ip.PeerDNS.Value)
	field(d, prefix+"peer-routes", ip.PeerRoutes, ip.PeerRoutes.Value)
	list(d, prefix+"dns", ip.DNS)
	list(d, prefix+"search", ip.Search)
	list(d, prefix+"option", ip.Options)
	field(d, prefix+"dns-priority", ip.DNSPriority, 0)
	field(d, prefix+"fatal", ip.Fatal, false)
}

// hardwareAddr is comparable, unlike a slice.
type hardwareAddr string

func cast[T fmt.Stringer](f ifcfg.Field[T]) ifcfg.Field[hardwareAddr] {
	return ifcfg.Field[hardwareAddr]{Value: hardwareAddr(f.Value.String()), Pos: f.Pos, Key: f.Key}
}

func (d *dumper) add(line string) { d.lines = append(d.lines, line) }

// at is the place of a value, without the file's name where it is the profile.
func (d *dumper) at(p ifcfg.Pos, key string) string {
	if !p.IsSet() {
		return ""
	}
	s := p.String()
	if p.File == d.file {
		s = s[len(d.file)+1:]
	}
	return strings.TrimRight(" @"+s+" "+key, " ")
}

func field[T comparable](d *dumper, name string, f ifcfg.Field[T], otherwise T) {
	if f.IsSet() || f.Value != otherwise {
		d.add(fmt.Sprintf("%s %v", name, f.Value) + d.at(f.Pos, f.Key))
	}
}

func list[T any](d *dumper, name string, fields []ifcfg.Field[T]) {
	for _, f := range fields {
		if f.IsSet() {
			d.add(fmt.Sprintf("%s %v", name, f.Value) + d.at(f.Pos, f.Key))
		}
	}
}

// route writes a route in the words of ip(8).
func route(r ifcfg.Route) string {
	s := r.Type + " " + r.Destination.String()
	word := func(given bool, name string, value any) {
		if given {
			s += fmt.Sprintf(" %s %v", name, value)
		}
	}
	word(r.Gateway.IsValid(), "via", r.Gateway)
	word(r.Source.IsValid(), "src", r.Source)
	word(r.From.IsValid(), "from", r.From)
	word(r.Metric.IsSet(), "metric", r.Metric.Value)
	word(r.Table.IsSet(), "table", r.Table.Value)
	word(r.Scope.IsSet(), "scope", r.Scope.Value)
	word(r.Protocol.IsSet(), "proto", r.Protocol.Value)
	word(r.TOS != 0, "tos", fmt.Sprintf("%#02x", r.TOS))
	if r.OnLink {
		s += " onlink"
	}
	for _, o := range r.Options {
		lock := ""
		if o.Lock {
			lock = "lock "
		}
		word(true, o.Word, fmt.Sprint(lock, o.Value))
	}
	return s
}

func told(found []ifcfg.Diagnostic) []string {
	var lines []string
	for _, d := range found {
		s := d.String()
		if d.Hint != "" {
			s += " (" + d.Hint + ")"
		}
		lines = append(lines, s)
	}
	return lines
}
