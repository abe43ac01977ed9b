package ifcfg

import (
	"fmt"
	"io"
	"path"
	"strings"
)

// Check reads a single file by itself, without what the host's other files say.
// The name may be a path; its last element tells what kind of file it is. The
// error is for what cannot be read or is no such file.
func Check(r io.Reader, name string) (*Host, error) {
	h := &Host{}
	base := path.Base(name)
	kind, suffix, dash := strings.Cut(base, "-")
	global := base == path.Base(NetworkFile)
	switch {
	case global:
		kind = "global"
	case !dash || kind == "global":
		kind = ""
	}
	switch kind {
	case "route", "route6":
		routes, err := ParseRoutes(r, name, kind == "route6")
		if err != nil {
			return nil, err
		}
		h.files = map[string]*File{name: routes.file}
		h.Diagnostics = routes.Diagnostics
	case "rule", "rule6":
		rules, err := ParseRules(r, name, kind == "rule6")
		if err != nil {
			return nil, err
		}
		h.files = map[string]*File{name: rules.file}
		h.Diagnostics = rules.Diagnostics
	case "ifcfg", "global":
		f, err := Parse(r, name)
		if err != nil {
			return nil, err
		}
		h.files = map[string]*File{name: f}
		if global {
			h.Defaults = newKeyTable().readDefaults(f)
			h.Diagnostics = h.Defaults.Diagnostics
			return h, nil
		}
		h.Profiles = []*Profile{newKeyTable().read(f, base, Defaults{})}
	default:
		return nil, fmt.Errorf("%s: the name is not that of a profile (ifcfg-), a route file (route-, route6-), a rule file (rule-, rule6-) or the network file", name)
	}
	if suffix == "" || isLeftover(suffix) {
		h.Diagnostics = append(h.Diagnostics, Diagnostic{Pos: Pos{File: name}, Severity: Warning, Code: "file",
			Message: "a file of this name is never used"})
	}
	return h, nil
}

// Line returns the source line that a diagnostic is about, empty where it is
// about none. What may be a secret is left out of it.
func (h *Host) Line(d Diagnostic) string {
	f := h.files[d.Pos.File]
	if f == nil {
		return ""
	}
	line := f.Line(d.Pos.Line)
	key, _, assigned := strings.Cut(line, "=")
	if !assigned {
		key, _, _ = strings.Cut(strings.TrimLeft(line, spaces), " ")
	}
	if !isSecret(strings.TrimRight(key, spaces)) {
		return line
	}
	end := strings.Index(line, key) + len(key)
	if assigned {
		end++
	}
	return line[:end]
}

// isSecret tells the keys whose values are nobody's business.
func isSecret(key string) bool {
	key = strings.TrimRight(strings.ToUpper(key), "0123456789:")
	for _, s := range []string{"PASSWORD", "PASSPHRASE", "PSK", "SECRET"} {
		if strings.Contains(key, s) {
			return true
		}
	}
	if key == "KEY_MGMT" || key == "KEY_TYPE" {
		return false
	}
	return strings.HasSuffix(key, "KEY") || strings.HasSuffix(key, "_PIN") || strings.HasPrefix(key, "KEY_")
}
