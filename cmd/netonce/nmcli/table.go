package nmcli

import (
	"slices"
	"strings"

	"netonce/ifcfg/property"
)

// Object is an object of nmcli's with its commands, for manuals and completions.
type Object struct {
	Name     string
	Commands []Command
}

// Names are the names of its commands, with blanks between.
func (o Object) Names() string {
	var list []string
	for _, c := range o.Commands {
		list = append(list, c.Name)
	}
	return strings.Join(list, " ")
}

// Command is a command of an object.
type Command struct {
	Name  string
	Usage string // what may follow
}

// Option is an option of nmcli's.
type Option struct {
	Name  string
	Value string // what it takes, empty for nothing
	Help  string
}

// Objects are the objects, in the order in which abbreviations are tried.
func Objects() []Object {
	var list []Object
	for _, o := range objects() {
		row := Object{Name: o.name}
		for _, c := range o.commands {
			row.Commands = append(row.Commands, Command{c.name, c.usage})
		}
		list = append(list, row)
	}
	return list
}

// Options are nmcli's options, then netonce's own.
func Options() []Option {
	var list []Option
	for _, o := range slices.Concat(optionTable(), ownOptions()) {
		list = append(list, Option{o.name, o.value, o.help})
	}
	return list
}

// Alias is a short word for a property in connection add and modify.
type Alias struct{ Word, Property string }

// Aliases are the short words.
func Aliases() []Alias {
	var list []Alias
	for _, a := range propertyAliases() {
		list = append(list, Alias{a.word, a.property})
	}
	return list
}

// Find finds the property that a word of connection add or modify means: an alias,
// or a setting with its property, each perhaps abbreviated. It is nil for none.
func Find(word string) *property.Property {
	table := property.Table()
	if _, p, ok := findAlias(table, word); ok {
		return p
	}
	for _, s := range table {
		for _, p := range s.Properties {
			if p.FullName() == word || s.Alias != "" && s.Alias+"."+p.Name == word {
				return p
			}
		}
	}
	return nil
}
