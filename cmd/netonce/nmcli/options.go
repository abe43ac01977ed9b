package nmcli

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"netonce/cmd/netonce/nmcli/output"
)

// options are what stands before the object.
type options struct {
	style    output.Style
	moded    bool   // --mode was given: the commands' own preference does not count
	fields   string // --fields or --get-values
	color    string // auto, yes or no
	wait     time.Duration
	waited   bool // --wait was given
	overview bool // only what differs from the defaults
	version  bool
	help     bool

	// netonce's own:
	own
}

// own are the options that are netonce's.
type own struct {
	Own
	json bool
}

// Own are those of netonce's options that are for the host.
type Own struct {
	Root    string
	Verbose bool
	Force   bool // also where the root file system may be behind an interface
}

// option is a row of the table of options: its name, from which any first letters
// will do, in the order in which they are compared.
type option struct {
	name  string
	value string // what it takes, for the help text; empty for nothing
	help  string
	set   func(o *options, value string) error
}

// flag is for an option without a value.
func flag(f func(*options)) func(*options, string) error {
	return func(o *options, _ string) error { f(o); return nil }
}

func optionTable() []option {
	return []option{
		{"overview", "", "show only what differs from the defaults", flag(func(o *options) { o.overview = true })},
		{"terse", "", "output for scripts", func(o *options, _ string) error { return o.setMode(output.Terse, "terse") }},
		{"pretty", "", "output with headers", func(o *options, _ string) error { return o.setMode(output.Pretty, "pretty") }},
		{"mode", "tabular|multiline", "rows or lines", (*options).setLayout},
		{"colors", "auto|yes|no", "whether to colour", func(o *options, v string) (err error) {
			o.color, err = oneOf("colors", v, "auto", "yes", "no")
			return err
		}},
		{"escape", "yes|no", "whether to escape ':' and '\\' in terse tables", func(o *options, v string) error {
			word, err := oneOf("escape", v, "yes", "no")
			o.style.Escape = word == "yes"
			return err
		}},
		{"fields", "FIELD,...|all|common", "what to show", func(o *options, v string) error { o.fields = v; return nil }},
		{"nocheck", "", "no meaning any more", flag(func(*options) {})},
		{"get-values", "FIELD,...|all|common", "the values alone: -m tabular -t -f", func(o *options, v string) error {
			o.fields, o.style.Mode, o.moded = v, output.Terse, true
			return nil
		}},
		{"ask", "", "nothing is asked for here", flag(func(*options) {})},
		{"show-secrets", "", "no profile's secrets are kept apart here", flag(func(*options) {})},
		{"wait", "SECONDS", "how long to wait at most", (*options).setWait},
		{"version", "", "show the version", flag(func(o *options) { o.version = true })},
		{"help", "", "show this text", flag(func(o *options) { o.help = true })},
	}
}

// ownOptions are netonce's, which nmcli has not: their names are not abbreviated.
func ownOptions() []option {
	return []option{
		{"root", "DIR", "directory before every path", func(o *options, v string) error { o.Root = v; return nil }},
		{"verbose", "", "show every request to the kernel", flag(func(o *options) { o.Verbose = true })},
		{"force", "", "take down, and take addresses from, what came up in the initramfs, too", flag(func(o *options) { o.Force = true })},
		{"json", "", "print connections as JSON", flag(func(o *options) { o.json = true })},
		{"no-color", "", "print without colours", flag(func(o *options) { o.color = "no" })},
	}
}

// OwnFirst moves netonce's own options to the front of a command line: netonce takes
// them before and behind its commands.
func OwnFirst(args []string) []string {
	var own, rest []string
	for len(args) > 0 && args[0] != "--" {
		word, _, joined := strings.Cut(args[0], "=")
		i := slices.IndexFunc(ownOptions(), func(o option) bool { return "--"+o.name == word })
		if i < 0 {
			rest, args = append(rest, args[0]), args[1:]
			continue
		}
		n := 1
		if ownOptions()[i].value != "" && !joined {
			n = min(2, len(args))
		}
		own, args = append(own, args[:n]...), args[n:]
	}
	return slices.Concat(own, rest, args)
}

func (o *options) setMode(m output.Mode, name string) error {
	switch o.style.Mode {
	case output.Normal:
		o.style.Mode = m
		return nil
	case m:
		return misuse("option '--%s' is given twice.", name)
	}
	return misuse("options '--terse' and '--pretty' exclude each other.")
}

func (o *options) setLayout(v string) error {
	word, err := oneOf("mode", v, "tabular", "multiline")
	o.moded, o.style.Multiline = true, word == "multiline"
	return err
}

func (o *options) setWait(v string) error {
	n, err := strconv.ParseUint(v, 10, 31)
	if err != nil {
		return misuse("'%s' is not a valid timeout.", v)
	}
	o.wait, o.waited = time.Duration(n)*time.Second, true
	return nil
}

// oneOf finds the word that a value begins.
func oneOf(name, value string, words ...string) (string, error) {
	for _, word := range words {
		if begins(value, word) {
			return word, nil
		}
	}
	return "", misuse("'%s' is not a valid argument for '--%s' option.", value, name)
}

// begins reports whether word is an abbreviation of a name.
func begins(word, name string) bool { return word != "" && strings.HasPrefix(name, word) }

// parseOptions reads the options at the front of a command line and returns what
// follows them.
func parseOptions(args []string) (options, []string, error) {
	o := options{style: output.Style{Escape: true}, color: "auto", own: own{Own: Own{Root: "/"}}}
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if args[0] == "--" {
			return o, args[1:], nil
		}
		word, value, joined := strings.Cut(strings.TrimPrefix(args[0][1:], "-"), "=")
		row, err := findOption(word, args[0], joined)
		if err != nil {
			return o, nil, err
		}
		args = args[1:]
		if row.value != "" && !joined {
			if len(args) == 0 {
				return o, nil, misuse("missing argument for '-%s' option.", word)
			}
			value, args = args[0], args[1:]
		}
		if err := row.set(&o, value); err != nil {
			return o, nil, err
		}
	}
	return o, args, nil
}

func findOption(word, whole string, joined bool) (option, error) {
	for _, row := range optionTable() {
		if begins(word, row.name) && (row.value != "" || !joined) {
			return row, nil
		}
	}
	for _, row := range ownOptions() {
		if word == row.name && (row.value != "" || !joined) {
			return row, nil
		}
	}
	return option{}, misuse("Option '%s' is unknown, try 'nmcli -help'.", whole)
}

// IsObject reports whether a command line is nmcli's: whether, behind options, an
// object stands, abbreviated or not, that is not something else to the caller.
func IsObject(args []string, taken func(string) bool) bool {
	_, rest, err := parseOptions(args)
	if err != nil || len(rest) == 0 || taken(rest[0]) {
		return false
	}
	for _, o := range objects() {
		if begins(rest[0], o.name) {
			return true
		}
	}
	return false
}
