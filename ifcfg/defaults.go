package ifcfg

import (
	"fmt"
	"net/netip"
	"strings"
)

// Defaults is what /etc/sysconfig/network says for every profile.
type Defaults struct {
	Gateway       Field[netip.Addr]
	GatewayDevice Field[string] // the only one with an IPv4 default route
	IPv6Init      Field[bool]
	IPv6Gateway   Field[netip.Addr] // with its zone
	IPv6Device    Field[string]
	Options       []Field[string]
	Diagnostics   []Diagnostic
}

// IPv6DefaultDevice is the only interface with an IPv6 default route, where the
// file names one: the gateway's zone before IPV6_DEFAULTDEV.
func (d Defaults) IPv6DefaultDevice() Field[string] {
	if zone := d.IPv6Gateway.Value.Zone(); zone != "" {
		return Field[string]{Value: zone, Pos: d.IPv6Gateway.Pos, Key: d.IPv6Gateway.Key}
	}
	return d.IPv6Device
}

// readDefaults reads the global file. NetworkManager reads but a few keys of it;
// the old scripts took any key of a profile from it, which is told.
func (t keyTable) readDefaults(f *File) Defaults {
	r := &reader{p: &Profile{File: profilePrefix}, file: f.Name, table: t}
	r.p.Diagnostics = append(r.p.Diagnostics, f.Diagnostics()...)
	var d Defaults
	rows := map[string]func(*reader, value){
		"GATEWAY":         field(forwarder(ParseIPv4), func(*reader) *Field[netip.Addr] { return &d.Gateway }),
		"GATEWAYDEV":      field(interfaceName, func(*reader) *Field[string] { return &d.GatewayDevice }),
		"IPV6INIT":        boolean(false, func(*reader) *Field[bool] { return &d.IPv6Init }),
		"IPV6_DEFAULTGW":  field(forwarder(ParseIPv6Zone), func(*reader) *Field[netip.Addr] { return &d.IPv6Gateway }),
		"IPV6_DEFAULTDEV": field(interfaceName, func(*reader) *Field[string] { return &d.IPv6Device }),
		"RES_OPTIONS":     list(text, func(*reader) *[]Field[string] { return &d.Options }),
		"NETWORKING": func(r *reader, v value) {
			if isNo(v.Value) {
				r.warn(v, "unread", "NetworkManager never read this: the profiles are applied", "disable netonce.service, or write ONBOOT=no into the profiles")
			}
		},
	}
	for a := range f.Assignments() {
		if read := rows[a.Key]; read == nil {
			r.foreign(a)
		} else if a.Value != "" {
			read(r, value{a, -1})
		}
	}
	inFileOrder(r.p.Diagnostics)
	d.Diagnostics = r.p.Diagnostics
	return d
}

// foreign tells of a key that has no effect in the global file.
func (r *reader) foreign(a Assignment) {
	k, index := r.table.find(a.Key)
	switch {
	case k == nil:
		r.unknownKey(a)
	case k.Scope == ScopeGlobal:
		r.known(k, value{a, index})
	case k.Fate != Stateless && a.Value != "":
		r.warn(value{a, index}, "unread", "NetworkManager reads this key in profiles only; it has no effect here", "write it into the ifcfg files")
	}
}

// forwarder narrows a parser to addresses that a gateway can have.
func forwarder(parse func(string) (netip.Addr, error)) func(string) (netip.Addr, error) {
	return func(s string) (netip.Addr, error) {
		a, err := parse(strings.TrimSpace(s))
		if err == nil && !canForward(a.WithZone("")) {
			err = fmt.Errorf("%s cannot be a gateway", a)
		}
		return a, err
	}
}
