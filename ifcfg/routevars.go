package ifcfg

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// variables reads ADDRESSn, NETMASKn, GATEWAYn, METRICn and OPTIONSn. Like
// NetworkManager it stops at the first ADDRESSn that is missing.
func (p *routeParser) variables(f *File) {
	p.found = append(p.found, f.Diagnostics()...)
	n := 0
	for ; ; n++ {
		number := strconv.Itoa(n)
		a, ok := f.Lookup("ADDRESS" + number)
		if !ok || a.Value == "" && a.Bad == nil {
			break
		}
		if a.Bad != nil {
			continue
		}
		if err := p.variable(f, a, number); err != nil {
			p.tell(Diagnostic{Pos: err.pos, Severity: Error, Code: "value", Key: err.key, Message: err.err.Error() + "; the route is not used, the others are"})
		}
	}
	p.unread(f, n)
	inFileOrder(p.found)
}

// unread tells of keys that belong to no route.
func (p *routeParser) unread(f *File, routes int) {
	for a := range f.Assignments() {
		stem := strings.TrimRight(a.Key, "0123456789")
		number := a.Key[len(stem):]
		n, err := strconv.Atoi(number)
		known := err == nil && strconv.Itoa(n) == number
		switch stem {
		case "ADDRESS", "NETMASK", "GATEWAY", "METRIC", "OPTIONS":
		default:
			known = false
		}
		switch d := (Diagnostic{Pos: a.Pos, Severity: Warning, Key: a.Key}); {
		case !known:
			d.Pos, d.Code, d.Message = a.KeyPos, "unknown-key", "no such key in a route file"
			if stem == "PREFIX" {
				d.Hint = "write NETMASK" + number
			}
			p.tell(d)
		case n < routes || a.Value == "" && a.Bad == nil:
		case stem == "ADDRESS":
			d.Severity, d.Code, d.Message = Error, "gap", fmt.Sprintf("not read: there is no ADDRESS%d", routes)
			d.Hint = "number the routes from 0 without a gap"
			p.tell(d)
		default:
			if b, ok := f.Lookup("ADDRESS" + number); !ok || b.Value == "" && b.Bad == nil {
				d.Code, d.Message = "stray", "there is no ADDRESS"+number
				p.tell(d)
			}
		}
	}
}

// variableError is an error in one key of a route.
type variableError struct {
	pos Pos
	key string
	err error
}

func (p *routeParser) variable(f *File, address Assignment, n string) *variableError {
	fail := func(a Assignment, err error) *variableError { return &variableError{a.Pos, a.Key, err} }
	a, err := ParseIPv4(strings.TrimSpace(address.Value))
	if err != nil {
		return fail(address, err)
	}
	mask, ok := f.Lookup("NETMASK" + n)
	switch {
	case ok && mask.Bad != nil:
		return fail(mask, errUnreadable)
	case !ok || mask.Value == "":
		return fail(address, fmt.Errorf("there is no NETMASK%s", n))
	}
	bits, err := ParseNetmask(strings.TrimSpace(mask.Value))
	if err != nil {
		return fail(mask, err)
	}
	r := Route{Pos: address.Pos, Destination: netip.PrefixFrom(a, bits)}
	for _, optional := range []struct {
		key  string
		read func(Assignment) error
	}{
		{"GATEWAY", func(v Assignment) (err error) {
			r.Gateway, err = ParseIPv4(strings.TrimSpace(v.Value))
			if r.Gateway == netip.IPv4Unspecified() {
				r.Gateway = netip.Addr{}
			}
			return err
		}},
		{"METRIC", func(v Assignment) error {
			m, err := unsigned(v.Value)
			r.Metric = Field[uint32]{Value: m, Pos: v.Pos, Key: v.Key}
			return err
		}},
		{"OPTIONS", func(v Assignment) error {
			l := routeLine{parser: p, route: &r, options: true}
			if err := l.read((value{Assignment: v}).words()); err != nil {
				return err.err
			}
			return nil
		}},
	} {
		v, ok := f.Lookup(optional.key + n)
		if !ok || v.Value == "" && v.Bad == nil {
			continue
		}
		// Without its gateway or metric it would be another route.
		err := errUnreadable
		if v.Bad == nil {
			err = optional.read(v)
		}
		if err != nil {
			return fail(v, err)
		}
	}
	p.add(r)
	return nil
}

var errUnreadable = errors.New("its value cannot be read")
