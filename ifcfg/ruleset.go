package ifcfg

// ruleSet holds each rule once.
type ruleSet struct {
	teller
	seen  map[Rule]Pos // by what the kernel sees of them
	rules []Rule
}

// add adds a rule unless it is there already.
func (s *ruleSet) add(r Rule) {
	if first, twice := s.seen[r.same()]; twice {
		s.tell(Diagnostic{Pos: r.Pos, Severity: Warning, Code: "duplicate", Key: r.Key, Message: first.String() + " has this rule already", Hint: "remove this one"})
		return
	}
	s.seen[r.same()] = r.Pos
	s.rules = append(s.rules, r)
}

// addRules adds the rules of a set to those that the profile has.
func (p *Profile) addRules(s *ruleSet) {
	have := make(map[Rule]Pos, len(p.Rules))
	for _, r := range p.Rules {
		have[r.same()] = r.Pos
	}
	both := ruleSet{teller: s.teller, seen: have, rules: p.Rules}
	for _, r := range s.rules {
		both.add(r)
	}
	both.tellRest()
	p.Rules = both.rules
	p.Diagnostics = append(p.Diagnostics, both.found...)
}
