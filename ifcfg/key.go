package ifcfg

import (
	"strings"
	"sync"
)

// Scope groups keys by what they are about.
type Scope string

// The scopes of the key table.
const (
	ScopeConnection     Scope = "connection"
	ScopeLink           Scope = "link"
	ScopeIPv4           Scope = "IPv4"
	ScopeDHCP4          Scope = "DHCPv4"
	ScopeIPv6           Scope = "IPv6"
	ScopeDHCP6          Scope = "DHCPv6"
	ScopeDNS            Scope = "DNS"
	ScopeRoute          Scope = "routes"
	ScopeRule           Scope = "rules"
	ScopeAlias          Scope = "aliases and ranges"
	ScopeGlobal         Scope = "all profiles" // keys of /etc/sysconfig/network
	ScopeProxy          Scope = "proxy"
	ScopeEthtool        Scope = "ethtool"
	ScopeTraffic        Scope = "traffic control"
	ScopeSRIOV          Scope = "SR-IOV"
	ScopeVLAN           Scope = "VLAN"
	ScopeBond           Scope = "bond"
	ScopeBridge         Scope = "bridge"
	ScopeTeam           Scope = "other controllers"
	ScopeVirtual        Scope = "virtual links"
	ScopeInfiniBand     Scope = "InfiniBand"
	ScopeWifi           Scope = "wireless"
	ScopeAuthentication Scope = "802.1X"
	ScopeDCB            Scope = "DCB"
	ScopeTunnel         Scope = "tunnels"
	ScopeDial           Scope = "dial-up and IPsec"
)

// Key is a row of the key table.
type Key struct {
	Name     string
	Numbered bool // also with a number at its end: IPADDR, IPADDR0, IPADDR1, ...
	Scope    Scope
	Takes    Grammar
	Values   string // what it takes, in words; of a row without it, see AllKeys
	Default  string // what counts without it
	Nothing  string // values that ask for nothing, separated by blanks: not doing it is no loss
	Meaning  string
	Kinds    string // kinds of link that it is for, as TYPE has them, separated by blanks; empty for any
	Reader   Reader
	Secret   bool // its value is nobody's business
	Strict   bool // a bad value costs more than itself where NetworkManager reads it
	Fate     Fate
	Why      string // for a key that is not applied
	Instead  string // key to write in its place

	silent bool // goes with another key, which is told of, and says nothing by itself
	read   func(*reader, value)
}

// Reader says who reads a key besides netonce.
type Reader uint8

// The readers.
const (
	ByBoth    Reader = iota // NetworkManager and the old network scripts
	ByNM                    // NetworkManager alone
	ByScripts               // the old network scripts alone
	ByNetonce               // neither: netonce's own
)

func (r Reader) String() string {
	return [...]string{"both", "NetworkManager", "network scripts", "netonce"}[r]
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
// are looked up late and part by part: most files have few of them, and a boot has
// no time to lose.
type keyTable struct {
	rows   []Key
	others []func() []Key

	routeWords func() map[string]routeWord // of route files, made once for all
	ruleWords  func() map[string]ruleWord  // of rules
}

func newKeyTable() keyTable {
	parts := otherKeys()
	for i, part := range parts {
		parts[i] = sync.OnceValue(part)
	}
	return keyTable{keys(), parts, sync.OnceValue(routeWords), sync.OnceValue(ruleWords)}
}

// row returns the row with exactly that name, nil if there is none.
func (t keyTable) row(name string) *Key {
	for i := range t.rows {
		if t.rows[i].Name == name {
			return &t.rows[i]
		}
	}
	for _, part := range t.others {
		others := part()
		for i := range others {
			if others[i].Name == name {
				return &others[i]
			}
		}
	}
	return nil
}

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
	if strings.HasPrefix(name, userPrefix) {
		name = userPrefix + "*"
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
	if other := synonym(name); other != "" {
		return other + number
	}
	best, distance := "", min(3, len(name)-1)
	look := func(rows []Key) {
		for i := range rows {
			k := &rows[i]
			if number != "" && !k.Numbered || k.silent {
				continue
			}
			if d := editDistance(name, k.Name, distance); d < distance {
				best, distance = k.Name+number, d
			}
		}
	}
	look(t.rows)
	for _, part := range t.others {
		look(part())
	}
	return best
}

// userPrefix begins the names of keys that hold other programs' data.
const userPrefix = "NM_USER_"

// synonym returns the key for a word that other formats have for it.
func synonym(name string) string {
	for _, pair := range [...][2]string{
		{"CONTROLLER", "MASTER"}, {"CONTROLLER_UUID", "MASTER_UUID"}, {"INTERFACE", "DEVICE"}, {"AUTOCONNECT", "ONBOOT"},
		{"IPV6_GATEWAY", "IPV6_DEFAULTGW"}, {"IPV6GATEWAY", "IPV6_DEFAULTGW"}, {"IP6ADDR", "IPV6ADDR"}, {"SEARCHDOMAIN", "DOMAIN"},
		{"MAC_ADDRESS", "HWADDR"}, {"ROUTE_METRIC", "IPV4_ROUTE_METRIC"},
	} {
		if pair[0] == name {
			return pair[1]
		}
	}
	return ""
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
