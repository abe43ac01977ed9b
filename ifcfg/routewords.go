package ifcfg

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
)

// routeLine reads the words of one route. With options only the words that
// OPTIONSn may hold are allowed.
type routeLine struct {
	parser  *routeParser
	route   *Route
	options bool

	words []word
	next  int
	seen  []string
}

// wordError is an error at a word.
type wordError struct {
	pos  Pos
	word string
	err  error
}

// routeWord is a row of the table of words: what may follow a route's
// destination.
type routeWord struct {
	word    string
	same    string // the word that it is another name of
	family  int    // 4 or 6 where it means nothing to the other, else 0
	address bool   // not in OPTIONSn
	flag    bool   // has no argument
	read    func(*routeLine) error
}

func routeWords() map[string]routeWord {
	rows := [...]routeWord{
		{word: "to", address: true, read: func(l *routeLine) error { return l.destination(l.argument()) }},
		{word: "via", address: true, read: (*routeLine).via},
		{word: "dev", address: true, read: func(l *routeLine) error { l.argument(); return nil }},
		{word: "metric", address: true, read: (*routeLine).metric},
		{word: "preference", same: "metric", address: true, read: (*routeLine).metric},
		{word: "priority", same: "metric", address: true, read: (*routeLine).metric},
		{word: "table", read: (*routeLine).table},
		{word: "src", read: (*routeLine).source},
		{word: "from", family: 6, read: (*routeLine).from},
		{word: "tos", family: 4, read: (*routeLine).tos},
		{word: "dsfield", family: 4, same: "tos", read: (*routeLine).tos},
		{word: "scope", family: 4, read: (*routeLine).scope},
		{word: "proto", read: (*routeLine).protocol},
		{word: "onlink", flag: true, read: func(l *routeLine) error { l.route.OnLink = true; return nil }},
	}
	words := make(map[string]routeWord, 2*len(rows))
	for i := range rows {
		words[rows[i].word] = rows[i]
	}
	for _, option := range []string{"mtu", "window", "cwnd", "advmss", "initcwnd", "initrwnd", "hoplimit", "rto_min", "quickack"} {
		words[option] = routeWord{read: func(l *routeLine) error { return l.option(option) }}
	}
	return words
}

// isRouteType tells the words that may stand before the destination.
func isRouteType(s string) bool {
	switch s {
	case "unicast", "local", "broadcast", "multicast", "blackhole", "unreachable", "prohibit", "throw":
		return true
	}
	return false
}

// read reads all words; the error is at the last one that was looked at.
func (l *routeLine) read(words []word) *wordError {
	l.words = words
	for l.next < len(l.words) {
		w := l.words[l.next].text
		l.next++
		if err := l.word(w); err != nil {
			return &wordError{l.here(), w, err}
		}
	}
	return nil
}

func (l *routeLine) word(name string) error {
	if row, ok := l.parser.words[name]; ok {
		return l.known(name, row)
	}
	if isRouteType(name) && l.route.Type == "" {
		l.route.Type = name
		return nil
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

func (l *routeLine) known(name string, row routeWord) error {
	one := cmp.Or(row.same, name)
	switch {
	case slices.Contains(l.seen, one):
		return fmt.Errorf("%q stands twice", one)
	case l.options && row.address:
		return fmt.Errorf("%q does not belong into OPTIONS", name)
	case row.family == 6 && !l.parser.six:
		return fmt.Errorf("%q is for IPv6 routes only", name)
	case !row.flag && l.next == len(l.words):
		return fmt.Errorf("nothing follows %q", name)
	}
	l.seen = append(l.seen, one)
	before, at := *l.route, l.here()
	err := row.read(l)
	if err == nil && row.family == 4 && l.parser.six {
		*l.route = before
		l.parser.report(at, Warning, "unread", fmt.Sprintf("%q means nothing to an IPv6 route; it is not used", name), "remove it")
	}
	return err
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
	n, err := parseProtocol(l.argument())
	l.route.Protocol = Field[uint8]{Value: n, Pos: l.here(), Key: "proto"}
	return err
}

// parseProtocol reads who made a route or a rule, by name or number (RTPROT_*).
func parseProtocol(s string) (uint8, error) {
	if n, known := map[string]uint8{"redirect": 1, "kernel": 2, "boot": 3, "static": 4, "ra": 9, "dhcp": 16}[s]; known {
		return n, nil
	}
	n, err := ParseInt(s, 0, 0, 255)
	return uint8(n), err
}

func (l *routeLine) option(name string) error {
	s := l.argument()
	lock := s == "lock"
	if lock {
		if s = l.argument(); s == "" {
			return errors.New(`nothing follows "lock"`)
		}
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
