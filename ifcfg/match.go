package ifcfg

import (
	"fmt"
	"strings"
)

// Match is what a profile demands of its link and its host besides a name and a
// hardware address.
type Match struct {
	InterfaceName     []Field[Pattern]
	Driver            []Field[Pattern]
	Path              []Field[Pattern] // udev's ID_PATH
	KernelCommandLine []Field[Pattern] // words, not patterns
}

// Pattern is an element of such a demand. Of the optional ones at least one must
// match, and all of the mandatory ones; an inverted one matches what its text does
// not.
type Pattern struct {
	Text      string // shell pattern
	Mandatory bool
	Inverted  bool
}

// parsePattern reads [|&][!]PATTERN as NetworkManager does: | is optional, which a
// pattern is by itself, & mandatory, which ! makes it. A backslash before the
// pattern takes these signs as they are.
func parsePattern(s string) Pattern {
	var p Pattern
	rest, optional := strings.CutPrefix(s, "|")
	if !optional {
		rest, p.Mandatory = strings.CutPrefix(rest, "&")
	}
	if rest, p.Inverted = strings.CutPrefix(rest, "!"); p.Inverted && !optional {
		p.Mandatory = true
	}
	p.Text = strings.TrimPrefix(rest, `\`)
	return p
}

// patterns reads a list of patterns, in which a backslash takes a blank or another
// backslash as it is.
func patterns(at func(*Match) *[]Field[Pattern]) func(*reader, value) {
	return func(r *reader, v value) {
		if r.p.Match == nil {
			r.p.Match = &Match{}
		}
		list := at(r.p.Match)
		for _, w := range escapedWords(v.Value) {
			p := parsePattern(w)
			if p.Text == "" {
				r.fail(v, "value", fmt.Sprintf("%q has no pattern", w), "")
				continue
			}
			*list = append(*list, Field[Pattern]{Value: p, Pos: v.Pos, Key: v.Key})
		}
	}
}

// escapedWords splits text at blanks that have no backslash before them.
func escapedWords(text string) (words []string) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && i+1 < len(text) && (text[i+1] == '\\' || isBlank(text[i+1])):
			i++
			b.WriteByte(text[i])
		case isBlank(c):
			if b.Len() > 0 {
				words = append(words, b.String())
				b.Reset()
			}
		default:
			b.WriteByte(c)
		}
	}
	if b.Len() > 0 {
		words = append(words, b.String())
	}
	return words
}
