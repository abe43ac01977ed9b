package desired

import (
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// mismatch returns the key of a demand that a link does not meet, empty where it
// meets all that MATCH_ keys make.
func mismatch(p *ifcfg.Profile, l *network.Link) string {
	if p.Match == nil {
		return ""
	}
	for _, demand := range []struct {
		patterns []ifcfg.Field[ifcfg.Pattern]
		text     string
	}{{p.Match.InterfaceName, l.Name}, {p.Match.Driver, l.Driver}, {p.Match.Path, l.Path}} {
		if !matches(demand.patterns, func(pattern string) bool { return Glob(pattern, demand.text) }) {
			return demand.patterns[0].Because()
		}
	}
	return ""
}

// noMatch returns the key of a demand that no link meets which the profile would
// fit otherwise, empty where there is none.
func noMatch(p *ifcfg.Profile, links []network.Link) (because string) {
	if p.Match == nil {
		return ""
	}
	without := *p
	without.Match = nil
	for _, l := range links {
		if !fits(&without, &l) {
			continue
		}
		if because = mismatch(p, &l); because == "" {
			return ""
		}
	}
	return because
}

// NeedsDevice reports whether a profile asks for more of a link than the kernel's
// netlink tells: its driver or its place.
func NeedsDevice(p *ifcfg.Profile) bool {
	return p.Match != nil && len(p.Match.Driver)+len(p.Match.Path) > 0
}

// NotThisHost tells which line of a profile keeps it from a host that was started
// with this command line, empty for none.
func NotThisHost(p *ifcfg.Profile, commandLine func() string) string {
	if p.Match == nil || len(p.Match.KernelCommandLine) == 0 {
		return ""
	}
	words := strings.Fields(commandLine())
	if matches(p.Match.KernelCommandLine, func(wanted string) bool { return hasArgument(words, wanted) }) {
		return ""
	}
	return p.Match.KernelCommandLine[0].Because()
}

// hasArgument looks for a word, as it stands or before a '=', or for a whole
// assignment.
func hasArgument(words []string, wanted string) bool {
	for _, w := range words {
		name, _, _ := strings.Cut(w, "=")
		if w == wanted || name == wanted {
			return true
		}
	}
	return false
}

// matches combines patterns as NetworkManager does: all of the mandatory, and one
// of the optional if there are any.
func matches(patterns []ifcfg.Field[ifcfg.Pattern], is func(string) bool) bool {
	optional, one := false, false
	for _, f := range patterns {
		p := f.Value
		fits := is(p.Text) != p.Inverted
		switch {
		case p.Mandatory && !fits:
			return false
		case !p.Mandatory:
			optional, one = true, one || fits
		}
	}
	return one || !optional
}
