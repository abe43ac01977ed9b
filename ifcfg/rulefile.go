package ifcfg

import (
	"io"
	"strings"
)

// Rules is what a rule file says.
type Rules struct {
	Rules       []Rule
	Diagnostics []Diagnostic

	set  ruleSet // with what is not told yet
	file *File
}

// ParseRules reads rule-NAME or, with six, rule6-NAME: one rule a line in the
// words of ip-rule(8), with comments. What is wrong with a rule costs that rule.
// The error is that of from.
func ParseRules(from io.Reader, name string, six bool) (Rules, error) {
	return parseRules(from, name, six, ruleWords())
}

func parseRules(from io.Reader, name string, six bool, words map[string]ruleWord) (Rules, error) {
	f, err := Parse(from, name)
	if err != nil {
		return Rules{}, err
	}
	p := ruleParser{ruleSet: ruleSet{seen: map[Rule]Pos{}}, six: six, words: words}
	for i, l := range f.lines {
		text, at := l.text, 0
		if i == 0 && strings.HasPrefix(text, bom) {
			at = len(bom)
		}
		p.line(lineWords(text[at:], f.pos(i, at)))
	}
	r := Rules{Rules: p.rules, set: p.ruleSet, file: f}
	p.tellRest()
	r.Diagnostics = p.found
	return r, nil
}

type ruleParser struct {
	ruleSet
	six   bool
	words map[string]ruleWord
}

func (p *ruleParser) line(words []word) {
	if len(words) == 0 {
		return
	}
	r := Rule{Pos: words[0].pos, Six: p.six}
	l := ruleLine{grammar: ruleOfIP, table: p.words, rule: &r, warn: func(at Pos, code, message, hint string) {
		p.report(at, Warning, code, message, hint)
	}}
	if err := l.read(words); err != nil {
		hint := ""
		switch err.word {
		case "add", "ip", "rule":
			hint = "write only what follows ip rule add"
		}
		p.report(err.pos, Error, "rule", err.err.Error()+"; the line is not used", hint)
		return
	}
	p.add(r)
}
