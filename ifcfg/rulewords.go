package ifcfg

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// ruleGrammar is who defines the words of a rule: NetworkManager for the keys
// and nmcli, ip-rule(8) for the files.
type ruleGrammar uint8

const (
	ruleOfNM ruleGrammar = iota
	ruleOfIP
)

// ruleLine reads the words of one rule.
type ruleLine struct {
	grammar ruleGrammar
	table   map[string]ruleWord
	rule    *Rule
	warn    func(at Pos, code, message, hint string)

	words    []word
	next     int
	seen     []string
	hasTable bool
}

// ruleWord is a row of the table of words.
type ruleWord struct {
	word string
	same string // the word that it is another name of
	ip   bool   // ip-rule(8)'s alone
	long bool   // ip-rule(8) takes its beginning for it
	flag bool   // has no argument
	read func(*ruleLine) error
}

func ruleWords() map[string]ruleWord {
	rows := [...]ruleWord{
		{word: "not", flag: true, read: func(l *ruleLine) error { l.rule.Not = true; return nil }},
		{word: "priority", long: true, read: (*ruleLine).priority},
		{word: "order", same: "priority", long: true, read: (*ruleLine).priority},
		{word: "pref", same: "priority", read: (*ruleLine).priority},
		{word: "preference", same: "priority", long: true, read: (*ruleLine).priority},
		{word: "from", read: func(l *ruleLine) error { return l.prefix(&l.rule.From) }},
		{word: "to", read: func(l *ruleLine) error { return l.prefix(&l.rule.To) }},
		{word: "tos", read: (*ruleLine).tos},
		{word: "dsfield", same: "tos", long: true, read: (*ruleLine).tos},
		{word: "ipproto", read: (*ruleLine).ipProto},
		{word: "sport", read: func(l *ruleLine) error { return l.between(&l.rule.SourcePort, 1, 65535) }},
		{word: "dport", read: func(l *ruleLine) error { return l.between(&l.rule.DestPort, 1, 65535) }},
		{word: "fwmark", read: (*ruleLine).fwmark},
		{word: "iif", read: func(l *ruleLine) error { return l.device(&l.rule.IIF) }},
		{word: "dev", same: "iif", read: func(l *ruleLine) error { return l.device(&l.rule.IIF) }},
		{word: "oif", read: func(l *ruleLine) error { return l.device(&l.rule.OIF) }},
		{word: "uidrange", read: func(l *ruleLine) error { return l.between(&l.rule.UIDs, 0, 1<<32-2) }},
		{word: "table", long: true, read: (*ruleLine).lookup},
		{word: "lookup", same: "table", read: (*ruleLine).lookup},
		{word: "suppress_prefixlength", long: true, read: (*ruleLine).suppress},
		{word: "sup_pl", same: "suppress_prefixlength", read: (*ruleLine).suppress},
		{word: "type", read: (*ruleLine).action},

		{word: "suppress_ifgroup", ip: true, long: true, read: (*ruleLine).ifgroup},
		{word: "sup_group", ip: true, same: "suppress_ifgroup", read: (*ruleLine).ifgroup},
		{word: "goto", ip: true, same: "type", long: true, read: (*ruleLine).jump},
		{word: "realms", ip: true, long: true, read: (*ruleLine).realms},
		{word: "protocol", ip: true, long: true, read: (*ruleLine).protocol},
		{word: "tun_id", ip: true, long: true, read: (*ruleLine).tunnel},
		{word: "l3mdev", ip: true, flag: true, read: func(l *ruleLine) error { l.rule.L3MDev = true; return nil }},
	}
	words := make(map[string]ruleWord, len(rows))
	for i := range rows {
		words[rows[i].word] = rows[i]
	}
	return words
}

func (l *ruleLine) priority() error { return l.number(&l.rule.Priority, 1<<32-1) }

