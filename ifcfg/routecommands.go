package ifcfg

import "strings"

// commands reads one route a line. A comment may follow a route, and a carriage
// return before the line's end counts as blank.
func (p *routeParser) commands(f *File) {
	for i, l := range f.lines {
		words := lineWords(l.text, f.pos(i, 0))
		if i == 0 && strings.HasPrefix(l.text, bom) {
			p.tell(marked(l.body(), f.pos(0, 0)))
			continue
		}
		if len(words) == 0 {
			continue
		}
		r := Route{Pos: words[0].pos}
		l := routeLine{parser: p, route: &r}
		if err := l.read(words); err != nil {
			hint := ""
			if err.word == "gw" {
				hint = "write via"
			}
			p.report(err.pos, Error, "route", err.err.Error()+"; the line is not used", hint)
			continue
		}
		if !r.Destination.IsValid() {
			p.report(r.Pos, Error, "route", "the line names no destination; it is not used", "")
			continue
		}
		p.add(r)
	}
}

// lineWords splits a line, up to a comment, at blanks.
func lineWords(line string, pos Pos) []word {
	words := fields(line, pos)
	for i, w := range words {
		if w.text[0] == '#' {
			return words[:i]
		}
	}
	return words
}

// word is a word of a line with its place.
type word struct {
	text string
	pos  Pos
}

// fields splits a line at blanks; pos is where the line begins.
func fields(line string, pos Pos) []word { return splitWords(line, pos, isBlank) }

func splitWords(line string, pos Pos, separator func(byte) bool) []word {
	var words []word
	for i := 0; i < len(line); {
		if separator(line[i]) {
			i++
			continue
		}
		start := i
		for i < len(line) && !separator(line[i]) {
			i++
		}
		at := pos
		at.Col += start
		words = append(words, word{line[start:i], at})
	}
	return words
}

func isBlank(c byte) bool { return isSpace(c) || c == '\v' }
