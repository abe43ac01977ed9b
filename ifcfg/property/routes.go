package property

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// route is a static route as nmcli has it: destination, next hop, metric and
// attributes by their names.
type route struct {
	destination netip.Prefix
	via         netip.Addr
	metric      string // empty for the profile's
	attributes  map[string]string
}

func routeForm(six bool) *form {
	f := phrases()
	f.parse = func(s string) (string, error) {
		r, err := parseRoute(s, six)
		if err != nil {
			return "", err
		}
		return r.word(), nil
	}
	f.people = func(words []string) string {
		var shown []string
		for _, w := range words {
			r, err := parseRoute(w, six)
			if err != nil { // one that stands in the file as nmcli could not write it
				shown = append(shown, w)
				continue
			}
			shown = append(shown, r.people())
		}
		return strings.Join(shown, "; ")
	}
	return f
}

func parseRoute(s string, six bool) (route, error) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return route{}, fmt.Errorf("'%s' is not a route", s)
	}
	word, err := addresses(six).parse(fields[0])
	if err != nil {
		return route{}, err
	}
	r := route{destination: netip.MustParsePrefix(word), attributes: map[string]string{}}
	for _, f := range fields[1:] {
		name, value, isAttribute := strings.Cut(f, "=")
		switch {
		case isAttribute:
			if err := checkAttribute(name, value, six); err != nil {
				return route{}, err
			}
			r.attributes[name] = value
		case len(r.attributes) > 0 || r.metric != "":
			return route{}, fmt.Errorf("invalid route: '%s' is out of place", f)
		case strings.ContainsAny(f, ".:") && !r.via.IsValid():
			if r.via, err = parseAddress(f, six); err != nil {
				return route{}, fmt.Errorf("invalid next hop: %w", err)
			}
		default:
			n, err := ifcfg.ParseInt(f, 10, 0, 1<<32-1)
			if err != nil {
				return route{}, fmt.Errorf("invalid metric '%s'", f)
			}
			r.metric = decimal(n)
		}
	}
	if r.via.IsValid() && r.via.IsUnspecified() {
		r.via = netip.Addr{}
	}
	return r, nil
}

// routeAttributes are the attributes that a route of the ifcfg format can have:
// "number" takes 0..4294967295, "flag" true or false.
func routeAttributes() map[string]string {
	m := map[string]string{"table": "number", "src": "address", "from": "prefix", "tos": "byte", "scope": "byte", "onlink": "flag", "type": "type", "quickack": "flag", "rto_min": "number", "hoplimit": "number", "proto": "byte"}
	for _, n := range []string{"mtu", "window", "cwnd", "advmss", "initcwnd", "initrwnd"} {
		m[n], m["lock-"+n] = "number", "flag"
	}
	return m
}

func checkAttribute(name, value string, six bool) (err error) {
	switch kind := routeAttributes()[name]; kind {
	case "number":
		_, err = ifcfg.ParseInt(value, 10, 0, 1<<32-1)
	case "byte":
		_, err = ifcfg.ParseInt(value, 0, 0, 255)
	case "address":
		_, err = parseAddress(value, six)
	case "prefix":
		_, err = netip.ParsePrefix(value)
	case "flag":
		if value != "true" && value != "false" {
			err = fmt.Errorf("'%s' is neither true nor false", value)
		}
	case "type":
		if !slices.Contains([]string{"unicast", "local", "blackhole", "unreachable", "prohibit", "throw"}, value) {
			err = fmt.Errorf("'%s' is not a type of route", value)
		}
	default:
		return fmt.Errorf("unknown attribute '%s', or one that a route file cannot hold", name)
	}
	if err != nil {
		return fmt.Errorf("attribute '%s': %w", name, err)
	}
	return nil
}

// word is the route in the form of nmcli.
func (r route) word() string {
	words := []string{r.destination.String()}
	if r.via.IsValid() {
		words = append(words, r.via.String())
	}
	if r.metric != "" {
		words = append(words, r.metric)
	}
	for _, name := range r.names() {
		words = append(words, name+"="+r.attributes[name])
	}
	return strings.Join(words, " ")
}

// people is the route as nmcli shows it to people.
func (r route) people() string {
	s := "{ ip = " + r.destination.String()
	if r.via.IsValid() {
		s += ", nh = " + r.via.String()
	}
	if r.metric != "" {
		s += ", mt = " + r.metric
	}
	for _, name := range r.names() {
		s += " " + name + "=" + r.attributes[name]
	}
	return s + " }"
}

func (r route) names() []string {
	names := make([]string, 0, len(r.attributes))
	for n := range r.attributes {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// options are the attributes in the words of ip-route(8), sorted.
func (r route) options() string {
	var words []string
	for _, name := range r.names() {
		value := r.attributes[name]
		switch kind := routeAttributes()[name]; {
		case strings.HasPrefix(name, "lock-"):
			continue // stands with what it locks
		case name == "type":
			words = append(words, value)
			continue
		case name == "quickack":
			value = map[string]string{"true": "1", "false": "0"}[value]
		case kind == "flag":
			if value == "true" {
				words = append(words, name)
			}
			continue
		case name == "tos":
			n, _ := ifcfg.ParseInt(value, 0, 0, 255) // as checkAttribute let it through
			value = fmt.Sprintf("0x%02x", n)
		}
		if r.attributes["lock-"+name] == "true" {
			value = "lock " + value
		}
		words = append(words, name, value)
	}
	return strings.Join(words, " ")
}

// command is the route in the words of ip-route(8).
func (r route) command() string {
	words := []string{r.destination.String()}
	if t := r.attributes["type"]; t != "" {
		words = []string{t, r.destination.String()}
	}
	if r.via.IsValid() {
		words = append(words, "via", r.via.String())
	}
	if r.metric != "" {
		words = append(words, "metric", r.metric)
	}
	without := route{attributes: map[string]string{}}
	for n, v := range r.attributes {
		if n != "type" {
			without.attributes[n] = v
		}
	}
	return strings.TrimSpace(strings.Join(append(words, without.options()), " "))
}

// routeWords are the routes of a profile in nmcli's form.
func routeWords(routes []ifcfg.Route) []string {
	var words []string
	for _, r := range routes {
		words = append(words, fromProfile(r).word())
	}
	return words
}

func fromProfile(r ifcfg.Route) route {
	out := route{destination: r.Written, via: r.Gateway, attributes: map[string]string{}}
	if !out.destination.IsValid() {
		out.destination = r.Destination
	}
	if r.Metric.IsSet() {
		out.metric = decimal(int64(r.Metric.Value))
	}
	put := func(given bool, name, value string) {
		if given {
			out.attributes[name] = value
		}
	}
	put(r.Type != "unicast" && r.Type != "", "type", r.Type)
	put(r.Table.IsSet(), "table", decimal(int64(r.Table.Value)))
	put(r.Scope.IsSet(), "scope", decimal(int64(r.Scope.Value)))
	put(r.Protocol.IsSet(), "proto", decimal(int64(r.Protocol.Value)))
	put(r.TOS != 0, "tos", decimal(int64(r.TOS)))
	put(r.Source.IsValid(), "src", r.Source.String())
	put(r.From.IsValid(), "from", r.From.String())
	put(r.OnLink, "onlink", "true")
	for _, o := range r.Options {
		value := strconv.FormatUint(uint64(o.Value), 10)
		if o.Word == "quickack" {
			value = strconv.FormatBool(o.Value != 0)
		}
		put(true, o.Word, value)
		put(o.Lock, "lock-"+o.Word, "true")
	}
	return out
}
