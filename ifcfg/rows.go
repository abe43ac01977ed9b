package ifcfg

import (
	"slices"
	"strconv"
	"strings"
)

// rows reads a table of keys that go as they are to what is made of the profile, or
// that nothing is done for. As text it takes a fraction of what code to make it would.
//
//	= scope of the lines that follow
//	NAME# | form 0..9 words | default | meaning | marks | why | values
//
// # stands for a number that may follow the name. What a form is, formWords says; with
// + behind it there may be several with blanks between, with +, blanks or commas, and
// with another byte that. Marks are those of markRow, and nothing=, kinds= and
// instead=, each with commas between. What is not said counts as in a Key.
func rows(table string) (list []Key) {
	var scope Scope
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "= "); ok {
			scope = Scope(name)
			continue
		}
		if line != "" {
			list = append(list, parseRow(line, scope))
		}
	}
	return list
}

func parseRow(line string, scope Scope) Key {
	var column [7]string
	for i := range column {
		column[i], line, _ = strings.Cut(line, " | ")
	}
	k := Key{Scope: scope, Takes: parseGrammar(column[1]), Default: column[2], Meaning: column[3], Why: column[5], Values: column[6]}
	k.Name, k.Numbered = strings.CutSuffix(column[0], "#")
	for _, mark := range strings.Fields(column[4]) {
		markRow(&k, mark)
	}
	switch {
	case k.Why != "":
	case k.Fate == NotApplied:
		k.Why = later
	case k.Fate == Blocking:
		k.Why = laterKind
	}
	return k
}

func markRow(k *Key, mark string) {
	name, value, _ := strings.Cut(mark, "=")
	value = strings.ReplaceAll(value, ",", " ")
	switch name {
	case "nm":
		k.Reader = ByNM
	case "scripts":
		k.Reader = ByScripts
	case "netonce":
		k.Reader = ByNetonce
	case "stateless":
		k.Fate = Stateless
	case "not-applied":
		k.Fate = NotApplied
	case "blocking":
		k.Fate = Blocking
	case "secret":
		k.Secret = true
	case "strict":
		k.Strict = true
	case "silent":
		k.silent = true
	case "nothing":
		k.Nothing = value
	case "instead", "with":
		k.Instead = value
	case "kinds", "modes":
		k.Kinds = strings.ReplaceAll(value, "tunnels", tunnelKinds)
	}
}

// formWords are the forms by their names in tables, in their order.
const formWords = "text boolean number hex seconds word exact mac interface interface-or-uuid uuid ipv4 ipv6 ipv6-zone ip ipv4-net ipv6-net ip-net " +
	"netmask bytes digits pair ssid key psk dns channels priorities shares vlans function options ethtool rule rule6 qdisc filter mac-mask json"

func parseGrammar(text string) (g Grammar) {
	name, rest, _ := strings.Cut(text, " ")
	bare := strings.TrimRight(name, "+,;")
	switch g.list = name[len(bare):]; g.list {
	case "+":
		g.list = blanks
	case "+,":
		g.list = blanksComma
	}
	g.form = form(max(0, slices.Index(strings.Fields(formWords), bare)))
	span, words, _ := strings.Cut(rest, " ")
	low, high, ranged := strings.Cut(span, "..")
	if !ranged {
		g.words = rest
		return g
	}
	g.words = words
	g.min, _ = strconv.ParseInt(low, 10, 64) // a test reads every table
	g.max, _ = strconv.ParseInt(high, 10, 64)
	return g
}
