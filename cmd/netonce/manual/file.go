package manual

import (
	"slices"
	"strings"

	"netonce/ifcfg"
)

func filePage() string {
	m := newPage("ifcfg", 5, "network profiles as netonce reads them")
	m.synopsis("/etc/sysconfig/network-scripts/ifcfg-NAME", "")
	m.section("DESCRIPTION")
	m.text("A profile is a file of KEY=VALUE lines. Each line is read by itself, and nothing is ever executed or expanded. Blank lines and lines that begin with # are comments. Of a key that stands twice the last line counts. A value is written bare, in '...', \"...\" or $'...'; a ; or a blank ends it, and a comment may follow. Where a shell would replace part of a value, the value is refused.")
	m.text("netonce check tells what is wrong with the files, by line and column, and which keys have no effect.")
	m.section("FILES")
	for _, f := range [][2]string{
		{"ifcfg-NAME", "A profile. Names that end in ~, .bak, .old, .orig, .rej, .rpmnew, .rpmorig, .rpmsave, .swp, .augnew or .augtmp are not read."},
		{"ifcfg-NAME:LABEL", "An alias: another address for the interface of ifcfg-NAME."},
		{"ifcfg-NAME-rangeN", "A range of addresses for the interface of ifcfg-NAME."},
		{"route-NAME, route6-NAME", "Static routes, a line each in the words of ip-route(8), or the keys of section ROUTE FILES."},
		{"rule-NAME, rule6-NAME", "Policy rules, a line each in the words of ip-rule(8)."},
		{"keys-NAME", "Secrets, kept apart so that only root may read them."},
		{"/etc/sysconfig/network", "What holds for every profile."},
		{"/etc/sysconfig/static-routes, static-routes-ipv6", "Routes of the old network scripts."},
	} {
		m.entry(f[0], f[1])
	}
	scope := ifcfg.Scope("")
	for _, k := range byScope(ifcfg.AllKeys()) {
		if k.Scope != scope {
			scope = k.Scope
			m.section("KEYS: " + strings.ToUpper(string(scope)))
		}
		describeKey(m, k)
	}
	m.section("ROUTE FILES")
	for _, k := range ifcfg.RouteKeys() {
		describeKey(m, k)
	}
	m.section("SEE ALSO")
	m.text("netonce(8), netonce-connection(8), ip-route(8), ip-rule(8)")
	return m.String()
}

// byScope puts the keys of a scope together, the scopes in the order in which they
// first come. DHCPv6 stands behind DHCPv4, although its keys are among the rare ones.
func byScope(keys []ifcfg.Key) []ifcfg.Key {
	var order []ifcfg.Scope
	groups := map[ifcfg.Scope][]ifcfg.Key{}
	for _, k := range keys {
		if !slices.Contains(order, k.Scope) {
			order = append(order, k.Scope)
			if k.Scope == ifcfg.ScopeDHCP4 {
				order = append(order, ifcfg.ScopeDHCP6)
			}
		}
		groups[k.Scope] = append(groups[k.Scope], k)
	}
	var sorted []ifcfg.Key
	for _, s := range order {
		sorted = append(sorted, groups[s]...)
	}
	return sorted
}

// describeKey writes what a key takes and means, and what becomes of it.
func describeKey(m *page, k ifcfg.Key) {
	name := k.Name
	if k.Numbered {
		name += "n"
	}
	var words []string
	say := func(label, text string) {
		if text != "" {
			words = append(words, label+strings.TrimSuffix(text, ".")+".")
		}
	}
	say("", k.Meaning)
	say("Values: ", k.Values)
	say("Default: ", k.Default)
	say("For: ", strings.ReplaceAll(k.Kinds, " ", ", "))
	switch k.Reader {
	case ifcfg.ByNM:
		say("", "Read by NetworkManager only")
	case ifcfg.ByScripts:
		say("", "Read by the old network scripts only")
	}
	switch k.Fate {
	case ifcfg.Stateless:
		say("", "Nothing that the kernel holds; netonce passes over it")
	case ifcfg.NotApplied, ifcfg.Blocking:
		say("Not applied: ", k.Why)
	}
	if k.Instead != "" {
		say("Write instead: ", k.Instead)
	}
	if k.Secret {
		say("", "A secret: put it into keys-NAME")
	}
	m.entry(name, strings.Join(words, " "))
}
