package ifcfg

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"path"
	"strings"
)

// Files of static routes for all interfaces, beside NetworkFile.
const (
	staticRoutes  = "static-routes"
	staticRoutes6 = "static-routes-ipv6"
)

// staticRoute is a line of such a file: a route with the interface it names, or
// "any", which leaves that to the gateway.
type staticRoute struct {
	device word
	route  Route
}

// parseStaticRoutes reads static-routes, whose lines are an interface or "any" and
// then arguments of route(8) without their dashes, or static-routes-ipv6, whose
// lines are an interface, a destination and perhaps a gateway. NetworkManager
// never read either. What is wrong with a line costs that line.
func parseStaticRoutes(r io.Reader, name string) (*File, []staticRoute, []Diagnostic, error) {
	f, err := Parse(r, name)
	if err != nil {
		return nil, nil, nil, err
	}
	p := routeParser{six: path.Base(name) == staticRoutes6, words: routeWords()}
	read := p.routeCommand
	if p.six {
		read = p.line6
	}
	seen := map[string]map[routeKey]Pos{} // by interface
	var list []staticRoute
	for i, l := range f.lines {
		words := lineWords(l.text, f.pos(i, 0))
		if len(words) == 0 {
			continue
		}
		s := staticRoute{device: words[0], route: Route{Pos: words[0].pos}}
		if err := read(&s, words[1:]); err != nil {
			p.report(words[0].pos, Error, "route", err.Error()+"; the line is not used", "")
			continue
		}
		if p.seen = seen[s.device.text]; p.seen == nil {
			p.seen = map[routeKey]Pos{}
			seen[s.device.text] = p.seen
		}
		before := len(p.routes)
		p.add(s.route)
		for _, s.route = range p.routes[before:] {
			list = append(list, s)
		}
	}
	p.tellRest()
	return f, list, p.found, nil
}

// routeCommand reads arguments of route(8): net DEST netmask MASK gw GATEWAY.
func (p *routeParser) routeCommand(s *staticRoute, words []word) error {
	r := &s.route
	if len(words) < 2 {
		return errors.New("the line names no destination: write net ADDRESS/LENGTH gw GATEWAY after the interface")
	}
	host := false
	switch words[0].text {
	case "net":
		words = words[1:]
	case "host":
		words, host = words[1:], true
	}
	destination, err := p.prefix(words[0].text)
	if err != nil {
		return err
	}
	if !host && !strings.Contains(words[0].text, "/") && destination.Bits() == 32 {
		destination = netip.PrefixFrom(destination.Addr(), ClassfulBits(destination.Addr()))
	}
	r.Destination = destination
	for words = words[1:]; len(words) > 0; {
		n, err := p.routeArgument(s, words)
		if err != nil {
			return err
		}
		words = words[n:]
	}
	return nil
}

// routeArgument reads an argument with its value and returns the number of words.
func (p *routeParser) routeArgument(s *staticRoute, words []word) (n int, err error) {
	r, name := &s.route, words[0].text
	if name == "reject" {
		r.Type = "unreachable"
		return 1, nil
	}
	if len(words) == 1 {
		return 0, fmt.Errorf("%q has no value", name)
	}
	value := words[1]
	switch name {
	case "netmask":
		var bits int
		bits, err = ParseNetmask(value.text)
		r.Destination = netip.PrefixFrom(r.Destination.Addr(), bits)
	case "gw":
		r.Gateway, err = p.gateway(value.text)
	case "metric":
		r.Metric = Field[uint32]{Pos: value.pos, Key: name}
		r.Metric.Value, err = unsigned(value.text)
	case "dev":
		s.device = value
	case "mss", "window", "irtt":
		p.report(words[0].pos, Warning, "not-applied", fmt.Sprintf("%q is left out of the route", name), "write the route into a route- file")
	default:
		err = fmt.Errorf("%q is not a word of route(8) that is known here", name)
	}
	return 2, err
}

// gateway reads an address; the unspecified one means none.
func (p *routeParser) gateway(s string) (netip.Addr, error) {
	a, err := p.address(s)
	if a.IsUnspecified() {
		a = netip.Addr{}
	}
	return a, err
}

// line6 reads a destination and a gateway. The old scripts gave such a route the
// metric 1.
func (p *routeParser) line6(s *staticRoute, words []word) error {
	r := &s.route
	if len(words) == 0 || len(words) > 2 {
		return errors.New("the line is not INTERFACE DESTINATION GATEWAY")
	}
	var err error
	if r.Destination, err = p.prefix(words[0].text); err != nil {
		return err
	}
	if len(words) == 2 {
		r.Gateway, err = p.gateway(words[1].text)
	}
	r.Metric = Field[uint32]{Value: 1, Pos: r.Pos}
	return err
}

// staticRoutes gives the routes of these files to the profiles of the interfaces
// they are about.
func (l *loader) staticRoutes(h *Host) {
	for _, name := range []string{staticRoutes, staticRoutes6} {
		b, _ := l.read(PathOf(name), name, &h.Diagnostics)
		if b == nil {
			continue
		}
		f, list, found, err := parseStaticRoutes(bytes.NewReader(b), name)
		if err != nil {
			h.Diagnostics = append(h.Diagnostics, Diagnostic{Pos: Pos{File: name}, Severity: Error, Code: "file", Message: err.Error()})
			continue
		}
		l.files[name] = f
		r := newReceivers(h.Profiles)
		for _, s := range list {
			if d, ok := r.give(s, name == staticRoutes6); !ok {
				found = append(found, d)
			}
		}
		inFileOrder(found)
		h.Diagnostics = append(h.Diagnostics, found...)
	}
}

// receivers are the profiles that routes can be given to.
type receivers struct {
	byDevice map[string]*Profile
	networks networks
}

func newReceivers(profiles []*Profile) *receivers {
	r := &receivers{byDevice: map[string]*Profile{}}
	for _, p := range profiles {
		if p.Rejected {
			continue
		}
		if d := p.Device.Value; d != "" && (r.byDevice[d] == nil || p.Suffix() == d) {
			r.byDevice[d] = p
		}
		for _, a := range p.IPv4.Addresses {
			r.networks.add(a.Value, p)
		}
	}
	return r
}

// give adds a route to the profile it is for, or says why there is none.
func (r *receivers) give(s staticRoute, six bool) (Diagnostic, bool) {
	d := Diagnostic{Pos: s.device.pos, Severity: Error, Code: "route"}
	p := r.byDevice[s.device.text]
	switch {
	case s.device.text != "any" || six:
		d.Message = fmt.Sprintf("no profile is for %q: the route is not set", s.device.text)
	case !s.route.Gateway.IsValid():
		d.Message = "the line names neither an interface nor a gateway: the route is not set"
		d.Hint = "write the route into the route- file of an interface"
	default:
		p = r.networks.owner(s.route.Gateway)
		d.Message = fmt.Sprintf("no profile has an address in the network of %s: the route is not set", s.route.Gateway)
		d.Hint = "write the route into the route- file of an interface"
	}
	if p == nil {
		return d, false
	}
	ip := &p.IPv4
	if six {
		ip = &p.IPv6
	} else if ip.Method.Value == MethodDisabled {
		d.Severity, d.Code, d.Message, d.Hint = Warning, "unread", "not used: IPv4 is off in "+p.File, ""
		return d, false
	}
	ip.Routes = append(ip.Routes, s.route)
	return d, true
}
