package ifcfg

import (
	"cmp"
	"sort"
	"strings"
)

// ParseRule reads a rule in NetworkManager's words, as ROUTING_RULE_n and
// ipv4.routing-rules have it; six says for which family. A backslash takes the
// next character as it is. Host bits beyond a prefix length are dropped.
func ParseRule(text string, six bool) (Rule, error) {
	r := Rule{Six: six, Pos: Pos{Line: 1, Col: 1}}
	l := ruleLine{grammar: ruleOfNM, table: ruleWords(), rule: &r, warn: func(Pos, string, string, string) {}}
	if err := l.read(unescaped(fields(text, r.Pos))); err != nil {
		return Rule{}, err.err
	}
	r.Pos = Pos{}
	return r, nil
}

func checkRule(six bool) func(string) error {
	return func(s string) error {
		_, err := ParseRule(s, six)
		return err
	}
}

// unescaped takes the backslashes out of words.
func unescaped(words []word) []word {
	for i, w := range words {
		if strings.IndexByte(w.text, '\\') < 0 {
			continue
		}
		var b strings.Builder
		for n := 0; n < len(w.text); n++ {
			if w.text[n] == '\\' && n+1 < len(w.text) {
				n++
			}
			b.WriteByte(w.text[n])
		}
		words[i].text = b.String()
	}
	return words
}

// routingRules reads ROUTING_RULE_n and ROUTING_RULE6_n, in the order of their
// numbers over both. A bad one costs itself.
func (r *reader) routingRules() {
	if len(r.rules) == 0 {
		return
	}
	table := r.table.ruleWords()
	set := ruleSet{seen: map[Rule]Pos{}}
	sort.Slice(r.rules, func(i, j int) bool {
		a, b := &r.rules[i], &r.rules[j]
		return cmp.Or(cmp.Compare(a.index, b.index), strings.Compare(a.Key, b.Key)) < 0
	})
	for _, v := range r.rules {
		rule := Rule{Pos: v.Pos, Key: v.Key, Six: strings.HasPrefix(v.Key, "ROUTING_RULE6_"), Protocol: protocolStatic}
		l := ruleLine{grammar: ruleOfNM, table: table, rule: &rule, warn: func(at Pos, code, message, hint string) {
			r.report(at, Warning, code, v.Key, message, hint)
		}}
		if err := l.read(unescaped(v.words())); err != nil {
			r.report(err.pos, Error, "rule", v.Key, err.err.Error()+"; the rule is not used, the others are", "")
			continue
		}
		set.add(rule)
	}
	r.p.addRules(&set)
}

// protocolStatic says that an administrator made it (RTPROT_STATIC): what
// NetworkManager gives to its rules.
const protocolStatic = 4
