package completion

import (
	"slices"
	"strings"

	"netonce/cmd/netonce/nmcli"
	"netonce/ifcfg/property"
)

// Source is what completions are made of besides the tables of nmcli and of
// properties. Commands names those of netonce that take profiles.
type Source struct {
	Commands   []string
	OfProfiles []string
	Flags      []string // with their dashes
	Profiles   func() []string
	Interfaces func() []string
}

// Complete returns what the last of the words, which is being typed, may become.
// The first is the name of the program.
func (s Source) Complete(words []string) []string {
	if len(words) < 2 {
		return nil
	}
	typed := words[len(words)-1]
	before := s.withoutOptions(words)
	var offer []string
	switch {
	case strings.HasPrefix(typed, "-") && len(before) == 0:
		offer = s.options(words[0])
	case len(before) == 0:
		offer = s.first(words[0])
	default:
		offer = s.after(before, typed)
	}
	offer = slices.DeleteFunc(offer, func(w string) bool { return !strings.HasPrefix(w, typed) })
	slices.Sort(offer)
	return slices.Compact(offer)
}

func isNmcli(program string) bool { return program[strings.LastIndexByte(program, '/')+1:] == "nmcli" }

func (s Source) options(program string) []string {
	var offer []string
	for _, o := range nmcli.Options() {
		offer = append(offer, "--"+o.Name)
	}
	if !isNmcli(program) {
		offer = append(offer, s.Flags...)
	}
	return offer
}

// withoutOptions are the words between the program and the last one, without
// options and what these take.
func (s Source) withoutOptions(words []string) []string {
	takes := map[string]bool{}
	for _, o := range nmcli.Options() {
		takes["--"+o.Name] = o.Value != ""
		if _, earlier := takes["-"+o.Name[:1]]; !earlier {
			takes["-"+o.Name[:1]] = o.Value != ""
		}
	}
	between := words[1 : len(words)-1]
	for len(between) > 0 && strings.HasPrefix(between[0], "-") {
		n := 1
		if takes[between[0]] {
			n = min(2, len(between))
		}
		between = between[n:]
	}
	return between
}

// first are the words that may stand first.
func (s Source) first(program string) []string {
	var offer []string
	for _, o := range nmcli.Objects() {
		offer = append(offer, o.Name)
	}
	if !isNmcli(program) {
		offer = append(offer, s.Commands...)
	}
	return offer
}

// after are the words that may follow others.
func (s Source) after(before []string, typed string) []string {
	if slices.Contains(s.Commands, before[0]) {
		if slices.Contains(s.OfProfiles, before[0]) {
			return s.Profiles()
		}
		return nil
	}
	for _, o := range nmcli.Objects() {
		if !strings.HasPrefix(o.Name, before[0]) {
			continue
		}
		if len(before) == 1 {
			var offer []string
			for _, c := range o.Commands {
				offer = append(offer, c.Name)
			}
			return offer
		}
		for _, c := range o.Commands {
			if strings.HasPrefix(c.Name, before[1]) {
				return s.argument(o.Name, c.Name, before[2:], typed)
			}
		}
	}
	return nil
}

// argument are the words that a command may take.
func (s Source) argument(object, command string, given []string, typed string) []string {
	switch object + " " + command {
	case "connection show", "connection up", "connection down", "connection delete", "connection clone":
		if len(given) > 0 && given[len(given)-1] == "ifname" {
			return s.Interfaces()
		}
		return append(s.Profiles(), "id", "uuid", "path", "ifname")
	case "connection modify":
		if len(given) > 0 && slices.Contains([]string{"id", "uuid", "path"}, given[0]) {
			given = given[1:]
		}
		if len(given) == 0 {
			return append(s.Profiles(), "id", "uuid", "path")
		}
		return s.pair(given[1:], typed)
	case "connection add":
		return s.pair(given, typed)
	}
	if object == "device" {
		return s.Interfaces()
	}
	return nil
}

// pair completes words that come in twos: a property and its value.
func (s Source) pair(given []string, typed string) []string {
	if len(given)%2 == 0 {
		return propertyNames(typed)
	}
	switch word := strings.TrimLeft(given[len(given)-1], "+-"); word {
	case "type":
		return nmcli.Types()
	case "ifname", "dev", "connection.interface-name", "vlan.parent":
		return s.Interfaces()
	case "master", "controller", "connection.controller", "connection.master":
		return s.Profiles()
	default:
		if p := nmcli.Find(word); p != nil {
			return slices.Clone(p.Values())
		}
	}
	return nil
}

// propertyNames are the aliases and the properties: their settings first, and the
// properties of one once it is typed.
func propertyNames(typed string) []string {
	sign := typed[:len(typed)-len(strings.TrimLeft(typed, "+-"))]
	offer := []string{"type"}
	if sign != "" {
		offer = nil
	}
	for _, a := range nmcli.Aliases() {
		offer = append(offer, sign+a.Word)
	}
	setting, _, dotted := strings.Cut(typed[len(sign):], ".")
	for _, s := range property.Table() {
		for _, name := range []string{s.Name, s.Alias} {
			switch {
			case name == "":
			case !dotted:
				offer = append(offer, sign+name+".")
			case name == setting:
				for _, p := range s.Properties {
					offer = append(offer, sign+name+"."+p.Name)
				}
			}
		}
	}
	return offer
}
