package property

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// form is the grammar of a property's values: what nmcli takes and shows, and
// what stands in the file.
type form struct {
	list    bool              // any number of words
	phrases bool              // of a list: its words hold blanks
	options bool              // of a list: its words are NAME=VALUE, each name once
	spaced  bool              // of a list: shown with a blank behind each comma
	oneText bool              // of a list: a text with blanks in JSON
	items   string            // what may stand between the words of a list in the key, the first as it is written
	values  []string          // the words it takes, where these are few
	labels  map[string]string // what a word means, shown behind it

	people func([]string) string // shows the words to people; nil as to programs

	parse    func(string) (string, error) // reads a word; nil takes any
	fromKey  func(string) []string        // reads the value of a key, nil for the default
	toKey    func([]string) string        // makes the value of a key
	explicit string                       // value of the key for the default where the key is there; empty removes it
}

// between stands between the words of a list where they are shown.
func (f *form) between() string {
	if f.spaced {
		return ", "
	}
	return ","
}

// parseAll reads what stands for all of a property's words.
func (f *form) parseAll(value string) ([]string, error) {
	var words []string
	for _, s := range f.split(value) {
		if f.list {
			s = strings.TrimSpace(s)
		}
		if s == "" {
			continue
		}
		if f.parse != nil {
			var err error
			if s, err = f.parse(s); err != nil {
				return nil, err
			}
		}
		words = append(words, s)
	}
	return words, nil
}

// split makes words of a text: at commas, and at blanks too where these do not
// belong into a word. A backslash takes the meaning from what follows it.
func (f *form) split(text string) []string {
	if !f.list {
		return []string{text}
	}
	var words []string
	var word strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			word.WriteByte(text[i])
		case c == ',', (c == ' ' || c == '\t') && !f.phrases && !(f.options && !beginsOption(text[i+1:])):
			words = append(words, word.String())
			word.Reset()
		default:
			word.WriteByte(c)
		}
	}
	return append(words, word.String())
}

// beginsOption reports whether the next word is NAME=VALUE: one without a name is
// another member of the list that is the value before it.
func beginsOption(text string) bool {
	next, _, _ := strings.Cut(strings.TrimLeft(text, " \t"), " ")
	next, _, _ = strings.Cut(next, ",")
	return strings.Contains(next, "=")
}

// text is one word of any characters.
func text() *form {
	return &form{
		fromKey: func(s string) []string { return []string{s} },
		toKey:   func(w []string) string { return w[0] },
	}
}

// texts is a list of words that stand behind each other in the key.
func texts() *form {
	return &form{list: true, items: " ", fromKey: strings.Fields, toKey: func(w []string) string { return strings.Join(w, " ") }}
}

// phrases is a list whose words hold blanks: routes and rules.
func phrases() *form { return &form{list: true, phrases: true, spaced: true} }

// options is a list of NAME=VALUE.
func options() *form { return &form{list: true, options: true} }

// boolean is yes or no. With inverted the key says the opposite.
func boolean(inverted bool) *form {
	word := func(yes bool) string {
		if yes != inverted {
			return "yes"
		}
		return "no"
	}
	return &form{
		values: []string{"yes", "no"},
		parse: func(s string) (string, error) {
			switch lower := strings.ToLower(s); {
			case lower == "":
			case strings.HasPrefix("yes", lower), strings.HasPrefix("true", lower), lower == "on", lower == "1":
				return "yes", nil
			case strings.HasPrefix("no", lower), strings.HasPrefix("false", lower), lower == "off", lower == "of", lower == "0":
				return "no", nil
			}
			return "", fmt.Errorf("'%s' is not valid; use [true, yes, on] or [false, no, off]", s)
		},
		fromKey: func(s string) []string {
			if b, ok := ifcfg.ParseBool(s); ok {
				return []string{word(b)}
			}
			return nil
		},
		toKey: func(w []string) string { return word(w[0] == "yes") },
	}
}

// ternary is yes, no, or the default, which nmcli counts as 1, 0 and -1.
func ternary() *form {
	f := numbered(map[string]string{"-1": "default", "0": "no", "1": "yes"})
	f.fromKey = func(s string) []string {
		if b, ok := ifcfg.ParseBool(s); ok {
			return []string{map[bool]string{true: "1", false: "0"}[b]}
		}
		return nil
	}
	f.toKey = func(w []string) string { return map[string]string{"1": "yes", "0": "no"}[w[0]] }
	f.parse = func(parse func(string) (string, error)) func(string) (string, error) {
		return func(s string) (string, error) {
			switch strings.ToLower(s) {
			case "true", "on":
				return "1", nil
			case "false", "off":
				return "0", nil
			case "unknown":
				return "-1", nil
			}
			return parse(s)
		}
	}(f.parse)
	return f
}

// numbered is a number of a few, each with a name.
func numbered(names map[string]string) *form {
	f := &form{
		labels:  names,
		fromKey: func(s string) []string { return []string{s} },
		toKey:   func(w []string) string { return w[0] },
	}
	for n, name := range names {
		f.values = append(f.values, n, name)
	}
	slices.Sort(f.values)
	f.parse = func(s string) (string, error) {
		for n, name := range names {
			if s == n || strings.EqualFold(s, name) {
				return n, nil
			}
		}
		return "", fmt.Errorf("'%s' is not among [%s]", s, strings.Join(f.values, ", "))
	}
	return f
}

// spelled is numbered whose key holds the names.
func spelled(names map[string]string) *form {
	f := numbered(names)
	f.fromKey = func(s string) []string {
		if w, err := f.parse(s); err == nil {
			return []string{w}
		}
		return nil
	}
	f.toKey = func(w []string) string { return names[w[0]] }
	return f
}

// choice is one of a few words; the key holds the word itself.
func choice(words ...string) *form {
	f := &form{values: words, toKey: func(w []string) string { return w[0] }}
	f.parse = func(s string) (string, error) {
		for _, w := range words {
			if strings.EqualFold(s, w) {
				return w, nil
			}
		}
		// nmcli takes what begins one word only.
		var found []string
		for _, w := range words {
			if s != "" && strings.HasPrefix(w, strings.ToLower(s)) {
				found = append(found, w)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		return "", fmt.Errorf("'%s' not among [%s]", s, strings.Join(words, ", "))
	}
	f.fromKey = func(s string) []string {
		for _, w := range words {
			if strings.EqualFold(s, w) {
				return []string{w}
			}
		}
		return nil
	}
	return f
}

// integer is a whole number in low..high. Labels name some of them.
func integer(low, high int64, labels map[string]string) *form {
	return &form{
		labels: labels,
		parse: func(s string) (string, error) {
			for n, name := range labels {
				if strings.EqualFold(s, name) {
					return n, nil
				}
			}
			n, err := strconv.ParseInt(strings.TrimSpace(s), 0, 64)
			if err != nil {
				return "", fmt.Errorf("'%s' is not a valid number", s)
			}
			if n < low || n > high {
				return "", fmt.Errorf("'%s' is out of range [%d, %d]", s, low, high)
			}
			return strconv.FormatInt(n, 10), nil
		},
		fromKey: func(s string) []string {
			n, err := ifcfg.ParseInt(s, 0, low, high)
			if err != nil {
				return nil
			}
			return []string{strconv.FormatInt(n, 10)}
		},
		toKey: func(w []string) string { return w[0] },
	}
}
