package ifcfg

import (
	"strings"
	"sync"
)

// Scope groups keys by what they are about.
type Scope string

// The scopes of the key table.
const (
	ScopeConnection Scope = "connection"
	ScopeLink       Scope = "link"
	ScopeIPv4       Scope = "IPv4"
	ScopeDHCP4      Scope = "DHCPv4"
	ScopeIPv6       Scope = "IPv6"
	ScopeDNS        Scope = "DNS"
)

// Key is a row of the key table.
type Key struct {
	Name     string
	Numbered bool // also with a number at its end: IPADDR, IPADDR0, IPADDR1, ...
	Scope    Scope
	Values   string // what it takes
	Default  string // what counts without it
	Meaning  string
	Fate     Fate
	Why      string // for a key that is not applied

	read func(*reader, value)
}

// Fate says what becomes of a key.
type Fate uint8

const (
	// Applied keys have their effect.
	Applied Fate = iota
	// Stateless keys have none that could be lost: they tell other programs
	// something, or ask for nothing that a kernel holds.
	Stateless
	// NotApplied keys ask for what netonce does not do; a warning says so.
	NotApplied
	// Blocking keys ask for what the rest of the profile depends on: without it
	// the interface is left alone.
	Blocking
)

// value is an assignment as the rows of the table read it.
type value struct {
	Assignment
	index int // number behind the name, -1 for none
}

// keyTable finds keys by the names that files use. The keys that are only known
// are looked up late: most files have none, and a boot has no time to lose.
type keyTable struct {
	rows   []Key
	others func() []Key
}

func newKeyTable() keyTable {
	return keyTable{keys(), sync.OnceValue(otherKeys)}
}

// row returns the row with exactly that name, nil if there is none.
func (t keyTable) row(name string) *Key {
	for i := range t.rows {
		if t.rows[i].Name == name {
			return &t.rows[i]
		}
	}
	others := t.others()
	for i := range others {
		if others[i].Name == name {
			return &others[i]
		}
	}
	return nil
}

// Keys returns the key table: every key that netonce applies, in the order of
// the documentation.
func Keys() []Key { return keys() }

// find returns the row for a name and the number at its end, nil if there is
// none. A number with leading zeros is not one: IPADDR01 is not IPADDR1.
func (t keyTable) find(name string) (*Key, int) {
	stem := strings.TrimRight(name, "0123456789")
	if stem != name {
		n, err := ParseInt(name[len(stem):], 10, 0, 9999)
		k := t.row(stem)
		if k != nil && k.Numbered && err == nil && (name[len(stem)] != '0' || len(name) == len(stem)+1) {
			return k, int(n)
		}
	}
	return t.row(name), -1
}

// nearest returns the known name that differs least, empty where none is near.
// Of several that are as near the first of the table is it. One or two letters
// are near to everything and get no answer.
func (t keyTable) nearest(name string) string {
	stem := strings.TrimRight(name, "0123456789")
	if len(stem) < 3 {
		return ""
	}
	// A number stays as it is: IPADR2 was meant to be IPADDR2.
	number := strings.TrimLeft(name[len(stem):], "0")
	if number == "" && stem != name {
		number = "0"
	}
	if len(number) > 4 {
		return "" // greater than any that is read
	}
	name = strings.ToUpper(stem)
	best, distance := "", min(3, len(name)-1)
	for _, rows := range [][]Key{t.rows, t.others()} {
		for i := range rows {
			k := &rows[i]
			if number != "" && !k.Numbered || k.Scope == scopeDetail {
				continue
			}
			if d := editDistance(name, k.Name, distance); d < distance {
				best, distance = k.Name+number, d
			}
		}
	}
	return best
}

// editDistance counts the single-character edits between a and b (Levenshtein);
// limit or more is all one.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
