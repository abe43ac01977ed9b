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

	file *File
}

// ParseRoutes reads route-NAME or, with six, route6-NAME. The variable format
// (ADDRESS0=...) is recognised by its keys in IPv4 files alone, as NetworkManager
// does; everything else has one route a line in the words of ip-route(8). What
// is wrong with a route costs that route. The error is that of r.
func ParseRoutes(r io.Reader, name string, six bool) (Routes, error) {
	return parseRoutes(r, name, six, routeWords())
}

func parseRoutes(r io.Reader, name string, six bool, words map[string]routeWord) (Routes, error) {
	f, err := Parse(r, name)
	if err != nil {
		return Routes{}, err
	}
	text := strings.TrimPrefix(string(f.Bytes()), bom)
	p := routeParser{six: six, words: words, seen: map[routeKey]Pos{}}
	if !six && hasAddressKey(text) {
		p.variables(f)
	} else {
		p.commands(f)
	}
	p.tellRest()
	return Routes{p.routes, p.found, f}, nil
}

// IsVariableFormat reports whether an IPv4 route file is in the variable format.
func IsVariableFormat(f *File) bool { return hasAddressKey(string(f.Bytes())) }

// hasAddressKey reports whether a line begins with ADDRESSn=.
func hasAddressKey(text string) bool {
	for _, line := range strings.Split(text, "\n") {
		rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "ADDRESS")
		digits := strings.TrimLeft(rest, "0123456789")
		if ok && len(digits) < len(rest) && strings.HasPrefix(digits, "=") {
			return true
		}
	}
	return false
}

type routeParser struct {
	teller
	six    bool
	words  map[string]routeWord
	routes []Route
	seen   map[routeKey]Pos
}

// routeKey is what makes two routes the same to the kernel.
type routeKey struct {
	kind              string
	destination, from netip.Prefix
	gateway           netip.Addr
	metric, table     uint32
	hasMetric         bool
	tos               uint8
}

// add settles what no single word says.
func (p *routeParser) add(r Route) {
	if r.Type == "" {
		r.Type = "unicast"
	}
	r.Written = r.Destination
	if masked := r.Destination.Masked(); masked != r.Destination {
		p.report(r.Pos, Warning, "host-bits", fmt.Sprintf("%s has bits beyond its prefix length; %s is taken", r.Destination, masked), "write "+masked.String())
		r.Destination = masked
	}
	key := routeKey{r.Type, r.Destination, r.From, r.Gateway, r.Metric.Value, r.Table.Value, r.Metric.IsSet(), r.TOS}
	if first, twice := p.seen[key]; twice {
		p.report(r.Pos, Warning, "duplicate", fmt.Sprintf("line %d has this route already", first.Line), "remove the line")
		return
	}
	p.seen[key] = r.Pos
	p.routes = append(p.routes, r)
}

// address reads an address of the file's family.
func (p *routeParser) address(s string) (netip.Addr, error) {
	if p.six {
		return ParseIPv6(s)
	}
	return ParseIPv4(s)
}

// prefix reads a prefix of the file's family.
func (p *routeParser) prefix(s string) (netip.Prefix, error) { return parsePrefix(s, p.six) }

// parsePrefix reads ADDRESS/LENGTH, an address alone, or "default". As with ip(8), an
// IPv4 prefix may leave out octets that are zero, 10.19/16, or have a netmask.
func parsePrefix(s string, six bool) (netip.Prefix, error) {
	parse, bits, zero := ParseIPv4, 32, netip.IPv4Unspecified()
	if six {
		parse, bits, zero = ParseIPv6, 128, netip.IPv6Unspecified()
	}
	switch s {
	case "default", "all", "any":
		return netip.PrefixFrom(zero, 0), nil
	}
	host, length, slashed := strings.Cut(s, "/")
	full := host
	if dots := strings.Count(host, "."); slashed && !six && dots < 3 {
		full += strings.Repeat(".0", 3-dots)
	}
	a, err := parse(full)
	if err != nil {
		_, err = parse(host) // quotes what is written
		return netip.Prefix{}, err
	}
	switch {
	case slashed && !six && strings.Contains(length, "."):
		if bits, err = ParseNetmask(length); err != nil {
			return netip.Prefix{}, err
		}
	case slashed:
		n, err := ParseInt(length, 10, 0, int64(bits))
		if err != nil {
			return netip.Prefix{}, fmt.Errorf("prefix length of %q: %w", s, err)
		}
		bits = int(n)
	}
	return netip.PrefixFrom(a, bits), nil
}
