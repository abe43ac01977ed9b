package ifcfg

import (
	"fmt"
	"io"
	"net/netip"
	"strings"
)

// Routes is what a route file says.
type Routes struct {
	Routes      []Route
	Diagnostics []Diagnostic
}

// ParseRoutes reads route-NAME or, with six, route6-NAME. The variable format
// (ADDRESS0=...) is recognised by its keys in IPv4 files alone, as NetworkManager
// does; everything else has one route a line in the words of ip-route(8). What
// is wrong with a route costs that route. The error is that of r.
func ParseRoutes(r io.Reader, name string, six bool) (Routes, error) {
	f, err := Parse(r, name)
	if err != nil {
		return Routes{}, err
	}
	text := string(f.Bytes())
	var p routeParser
	p.six = six
	if !six && hasAddressKey(text) {
		p.variables(f)
	} else {
		p.commands(text, name)
	}
	return Routes{p.routes, p.found}, nil
}

// hasAddressKey reports whether a line begins with ADDRESSn=.
func hasAddressKey(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "ADDRESS")
		digits := strings.TrimLeft(rest, "0123456789")
		if ok && len(digits) < len(rest) && strings.HasPrefix(digits, "=") {
			return true
		}
	}
	return false
}

type routeParser struct {
	six    bool
	routes []Route
	found  []Diagnostic
}

func (p *routeParser) report(at Pos, s Severity, code, message, hint string) {
	p.found = append(p.found, Diagnostic{Pos: at, Severity: s, Code: code, Message: message, Hint: hint})
}

// add settles what no single word says.
func (p *routeParser) add(r Route) {
	if r.Type == "" {
		r.Type = "unicast"
	}
	if masked := r.Destination.Masked(); masked != r.Destination {
		p.report(r.Pos, Warning, "host-bits", fmt.Sprintf("%s has bits beyond its prefix length; %s is taken", r.Destination, masked), "write "+masked.String())
		r.Destination = masked
	}
	p.routes = append(p.routes, r)
}

// address reads an address of the file's family.
func (p *routeParser) address(s string) (netip.Addr, error) {
	if p.six {
		return ParseIPv6(s)
	}
	return ParseIPv4(s)
}

// prefix reads ADDRESS/LENGTH, an address alone, or "default". As ip(8) does, an
// IPv4 prefix may leave out octets that are zero: 10.19/16.
func (p *routeParser) prefix(s string) (netip.Prefix, error) {
	bits := 32
	zero := netip.IPv4Unspecified()
	if p.six {
		bits, zero = 128, netip.IPv6Unspecified()
	}
	if s == "default" {
		return netip.PrefixFrom(zero, 0), nil
	}
	host, length, slashed := strings.Cut(s, "/")
	if slashed && !p.six && strings.Count(host, ".") < 3 {
		host += strings.Repeat(".0", 3-strings.Count(host, "."))
	}
	a, err := p.address(host)
	if err != nil {
		return netip.Prefix{}, err
	}
	if slashed {
		n, err := ParseInt(length, 10, 0, int64(bits))
		if err != nil {
			return netip.Prefix{}, fmt.Errorf("%q: prefix length %w", s, err)
		}
		bits = int(n)
	}
	return netip.PrefixFrom(a, bits), nil
}

// variables reads ADDRESSn, NETMASKn, GATEWAYn, METRICn and OPTIONSn.
func (p *routeParser) variables(f *File) {
	p.found = append(p.found, f.Diagnostics()...)
	n := 0
	for ; ; n++ {
		a, ok := f.Lookup("ADDRESS" + fmt.Sprint(n))
		if !ok || a.Value == "" && a.Bad == nil {
			break
		}
		if a.Bad == nil {
			p.variable(f, a, fmt.Sprint(n))
		}
	}
	for a := range f.Assignments() {
		number, ok := strings.CutPrefix(a.Key, "ADDRESS")
		i, err := ParseInt(number, 10, 0, 1<<31)
		if ok && err == nil && int(i) > n {
			p.found = append(p.found, Diagnostic{Pos: a.Pos, Severity: Error, Code: "gap", Key: a.Key,
				Message: fmt.Sprintf("not read: there is no ADDRESS%d", n), Hint: "number the routes from 0 without a gap"})
		}
	}
}

func (p *routeParser) variable(f *File, address Assignment, n string) {
	r := Route{Pos: address.Pos}
	fail := func(a Assignment, err error) {
		p.found = append(p.found, Diagnostic{Pos: a.Pos, Severity: Error, Code: "value", Key: a.Key, Message: err.Error() + "; the other routes stay"})
	}
	a, err := ParseIPv4(strings.TrimSpace(address.Value))
	if err != nil {
		fail(address, err)
		return
	}
	mask, ok := f.Lookup("NETMASK" + n)
	if !ok || mask.Value == "" {
		fail(address, fmt.Errorf("there is no NETMASK%s", n))
		return
	}
	bits, err := ParseNetmask(strings.TrimSpace(mask.Value))
	if err != nil {
		fail(mask, err)
		return
	}
	r.Destination = netip.PrefixFrom(a, bits)
	if v, ok := f.Lookup("GATEWAY" + n); ok && v.Value != "" {
		if r.Gateway, err = ParseIPv4(strings.TrimSpace(v.Value)); err != nil {
			fail(v, err)
			return
		}
		if r.Gateway.IsUnspecified() {
			r.Gateway = netip.Addr{}
		}
	}
	if v, ok := f.Lookup("METRIC" + n); ok && v.Value != "" {
		m, err := unsigned(v.Value)
		if err != nil {
			fail(v, err)
			return
		}
		r.Metric = Field[uint32]{Value: m, Pos: v.Pos, Key: v.Key}
	}
	if v, ok := f.Lookup("OPTIONS" + n); ok && v.Value != "" {
		l := routeLine{parser: p, route: &r, options: true}
		if err := l.read(fields(v.Value, v.Pos)); err != nil {
			fail(v, err.err)
			return
		}
	}
	p.add(r)
}

// commands reads one route a line. A comment may follow a route, and a carriage
// return before the line's end counts as blank.
func (p *routeParser) commands(text, name string) {
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		words := fields(line, Pos{File: name, Line: number, Col: 1})
		if number == 1 && len(words) > 0 {
			words[0].text = strings.TrimPrefix(words[0].text, "\ufeff")
		}
		for i, w := range words {
			if strings.HasPrefix(w.text, "#") {
				words = words[:i]
				break
			}
		}
		if len(words) == 0 {
			continue
		}
		r := Route{Pos: words[0].pos}
		l := routeLine{parser: p, route: &r}
		if err := l.read(words); err != nil {
			p.report(err.pos, Error, "route", err.err.Error()+"; the line is not used", "")
			continue
		}
		if !r.Destination.IsValid() {
			p.report(r.Pos, Error, "route", "the line names no destination; it is not used", "")
			continue
		}
		p.add(r)
	}
}

// word is a word of a line with its place.
type word struct {
	text string
	pos  Pos
}

// fields splits a line at blanks; pos is where the line begins.
func fields(line string, pos Pos) []word {
	var words []word
	for i := 0; i < len(line); {
		if isBlank(line[i]) {
			i++
			continue
		}
		start := i
		for i < len(line) && !isBlank(line[i]) {
			i++
		}
		at := pos
		at.Col += start
		words = append(words, word{line[start:i], at})
	}
	return words
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' }
