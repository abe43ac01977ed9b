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
		b := l.read(path.Join(ScriptsDir, name), name, &p.Diagnostics)
		if b == nil {
			continue
		}
		r, err := ParseRoutes(bytes.NewReader(b), name, file.six)
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
		b := l.read(path.Join(ScriptsDir, name), name, &p.Diagnostics)
		if b == nil {
			continue
		}
		r, err := ParseRules(bytes.NewReader(b), name, prefix == "rule6-")
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
	for _, name := range slices.Sorted(maps.Keys(l.names)) {
		for _, prefix := range []string{"route-", "route6-", "rule-", "rule6-"} {
			suffix, ok := strings.CutPrefix(name, prefix)
			if !ok || suffix == "" || isLeftover(suffix) || l.names[profilePrefix+suffix] {
				continue
			}
			d := Diagnostic{Pos: Pos{File: name}, Severity: Warning, Code: "unread", Message: "not used: there is no " + profilePrefix + suffix}
			for _, p := range h.Profiles {
				// The old scripts looked for the name of the interface too.
				if p.Device.Value == suffix && !l.names[prefix+p.Suffix()] {
					d.Hint = "rename it to " + prefix + p.Suffix()
				}
			}
			h.Diagnostics = append(h.Diagnostics, d)
		}
	}
	for _, name := range []string{"static-routes", "static-routes-ipv6"} {
		if _, err := fs.Stat(l.root, path.Join(path.Dir(NetworkFile), name)); err == nil {
			h.Diagnostics = append(h.Diagnostics, Diagnostic{Pos: Pos{File: name}, Severity: Error, Code: "not-applied",
				Message: "this file is not read yet; no route is set", Hint: "write the routes into route- files"})
		}
	}
}
