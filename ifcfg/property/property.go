package property

import "strings"

// Setting is a group of properties: "ipv4".
type Setting struct {
	Name       string // "802-3-ethernet"
	Alias      string // "ethernet", empty for none
	Properties []*Property

	has func(*Connection) bool // whether a connection has the setting
}

// Property is a row of the table of properties. Its values are words; most
// properties have one or none, lists any number. A property without words has
// its default.
type Property struct {
	Setting  string // name of the setting it belongs to
	Name     string // "dns-search"
	Keys     string // the ifcfg keys that hold it, for people; empty where ifcfg has none
	Meaning  string
	Default  string // terse text of a property without words: "no", "0", "-1" or nothing
	ReadOnly bool   // cannot be set: connection.uuid
	Runtime  bool   // known only of what is up; not a part of the file

	full    string // see FullName
	form    *form
	aliasOf string // name of the property of the same setting that this one stands for
	stated  bool   // a file that does not say it means something else: new ones say it
	always  bool   // in JSON even where it is the default
	read    func(*source) []string
	store   func(sh *sheet, words []string, keepsSome bool) // writes the words where one key holds them
	write   func(*Connection, *sheet) error                 // writes them where several keys do
}

// FullName is the name with that of the setting: "ipv4.dns-search".
func (p *Property) FullName() string { return p.full }

// IsList reports whether the property takes any number of words.
func (p *Property) IsList() bool { return p.form.list }

// Values are the words that a property takes, where these are few.
func (p *Property) Values() []string { return p.form.values }

// Terse is the text of words for programs, as nmcli -t and -g print it before
// they escape it.
func (p *Property) Terse(words []string) string {
	if len(words) == 0 {
		return p.Default
	}
	return strings.Join(words, p.form.between())
}

// Pretty is the text of words for people, empty where there is nothing to show.
func (p *Property) Pretty(words []string) string {
	if p.form.people != nil && len(words) > 0 {
		return p.form.people(words)
	}
	text := p.Terse(words)
	if label := p.form.labels[text]; label != "" {
		return text + " (" + label + ")"
	}
	return text
}

// IsDefault reports whether words mean the same as none.
func (p *Property) IsDefault(words []string) bool {
	return len(words) == 0 || len(words) == 1 && words[0] == p.Default
}

// Find returns the property with exactly that name, nil if there is none.
func (s *Setting) Find(name string) *Property {
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Has reports whether a connection has the setting: a port has no ipv4.
func (s *Setting) Has(c *Connection) bool { return s.has == nil || s.has(c) }
