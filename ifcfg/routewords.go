package ifcfg

import (
	"errors"
	"fmt"
	"net/netip"
)

// routeLine reads the words of one route. With options only the words that
// OPTIONSn may hold are allowed.
type routeLine struct {
	parser  *routeParser
	route   *Route
	options bool

	words []word
	next  int
	seen  map[string]bool
}

// wordError is an error at a word.
type wordError struct {
	pos Pos
	err error
}

// routeWord is a row of the table of words: what may follow a route's
// destination. Family tells for which files it is meant, 0 for both.
type routeWord struct {
	name    string
	family  int  // 4, 6, or 0
	address bool // not in OPTIONSn
	read    func(*routeLine) error
}

func routeWords() []routeWord {
	words := []routeWord{
		{name: "to", address: true, read: func(l *routeLine) error { return l.destination(l.argument()) }},
		{name: "via", address: true, read: (*routeLine).via},
		{name: "dev", address: true, read: func(l *routeLine) error { l.argument(); return nil }},
		{name: "metric", address: true, read: (*routeLine).metric},
		{name: "preference", address: true, read: (*routeLine).metric},
		{name: "priority", address: true, read: (*routeLine).metric},
		{name: "table", read: (*routeLine).table},
		{name: "src", read: (*routeLine).source},
		{name: "from", family: 6, read: (*routeLine).from},
		{name: "tos", read: (*routeLine).tos},
		{name: "dsfield", read: (*routeLine).tos},
		{name: "scope", read: (*routeLine).scope},
		{name: "proto", read: (*routeLine).protocol},
		{name: "onlink", read: func(l *routeLine) error { l.route.OnLink = true; return nil }},
	}
	for _, option := range []string{"mtu", "window", "cwnd", "advmss", "initcwnd", "initrwnd", "hoplimit", "rto_min", "quickack"} {
		words = append(words, routeWord{name: option, read: func(l *routeLine) error { return l.option(option) }})
	}
	return words
}

// routeTypes are the words that may stand before the destination.
func routeTypes() []string {
	return []string{"unicast", "local", "broadcast", "multicast", "blackhole", "unreachable", "prohibit", "throw"}
}

// read reads all words; the error names the word that is wrong.
func (l *routeLine) read(words []word) *wordError {
	l.words, l.seen = words, map[string]bool{}
	for l.next < len(l.words) {
		w := l.words[l.next]
		l.next++
		if err := l.word(w.text); err != nil {
			return &wordError{w.pos, err}
		}
	}
	return nil
}

func (l *routeLine) word(name string) error {
	for _, row := range routeWords() {
		if row.name != name {
			continue
		}
		switch {
		case l.seen[name]:
			return fmt.Errorf("%q stands twice", name)
		case l.options && row.address:
			return fmt.Errorf("%q does not belong into OPTIONS", name)
		case row.family == 6 && !l.parser.six:
			return fmt.Errorf("%q is for IPv6 routes only", name)
		}
		l.seen[name] = true
		return row.read(l)
	}
	for _, kind := range routeTypes() {
		if name == kind && l.route.Type == "" {
			l.route.Type = kind
			return nil
		}
	}
	switch name {
	case "nexthop", "encap", "realms", "pref", "expires", "features", "congctl", "fastopen_no_cookie", "rtt", "rttvar", "reordering", "ssthresh", "weight", "nhid":
		return fmt.Errorf("%q is not built yet", name)
	}
	if l.options || l.route.Destination.IsValid() {
		return fmt.Errorf("%q is not a word of a route", name)
	}
	return l.destination(name)
}

// argument returns the next word, empty at the line's end.
func (l *routeLine) argument() string {
	if l.next == len(l.words) {
		return ""
	}
	l.next++
	return l.words[l.next-1].text
}

func (l *routeLine) destination(s string) (err error) {
	if l.route.Destination.IsValid() {
		return errors.New("there are two destinations")
	}
	l.route.Destination, err = l.parser.prefix(s)
	return err
}

func (l *routeLine) via() (err error) {
	s := l.argument()
	if s == "(null)" { // an old writer's word for none
		return nil
	}
	if s == "inet" || s == "inet6" {
		s = l.argument()
	}
	l.route.Gateway, err = l.parser.address(s)
	if err == nil && l.route.Gateway.IsUnspecified() {
		l.route.Gateway = netip.Addr{}
	}
	return err
}

func (l *routeLine) source() (err error) {
	l.route.Source, err = l.parser.address(l.argument())
	return err
}

func (l *routeLine) from() (err error) {
	l.route.From, err = l.parser.prefix(l.argument())
	l.route.From = l.route.From.Masked()
	return err
}

// here is the place of the word that was read last.
func (l *routeLine) here() Pos { return l.words[l.next-1].pos }

func (l *routeLine) metric() error {
	n, err := unsigned(l.argument())
	l.route.Metric = Field[uint32]{Value: n, Pos: l.here(), Key: "metric"}
	return err
}

func (l *routeLine) table() error {
	s := l.argument()
	n, known := map[string]uint32{"main": 254, "local": 255, "default": 253}[s]
	var err error
	if !known {
		n, err = unsigned(s)
	}
	l.route.Table = Field[uint32]{Value: n, Pos: l.here(), Key: "table"}
	return err
}

func (l *routeLine) tos() error {
	s := l.argument()
	n, err := parseHex(s)
	l.route.TOS = uint8(n)
	return err
}

func (l *routeLine) scope() error {
	s := l.argument()
	n, known := map[string]uint8{"global": 0, "site": 200, "link": 253, "host": 254, "nowhere": 255}[s]
	if !known {
		i, err := ParseInt(s, 0, 0, 255)
		if err != nil {
			return err
		}
		n = uint8(i)
	}
	l.route.Scope = Field[uint8]{Value: n, Pos: l.here(), Key: "scope"}
	return nil
}

func (l *routeLine) protocol() error {
	s := l.argument()
	n, known := map[string]uint8{"redirect": 1, "kernel": 2, "boot": 3, "static": 4, "ra": 9, "dhcp": 16}[s]
	if !known {
		i, err := ParseInt(s, 0, 0, 255)
		if err != nil {
			return err
		}
		n = uint8(i)
	}
	l.route.Protocol = Field[uint8]{Value: n, Pos: l.here(), Key: "proto"}
	return nil
}

func (l *routeLine) option(name string) error {
	s := l.argument()
	lock := s == "lock"
	if lock {
		s = l.argument()
	}
	n, err := unsigned(s)
	if err == nil && name == "quickack" && n > 1 {
		err = fmt.Errorf("%d is not in 0..1", n)
	}
	l.route.Options = append(l.route.Options, RouteOption{Word: name, Value: n, Lock: lock})
	return err
}

// parseHex reads the type of service, which ip(8) takes as hexadecimal with or
// without 0x.
func parseHex(s string) (uint8, error) {
	if len(s) < 2 || s[:2] != "0x" && s[:2] != "0X" {
		s = "0x" + s
	}
	n, err := ParseInt(s, 0, 0, 255)
	return uint8(n), err
}
