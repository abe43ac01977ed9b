package ifcfg

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// written is a row as the tables have it.
func written(k Key) string {
	var marks []string
	marks = append(marks, [...]string{"", "nm", "scripts", "netonce"}[k.Reader], [...]string{"", "stateless", "not-applied", "blocking"}[k.Fate])
	for _, m := range []struct {
		word string
		is   bool
	}{{"secret", k.Secret}, {"strict", k.Strict}, {"silent", k.silent}} {
		if m.is {
			marks = append(marks, m.word)
		}
	}
	for _, m := range [][2]string{{"nothing", k.Nothing}, {"kinds", strings.ReplaceAll(k.Kinds, tunnelKinds, "tunnels")}, {"instead", k.Instead}} {
		if m[1] != "" {
			marks = append(marks, m[0]+"="+strings.ReplaceAll(m[1], " ", ","))
		}
	}
	name, why := k.Name, k.Why
	if k.Numbered {
		name += "#"
	}
	if k.Fate == NotApplied && why == later || k.Fate == Blocking && why == laterKind {
		why = ""
	}
	marks = strings.Fields(strings.Join(marks, " "))
	line := strings.Join([]string{name, writtenGrammar(k.Takes), k.Default, k.Meaning, strings.Join(marks, " "), why, k.Values}, " | ")
	return strings.TrimRight(line, "| ")
}

func writtenGrammar(g Grammar) string {
	s := strings.Fields(formWords)[g.form]
	switch g.list {
	case blanks:
		s += "+"
	case blanksComma:
		s += "+,"
	default:
		s += g.list
	}
	if g.min != 0 || g.max != 0 {
		s += fmt.Sprintf(" %d..%d", g.min, g.max)
	}
	return strings.TrimSpace(s + " " + g.words)
}

// Every line of the tables is understood: what is read of it is what stands there.
func TestRows(t *testing.T) {
	t.Parallel()
	for name, table := range map[string]string{
		"dial": dialTable, "rareIPv4": rareIPv4Table, "rareIPv6": rareIPv6Table, "rareDHCP": rareDHCPTable, "rareDNS": rareDNSTable, "global": globalTable,
		"tunnel": tunnelTable, "alias": aliasTable, "bridge": bridgeTable, "bond": bondTable, "routeFile": routeFileTable, "connection": connectionTable,
		"virtual": virtualTable, "stacked": stackedTable, "authentication": authenticationTable, "link": linkTable, "bridging": bridgingTable, "wifi": wifiTable,
	} {
		var lines []string
		for line := range strings.Lines(table) {
			line = strings.TrimSpace(line)
			if scope, ok := strings.CutPrefix(line, "= "); ok && !slices.Contains(knownScopes(), Scope(scope)) {
				t.Errorf("%s: scope %q", name, scope)
			} else if line != "" && !ok {
				lines = append(lines, strings.TrimRight(line, "| "))
			}
		}
		for i, k := range rows(table) {
			if got := written(k); got != lines[i] {
				t.Errorf("%s:\n%s\nis read as\n%s", name, lines[i], got)
			}
		}
	}
}

// So is every line of the tables of options, and each is found by its name.
func TestOptions(t *testing.T) {
	t.Parallel()
	for _, table := range []string{bondOptions, bridgeOptions, ethtoolOptions} {
		lines := strings.Split(strings.TrimSpace(table), "\n")
		for i, o := range options(table) {
			k := Key{Name: o.Name, Takes: o.Takes, Default: o.Default, Meaning: o.Meaning, Kinds: o.Modes, Instead: o.With, Reader: o.Reader}
			got := strings.NewReplacer("kinds=", "modes=", "instead=", "with=").Replace(written(k))
			if want := strings.TrimRight(lines[i], "| "); got != want {
				t.Errorf("%s\nis read as\n%s", want, got)
			}
			if found, ok := optionOf(table, o.Name); !ok || found != o {
				t.Errorf("%s is not found", o.Name)
			}
		}
	}
}

func knownScopes() []Scope {
	return []Scope{ScopeConnection, ScopeLink, ScopeIPv4, ScopeDHCP4, ScopeIPv6, ScopeDHCP6, ScopeDNS, ScopeRoute, ScopeRule, ScopeAlias, ScopeGlobal, ScopeProxy, ScopeEthtool,
		ScopeTraffic, ScopeSRIOV, ScopeVLAN, ScopeBond, ScopeBridge, ScopeTeam, ScopeVirtual, ScopeInfiniBand, ScopeWifi, ScopeAuthentication, ScopeDCB, ScopeTunnel, ScopeDial}
}
