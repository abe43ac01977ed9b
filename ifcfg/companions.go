package ifcfg

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// routes reads the route files beside a profile. Like NetworkManager, those of
// IPv4 go unread where IPv4 is off, those of IPv6 never do.
func (l *loader) routes(p *Profile) {
	if p.Rejected && !p.Unsupported {
		return
	}
	for _, file := range []struct {
		prefix string
		ip     *IP
		six    bool
	}{{"route-", &p.IPv4, false}, {"route6-", &p.IPv6, true}} {
		name := file.prefix + p.Suffix()
		if !l.names[name] {
			continue
		}
		if !file.six && file.ip.Method.Value == MethodDisabled {
			p.Diagnostics = append(p.Diagnostics, Diagnostic{Pos: Pos{File: name}, Severity: Warning, Code: "unread", Message: "not used: IPv4 is off in " + p.File})
			continue
		}
		b, _ := l.read(path.Join(ScriptsDir, name), name, &p.Diagnostics)
		if b == nil {
			continue
		}
		r, err := parseRoutes(bytes.NewReader(b), name, file.six, l.table.routeWords())
		if err != nil {
			p.Diagnostics = append(p.Diagnostics, Diagnostic{Pos: Pos{File: name}, Severity: Error, Code: "file", Message: err.Error()})
			continue
		}
		l.files[name] = r.file
		file.ip.Routes = r.Routes
		p.Diagnostics = append(p.Diagnostics, r.Diagnostics...)
	}
}

// rules reads the rule files beside a profile. NetworkManager leaves them, and
// the route files with them, to a script; the old scripts apply all.
func (l *loader) rules(p *Profile) {
	for _, prefix := range []string{"rule-", "rule6-"} {
		name := prefix + p.Suffix()
		if p.Rejected || !l.names[name] {
			continue
		}
		b, _ := l.read(path.Join(ScriptsDir, name), name, &p.Diagnostics)
		if b == nil {
			continue
		}
		r, err := parseRules(bytes.NewReader(b), name, prefix == "rule6-", l.table.ruleWords())
		if err != nil {
			p.Diagnostics = append(p.Diagnostics, Diagnostic{Pos: Pos{File: name}, Severity: Error, Code: "file", Message: err.Error()})
			continue
		}
		l.files[name] = r.file
		p.addRules(&r.set)
	}
}

// orphans tells of files that would mean something beside a profile, or did to
// the old scripts, and are not read.
func (l *loader) orphans(h *Host) {
	byDevice := make(map[string]*Profile, len(h.Profiles))
	for _, p := range h.Profiles {
		byDevice[p.Device.Value] = p
	}
	for _, name := range slices.Sorted(maps.Keys(l.names)) {
		kind, suffix, _ := strings.Cut(name, "-")
		d := Diagnostic{Pos: Pos{File: name}, Severity: Warning, Code: "unread"}
		if nick, ok := strings.CutSuffix(name, ".route"); ok && l.names[profilePrefix+nick] {
			d.Message, d.Hint = "not used: only the oldest scripts read routes from a file of such a name", "rename it to route-"+nick
			h.Diagnostics = append(h.Diagnostics, d)
			continue
		}
		if !IsCompanionName(name) || l.names[profilePrefix+suffix] {
			continue
		}
		d.Message = "not used: there is no " + profilePrefix + suffix
		// The old scripts looked for the name of the interface too.
		if p := byDevice[suffix]; p != nil && !l.names[kind+"-"+p.Suffix()] {
			d.Hint = "rename it to " + kind + "-" + p.Suffix()
		}
		h.Diagnostics = append(h.Diagnostics, d)
	}
}

// findAdditions sorts the alias and range files by the profiles they add to.
func (l *loader) findAdditions(entries []fs.DirEntry) {
	for _, e := range entries {
		name := e.Name()
		parent, _, _, ok := splitAddition(name)
		if !ok || !IsProfileName(name) || !l.isProfile(parent) {
			continue
		}
		if l.added == nil {
			l.added = map[string][]string{}
		}
		l.added[parent] = append(l.added[parent], name)
	}
}

// isProfile reports whether there is a file of that name that other files can add
// to: a profile, and not itself an addition to one.
func (l *loader) isProfile(name string) bool {
	if !l.names[name] || !IsProfileName(name) || strings.Contains(name, ":") {
		return false
	}
	parent, _, _, ok := splitAddition(name)
	return !ok || !l.isProfile(parent)
}

// addedTo reads the files that add to a profile.
func (l *loader) addedTo(name string, p *Profile) []addition {
	var list []addition
	names := l.added[name]
	if keys := keysPrefix + strings.TrimPrefix(name, profilePrefix); l.names[keys] {
		names = append([]string{keys}, names...)
	}
	for _, added := range names {
		if f := l.parse(path.Join(ScriptsDir, added), added, &p.Diagnostics); f != nil {
			list = append(list, addition{f, added})
		}
	}
	return list
}

// belongs reports whether a file adds to another profile or, being an alias or a
// range, to none, which is told: it is not taken for a profile of its own.
func (l *loader) belongs(name, parent string, ranged bool, found *[]Diagnostic) bool {
	if l.isProfile(parent) {
		return true
	}
	code, what := "alias", "address goes"
	if ranged {
		f := l.parse(path.Join(ScriptsDir, name), name, found)
		if f == nil {
			return true
		}
		if _, ok := f.Lookup("IPADDR_START"); !ok {
			return false // a profile that happens to have such a name
		}
		code, what = "range", "addresses go"
	}
	*found = append(*found, Diagnostic{Pos: Pos{File: name}, Severity: Error, Code: code,
		Message: "there is no " + parent + ": its " + what + " nowhere", Hint: "write " + parent + ", or the address into another interface's file as IPADDR1"})
	return true
}
