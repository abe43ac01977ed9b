package property

import (
	"slices"
	"strconv"

	"netonce/ifcfg"
)

const (
	rulePrefix4 = "ROUTING_RULE_"
	rulePrefix6 = "ROUTING_RULE6_"
)

func ruleForm(six bool) *form {
	f := phrases()
	f.parse = func(s string) (string, error) {
		r, err := ifcfg.ParseRule(s, six)
		if err != nil {
			return "", err
		}
		return r.String(), nil
	}
	return f
}

// rules are the policy rules of a family that the profile's own keys hold, in the
// order of their numbers.
func (s *source) rules(six bool) []string {
	if s.file == nil {
		return nil
	}
	prefix := rulePrefix4
	if six {
		prefix = rulePrefix6
	}
	var words []string
	for _, a := range numberedKeys(s.file, prefix) {
		if r, err := ifcfg.ParseRule(a.Value, six); err == nil && a.Value != "" {
			words = append(words, r.String())
		}
	}
	return words
}

// writeRules writes the rules of both families: those that stay keep their keys,
// the others get numbers behind all that are there, since these give the order.
func writeRules(c *Connection, sh *sheet) error {
	last := 0
	kept := map[string][]string{}
	for _, prefix := range []string{rulePrefix4, rulePrefix6} {
		six := prefix == rulePrefix6
		left := slices.Clone(c.values[ruleProperty(six)])
		for _, a := range numberedKeys(sh.file, prefix) {
			r, err := ifcfg.ParseRule(a.Value, six)
			i := slices.Index(left, r.String())
			if err != nil || i < 0 {
				sh.drop(a.Key)
				continue
			}
			left = slices.Delete(left, i, i+1)
			n, _ := index(a.Key[len(prefix):])
			last = max(last, n)
		}
		kept[prefix] = left
	}
	for _, prefix := range []string{rulePrefix4, rulePrefix6} {
		for _, w := range kept[prefix] {
			last++
			sh.put(prefix+strconv.Itoa(last), w)
		}
	}
	return nil
}

func ruleProperty(six bool) string {
	if six {
		return "ipv6.routing-rules"
	}
	return "ipv4.routing-rules"
}
