package property

import (
	"strconv"
	"strings"
)

// Table is the table of properties, in the order in which nmcli shows it.
func Table() []Setting {
	table := settings(connectionTable + matchTable + ethernetTable + ipv4Table + ipv6Table + hostnameTable + sriovTable +
		infinibandTable + bondTable + vlanTable + bridgeTable + teamTable + proxyTable)
	for _, c := range companions() {
		p := find(table, c.property)
		p.read, p.store, p.write = c.read, nil, c.write
	}
	return table
}

// find finds a property by its full name, nil if there is none.
func find(table []Setting, name string) *Property {
	for i := range table {
		for _, p := range table[i].Properties {
			if p.full == name {
				return p
			}
		}
	}
	return nil
}

// settings reads tables of properties. As text they take a fraction of what code to
// make them would.
//
//	= setting | which connections have it | other name
//	NAME | key | default | form | meaning | marks
//
// Where several keys hold a property, companions has the rest, and the key is for
// people; "BRIDGING_OPTS word" is a word of that key. Without a key ifcfg has none for
// it: it has its default, and nothing else can be asked for. The form "alias NAME" makes
// an older name of a property of the same setting. It is shown, and setting it sets the
// other. Which connections have a setting says hasOf, what a form is formOf, and what a
// mark is mark.
func settings(tables string) (table []Setting) {
	for line := range strings.Lines(tables) {
		var column [6]string
		rest := strings.TrimRight(line, "\n")
		for i := range column {
			column[i], rest, _ = strings.Cut(rest, " | ")
		}
		name, begins := strings.CutPrefix(column[0], "= ")
		switch last := len(table) - 1; {
		case begins:
			table = append(table, Setting{Name: name, has: hasOf(name, column[1]), Alias: column[2]})
		case name != "":
			table[last].Properties = append(table[last].Properties, table[last].property(&column))
		}
	}
	for i := range table {
		for _, p := range table[i].Properties {
			if p.aliasOf != "" { // it looks like the other
				of := table[i].Find(p.aliasOf)
				p.Default, p.form = of.Default, of.form
			}
		}
	}
	return table
}

// hasOf is the condition on which a connection has a setting; nil for none.
func hasOf(setting, condition string) func(*Connection) bool {
	switch word, argument, _ := strings.Cut(condition, " "); word {
	case "type":
		return isType(argument)
	case "port":
		return isPortOf(argument)
	case "any":
		return hasAny(setting)
	case "ip":
		return hasIP
	case "ethernet":
		return hasEthernet
	}
	return nil
}

// property reads a row.
func (s *Setting) property(column *[6]string) *Property {
	p := &Property{Setting: s.Name, Name: column[0], Keys: column[1], Default: column[2], Meaning: column[4], full: s.Name + "." + column[0]}
	if of, ok := strings.CutPrefix(column[3], "alias "); ok {
		p.aliasOf, p.Meaning = of, "Older name of "+of+"."
		return p
	}
	p.form = formOf(column[3])
	if word, ok := strings.CutPrefix(p.Keys, "BRIDGING_OPTS "); ok {
		p.option(word)
	} else if p.Keys != "" {
		p.row(p.Keys)
	} else {
		p.read = func(*source) []string { return nil }
	}
	for _, m := range strings.Fields(column[5]) {
		p.mark(m)
	}
	return p
}

func (p *Property) mark(mark string) {
	switch mark {
	case "always":
		p.always = true
	case "stated":
		p.stated = true
	case "read-only":
		p.ReadOnly = true
	case "runtime": // of what is up, not of a file
		p.ReadOnly, p.Runtime, p.read = true, true, nil
	case "explicit": // where its key is there the default is written, too
		p.form.explicit = p.form.toKey([]string{p.Default})
	case "stp":
		p.withSTP()
	}
}

// formOf makes a form of its name and what it takes: "integer 0..9", and behind it
// what numbers mean, "choice this that", "spelled 0=this 1=that"; nil if there is none
// of that name.
func formOf(text string) *form {
	name, rest, _ := strings.Cut(text, " ")
	switch name {
	case "integer":
		span, meanings, _ := strings.Cut(rest, " ")
		low, high, _ := strings.Cut(span, "..")
		from, _ := strconv.ParseInt(low, 10, 64) // a test reads the tables
		to, _ := strconv.ParseInt(high, 10, 64)
		return integer(from, to, labels(meanings))
	case "numbered":
		return numbered(labels(rest))
	case "spelled":
		return spelled(labels(rest))
	case "choice":
		return choice(strings.Fields(rest)...)
	}
	if f := plainForm(name); f != nil {
		return f
	}
	if f := linkForm(name); f != nil {
		return f
	}
	return addressForm(name)
}

// plainForm makes the forms of many properties.
func plainForm(name string) *form {
	switch name {
	case "text":
		return text()
	case "texts":
		return texts()
	case "commas":
		return commas()
	case "boolean":
		return boolean(false)
	case "inverted":
		return boolean(true)
	case "ternary":
		return ternary()
	}
	return nil
}

// linkForm makes those of links and of the connection itself.
func linkForm(name string) *form {
	switch name {
	case "options":
		return options()
	case "zero-one":
		return zeroOne()
	case "interface":
		return interfaceName()
	case "mac":
		return hardwareAddress()
	case "macs":
		return hardwareAddresses()
	case "cloned-mac":
		return clonedAddress()
	case "mtu":
		return mtu()
	case "lldp":
		return lldp()
	case "metered":
		return metered()
	case "mptcp":
		return mptcp()
	case "device-timeout":
		return deviceTimeout()
	case "functions":
		return functions()
	case "vlan-flags":
		return vlanFlags()
	case "priority-map":
		return priorityMap()
	case "transport":
		return transport()
	case "vlans":
		return vlans()
	}
	return nil
}

// addressForm makes those of ipv4 and ipv6.
func addressForm(name string) *form {
	switch name {
	case "hostname-flags":
		return hostnameFlags()
	case "addresses":
		return addresses(false)
	case "addresses6":
		return addresses(true)
	case "address":
		return address(false)
	case "address6":
		return address(true)
	case "routes":
		return routeForm(false)
	case "routes6":
		return routeForm(true)
	case "rules":
		return ruleForm(false)
	case "rules6":
		return ruleForm(true)
	case "privacy":
		return privacy()
	}
	return nil
}

// labels reads "0=this 1=that", nil if there is nothing.
func labels(text string) (m map[string]string) {
	for _, word := range strings.Fields(text) {
		if m == nil {
			m = map[string]string{}
		}
		n, name, _ := strings.Cut(word, "=")
		m[n] = name
	}
	return m
}
