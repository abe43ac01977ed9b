package property

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"netonce/ifcfg"
	"netonce/ifcfg/lists"
)

// writeRoutes writes the route file of a family in the format that it has; a new
// one of IPv4 has variables, as NetworkManager makes it. Routes that stay keep
// their lines, and so does every other line.
func writeRoutes(six bool) func(*Connection, *sheet) error {
	setting, prefix := "ipv4", "route-"
	if six {
		setting, prefix = "ipv6", "route6-"
	}
	return func(c *Connection, sh *sheet) error {
		want, err := c.ownRoutes(setting+".routes", prefix, six)
		if err != nil {
			return err
		}
		f := routeFile{six: six, want: want}
		if c.Profile != nil {
			f.name = prefix + c.Profile.Suffix()
			f.file = c.host.File(f.name)
			f.have = c.Profile.IPv4.Routes
			if six {
				f.have = c.Profile.IPv6.Routes
			}
			f.have = lists.Without(f.have, func(r *ifcfg.Route) bool { return r.Pos.File != f.name })
		}
		data, err := f.text()
		if err != nil {
			return fmt.Errorf("%s: %w", setting+".routes", err)
		}
		sh.companions[prefix] = data
		return nil
	}
}

// ownRoutes are the routes that belong into the profile's own route file: not
// those of the host's static-routes.
func (c *Connection) ownRoutes(name, prefix string, six bool) ([]route, error) {
	words := slices.Clone(c.values[name])
	if c.Profile != nil {
		ip := c.Profile.IPv4
		if six {
			ip = c.Profile.IPv6
		}
		for _, r := range ip.Routes {
			if r.Pos.File == prefix+c.Profile.Suffix() {
				continue
			}
			i := slices.Index(words, fromProfile(r).word())
			if i < 0 {
				return nil, &ValueError{name, fmt.Sprintf("%s stands in %s: edit that file", fromProfile(r).word(), r.Pos.File)}
			}
			words = slices.Delete(words, i, i+1)
		}
	}
	var routes []route
	for _, w := range words {
		r, err := parseRoute(w, six)
		if err != nil {
			return nil, &ValueError{name, err.Error()}
		}
		routes = append(routes, r)
	}
	return routes, nil
}

// routeFile is a route file that is written anew.
type routeFile struct {
	name string
	six  bool
	file *ifcfg.File // as it stands, nil for none
	have []ifcfg.Route
	want []route
}

// text is the new contents, empty where nothing is left to say.
func (f routeFile) text() ([]byte, error) {
	var data []byte
	var err error
	if variable := f.isVariable(); variable {
		data, err = f.variables()
	} else {
		data = f.commands()
	}
	if len(f.want) == 0 && len(bytes.TrimSpace(data)) == 0 {
		return nil, err
	}
	return data, err
}

func (f routeFile) isVariable() bool {
	if f.file == nil {
		return !f.six
	}
	if f.six {
		return false
	}
	return len(bytes.TrimSpace(f.file.Bytes())) == 0 || ifcfg.IsVariableFormat(f.file)
}

// commands keeps the lines of routes that stay and puts the new ones behind them.
func (f routeFile) commands() []byte {
	left := slices.Clone(f.want)
	gone := map[int]bool{}
	for _, r := range f.have {
		i := slices.IndexFunc(left, func(w route) bool { return w.word() == fromProfile(r).word() })
		if i < 0 {
			gone[r.Pos.Line] = true
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	var out bytes.Buffer
	newline := "\n"
	if f.file != nil {
		for i, line := range bytes.SplitAfter(f.file.Bytes(), []byte("\n")) {
			if i == 0 && bytes.HasSuffix(line, []byte("\r\n")) {
				newline = "\r\n"
			}
			if !gone[i+1] {
				out.Write(line)
			}
		}
	}
	if b := out.Bytes(); len(left) > 0 && len(b) > 0 && b[len(b)-1] != '\n' {
		out.WriteString(newline)
	}
	for _, r := range left {
		out.WriteString(r.command() + newline)
	}
	return out.Bytes()
}

// variables puts the routes one after the other into the numbers whose routes are
// in use, and further ones behind all that are there.
func (f routeFile) variables() ([]byte, error) {
	sh := newSheet(f.file, ifcfg.Checker{})
	type numbered struct {
		n    int
		word string
	}
	var have []numbered
	for _, r := range f.have {
		if digits, ok := strings.CutPrefix(keyAt(f.file, r.Pos), "ADDRESS"); ok {
			if n, ok := index(digits); ok {
				have = append(have, numbered{n, fromProfile(r).word()})
			}
		}
	}
	sort.Slice(have, func(i, j int) bool { return have[i].n < have[j].n })
	next := 0
	for _, a := range numberedKeys(sh.file, "ADDRESS") {
		n, _ := index(a.Key[len("ADDRESS"):])
		next = max(next, n+1)
	}
	for i, r := range f.want {
		switch {
		case i >= len(have):
			sh.route(strconv.Itoa(next), r)
			next++
		case have[i].word != r.word():
			sh.route(strconv.Itoa(have[i].n), r)
		}
	}
	for _, h := range have[min(len(f.want), len(have)):] {
		s := strconv.Itoa(h.n)
		sh.drop("ADDRESS"+s, "NETMASK"+s, "GATEWAY"+s, "METRIC"+s, "OPTIONS"+s)
	}
	return sh.file.Edited(sh.edits)
}

// keyAt is the key of the assignment at a place.
func keyAt(f *ifcfg.File, at ifcfg.Pos) string {
	key, _, _ := strings.Cut(strings.TrimSpace(f.Line(at.Line)), "=")
	return strings.TrimSpace(strings.TrimPrefix(key, "export "))
}

func (s *sheet) route(n string, r route) {
	s.put("ADDRESS"+n, r.destination.Addr().String())
	s.set("NETMASK"+n, ifcfg.Netmask(r.destination.Bits()), netmask())
	for _, v := range []struct{ key, value string }{{"GATEWAY", gatewayText(r.via)}, {"METRIC", r.metric}, {"OPTIONS", r.options()}} {
		switch {
		case v.value != "":
			s.put(v.key+n, v.value)
		case s.has(v.key + n):
			s.drop(v.key + n)
		}
	}
}

func gatewayText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// netmask compares values of a netmask's key by what they mean.
func netmask() *form {
	return &form{fromKey: func(s string) []string {
		n, err := ifcfg.ParseNetmask(strings.TrimSpace(s))
		if err != nil {
			return []string{s}
		}
		return []string{strconv.Itoa(n)}
	}}
}