// find returns the row of a word. ip-rule(8) takes the beginning of a long word
// for it; here that needs three letters that begin no other.
func (l *ruleLine) find(name string) (string, ruleWord, bool) {
	if row, ok := l.table[name]; ok {
		return cmp.Or(row.same, name), row, l.grammar == ruleOfIP || !row.ip
	}
	var found string
	var row ruleWord
	if l.grammar != ruleOfIP || len(name) < 3 {
		return "", row, false
	}
	for full, w := range l.table {
		if !w.long || !strings.HasPrefix(full, name) {
			continue
		}
		one := cmp.Or(w.same, full)
		if found != "" && found != one {
			return "", ruleWord{}, false
		}
		found, row = one, w
	}
	return found, row, found != ""
}

// read reads all words; the error is at the last one that was looked at.
func (l *ruleLine) read(words []word) *wordError {
	l.words = words
	l.rule.Action = RuleLookup
	for l.next < len(l.words) {
		w := l.words[l.next].text
		l.next++
		if err := l.word(w); err != nil {
			return &wordError{l.here(), w, err}
		}
	}
	if err := l.settle(); err != nil {
		return &wordError{l.rule.Pos, "", err}
	}
	return nil
}

func (l *ruleLine) word(name string) error {
	one, row, ok := l.find(name)
	if row.ip && !ok {
		return fmt.Errorf("%q is no word of NetworkManager's rules; it can stand in a rule- file", name)
	}
	if !ok {
		one, row = "type", ruleWord{flag: true, read: func(l *ruleLine) error { return l.actionWord(name) }}
	}
	switch {
	case slices.Contains(l.seen, one) && one != "not":
		return fmt.Errorf("%q stands twice", one)
	case !row.flag && l.next == len(l.words):
		return fmt.Errorf("nothing follows %q", name)
	}
	l.seen = append(l.seen, one)
	return row.read(l)
}

// settle checks what no single word says.
func (l *ruleLine) settle() error {
	r := l.rule
	switch {
	case l.grammar == ruleOfNM && !r.Priority.Set:
		return errors.New("there is no priority")
	case r.L3MDev && l.hasTable:
		return errors.New(`"l3mdev" takes the table of the VRF, there cannot be another`)
	case r.SuppressPrefixLen.Set && r.Action != RuleLookup:
		return fmt.Errorf(`"suppress_prefixlength" makes no sense with %q`, r.Action)
	case r.Action == RuleGoto && r.Priority.Set && r.Goto <= r.Priority.Value:
		return errors.New(`"goto" leads backwards: only to a greater priority`)
	case r.Action == RuleLookup && !r.L3MDev && l.hasTable && r.Table == 0:
		return errors.New("table 0 is none")
	}
	if r.Action == RuleLookup && !l.hasTable && !r.L3MDev {
		r.Table = tableMain
	}
	return nil
}

// tableMain is the table of a rule that names none.
const tableMain = 254

func (l *ruleLine) argument() string {
	l.next++
	return l.words[l.next-1].text
}

// here is the place of the word that was read last.
func (l *ruleLine) here() Pos { return l.words[l.next-1].pos }

// prefix reads what from and to take. All is what a rule matches without them.
func (l *ruleLine) prefix(at *netip.Prefix) error {
	s := l.argument()
	if l.grammar == ruleOfNM && (s == "default" || s == "any") {
		return fmt.Errorf("%q is not an address or prefix", s)
	}
	p, err := parsePrefix(s, l.rule.Six)
	if err != nil {
		return err
	}
	if p.Bits() == 0 {
		if l.grammar == ruleOfNM && !p.Addr().IsUnspecified() {
			return fmt.Errorf("%q: an address with the prefix length 0 means all", s)
		}
		*at = netip.Prefix{}
		return nil
	}
	if masked := p.Masked(); masked != p {
		l.warn(l.here(), "host-bits", fmt.Sprintf("%s has bits beyond its prefix length; %s is taken", p, masked), "write "+masked.String())
		p = masked
	}
	*at = p
	return nil
}
