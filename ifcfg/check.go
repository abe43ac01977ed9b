package ifcfg

import (
	"fmt"
	"io"
	"net/netip"
	"path"
	"strings"
)

// Check reads a single file by itself, without what the host's other files say.
// The name may be a path; its last element tells what kind of file it is. The
// error is for what cannot be read or is no such file.
func Check(r io.Reader, name string) (*Host, error) {
	base := path.Base(name)
	kind, suffix, dash := strings.Cut(base, "-")
	if dash {
		kind += "-"
	}
	switch base {
	case path.Base(NetworkFile), staticRoutes, staticRoutes6:
		kind, suffix = base, base
	}
	read := map[string]func(*Host, io.Reader, string) (*File, error){
		profilePrefix: checkProfile, keysPrefix: checkKeys,
		"route-": checkRoutes, "route6-": checkRoutes, "rule-": checkRules, "rule6-": checkRules,
		"network": checkDefaults, staticRoutes: checkStaticRoutes, staticRoutes6: checkStaticRoutes,
	}[kind]
	if read == nil {
		return nil, fmt.Errorf("%s: the name is not that of a profile (ifcfg-), its secrets (keys-), a route file (route-, route6-), a rule file (rule-, rule6-), static-routes or the network file", name)
	}
	h := &Host{}
	f, err := read(h, r, name)
	if err != nil {
		return nil, err
	}
	h.files = map[string]*File{name: f}
	if suffix == "" || isLeftover(suffix) {
		h.Diagnostics = append(h.Diagnostics, Diagnostic{Pos: Pos{File: name}, Severity: Warning, Code: "file",
			Message: "a file of this name is never used"})
	}
	return h, nil
}

// checkProfile reads a profile, or an alias or range file as such.
func checkProfile(h *Host, r io.Reader, name string) (*File, error) {
	f, err := Parse(r, name)
	if err != nil {
		return nil, err
	}
	base := path.Base(name)
	parent, _, ranged, ok := splitAddition(base)
	if ranged {
		_, ok = f.Lookup("IPADDR_START")
	}
	if ok {
		h.Diagnostics = checkAddition(f, base, parent)
		return f, nil
	}
	h.Profiles = []*Profile{newKeyTable().read(f, base, Defaults{})}
	return f, nil
}

// checkAddition reads an alias or range file without its profile, whose prefix
// length is taken for one that fits.
func checkAddition(f *File, base, parent string) []Diagnostic {
	p := &Profile{File: parent}
	p.Device.Value = p.Suffix()
	p.IPv4.Addresses = []Field[netip.Prefix]{{Value: netip.PrefixFrom(netip.IPv4Unspecified(), 24)}}
	rd := &reader{p: p, file: f.Name, table: newKeyTable()}
	rd.add(addition{f, base})
	for _, k := range rd.extra {
		rd.prefix4(k)
	}
	inFileOrder(p.Diagnostics)
	return p.Diagnostics
}

func checkKeys(h *Host, r io.Reader, name string) (*File, error) {
	f, err := Parse(r, name)
	if err != nil {
		return nil, err
	}
	h.Diagnostics = checkAddition(f, path.Base(name), profilePrefix+strings.TrimPrefix(path.Base(name), keysPrefix))
	return f, nil
}

func checkDefaults(h *Host, r io.Reader, name string) (*File, error) {
	f, err := Parse(r, name)
	if err != nil {
		return nil, err
	}
	h.Defaults = newKeyTable().readDefaults(f)
	h.Diagnostics = h.Defaults.Diagnostics
	return f, nil
}

func checkRoutes(h *Host, r io.Reader, name string) (*File, error) {
	routes, err := ParseRoutes(r, name, strings.HasPrefix(path.Base(name), "route6"))
	h.Diagnostics = routes.Diagnostics
	return routes.file, err
}

func checkRules(h *Host, r io.Reader, name string) (*File, error) {
	rules, err := ParseRules(r, name, strings.HasPrefix(path.Base(name), "rule6"))
	h.Diagnostics = rules.Diagnostics
	return rules.file, err
}

func checkStaticRoutes(h *Host, r io.Reader, name string) (*File, error) {
	f, _, found, err := parseStaticRoutes(r, name)
	h.Diagnostics = found
	return f, err
}

// Line returns the source line that a diagnostic is about, empty where it is
// about none. What may be a secret is left out of it.
func (h *Host) Line(d Diagnostic) string {
	f := h.files[d.Pos.File]
	if f == nil {
		return ""
	}
	line := f.Line(d.Pos.Line)
	key, assigned := leadingKey(line)
	if strings.HasPrefix(path.Base(d.Pos.File), keysPrefix) { // all is secret but what is known to be none
		if k, known := KeyNamed(key); known && !k.Secret && !isSecret(key) {
			return line
		}
		if !assigned || strings.ContainsFunc(key, func(c rune) bool { return c > 0x7f || !isName(byte(c)) }) {
			return ""
		}
	} else if !isSecret(key) {
		above, _ := leadingKey(f.Line(d.Pos.Line - 1))
		if !assigned && isSecret(above) { // it may go on here
			return ""
		}
		return line
	}
	end := strings.Index(line, key) + len(key)
	if assigned {
		end = strings.IndexByte(line, '=') + 1
	}
	return line[:end]
}

// leadingKey is what stands before the '=' of a line, or its first word.
func leadingKey(line string) (key string, assigned bool) {
	key, _, assigned = strings.Cut(strings.TrimLeft(line, spaces), "=")
	if !assigned {
		key, _, _ = strings.Cut(key, " ")
	}
	return strings.TrimRight(key, spaces), assigned
}

// isSecret tells the keys whose values are nobody's business.
func isSecret(key string) bool {
	key = strings.TrimRight(strings.ToUpper(key), "0123456789:")
	for _, s := range []string{"PASS", "PSK", "SECRET"} {
		if strings.Contains(key, s) {
			return true
		}
	}
	if key == "KEY_MGMT" || key == "KEY_TYPE" {
		return false
	}
	return strings.HasSuffix(key, "KEY") || strings.HasSuffix(key, "_PIN") || strings.HasSuffix(key, "_CAK") || strings.HasPrefix(key, "KEY_")
}
