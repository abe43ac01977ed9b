package ifcfg

import (
	"fmt"
	"strconv"
	"strings"
)

// Grammar is what a key takes, as data: a form, narrowed by a range or by words,
// alone or in a list. The zero Grammar takes any text.
type Grammar struct {
	form     form
	min, max int64  // of a number, of the length of text in bytes; no limits where both are 0
	words    string // taken besides the form, or the only ones; separated by blanks
	list     string // bytes that separate the items, empty for a single value
	options  string // table of the words that make it up, as func options reads it
}

// form is how a value, or an item of a list, is written.
type form uint8

const (
	formText form = iota
	formBoolean
	formNumber // decimal
	formHex    // number, decimal or after 0x
	formSeconds
	formWord  // of words, in any case
	formExact // of words, as they are
	formMAC
	formInterface
	formInterfaceOrUUID
	formUUID
	formIPv4
	formIPv6
	formIPv6Zone
	formIP
	formIPv4Net // prefix length optional
	formIPv6Net
	formIPNet
	formNetmask
	formBytes // hexadecimal, 0x and colons optional
	formDigits
	formPair
	formSSID
	formKey
	formPSK
	formDNS
	formChannels
	formPriorities
	formShares
	formVLANs
	formFunction
	formOptions
	formEthtool
	formRule
	formRule6
	formQdisc
	formFilter
	formMACMask
	formJSON
)

const (
	blanks      = " \t"
	blanksComma = " \t,"
)

// Grammars of many keys.
func texts() Grammar                   { return Grammar{list: blanks} }
func aBoolean() Grammar                { return Grammar{form: formBoolean} }
func number(min, max int64) Grammar    { return Grammar{form: formNumber, min: min, max: max} }
func oneOf(words string) Grammar       { return Grammar{form: formWord, words: words} }
func exactly(words string) Grammar     { return Grammar{form: formExact, words: words} }
func one(f form) Grammar               { return Grammar{form: f} }
func orWords(f form, w string) Grammar { return Grammar{form: f, words: w} }

// Words returns the words that the grammar takes, nil where it takes none.
func (g Grammar) Words() []string {
	if g.form == formBoolean {
		return []string{"yes", "no"}
	}
	return strings.Fields(g.words)
}

// Word is the word that a value stands for, in any case or by its number; the value
// itself where it is none.
func (g Grammar) Word(value string) string {
	words := g.Words()
	for _, w := range words {
		if strings.EqualFold(w, value) {
			return w
		}
	}
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < len(words) {
		return words[n]
	}
	return value
}

// String says what the grammar takes, as it goes into a sentence or a table.
func (g Grammar) String() string {
	s := g.item()
	switch {
	case g.list == "" || g.form == formEthtool:
		return s
	case g.form == formText:
		return words
	case g.list == ",":
		return s + "; several with ',' between"
	case g.list == blanks:
		return s + "; several with blanks between"
	}
	return s + "; several with blanks or ',' between"
}

func (g Grammar) item() string {
	words := strings.Join(strings.Fields(g.words), ", ")
	s := g.form.String()
	switch g.form {
	case formWord, formExact:
		return words
	case formText:
		if g.max > 0 {
			s = fmt.Sprintf("text of %d..%d bytes", g.min, g.max)
		}
	case formNumber, formHex, formSeconds:
		if g.min != 0 || g.max != 0 {
			s = fmt.Sprintf("%d..%d", g.min, g.max)
		}
		if g.form == formSeconds {
			s += " seconds"
		}
	case formDigits:
		return fmt.Sprintf("%d characters of %s", g.max, g.words)
	}
	if words != "" {
		s += " or " + words
	}
	return s
}

func (f form) String() string {
	return [...]string{
		formText: "text", formBoolean: "yes or no", formNumber: "number", formHex: "number", formSeconds: "seconds", formMAC: "hardware address",
		formInterface: "interface name", formInterfaceOrUUID: "interface name or UUID", formUUID: "UUID", formIPv4: "IPv4 address", formIPv6: "IPv6 address", formIPv6Zone: "IPv6 address, %INTERFACE allowed",
		formIP: "IP address", formIPv4Net: "IPv4 address, /LENGTH allowed", formIPv6Net: "IPv6 address, /LENGTH allowed", formIPNet: "IP address, /LENGTH allowed",
		formNetmask: "netmask", formBytes: "hexadecimal bytes", formPair: "KEY=VALUE", formSSID: "text of 1..32 bytes, or 0x and their hexadecimal digits",
		formKey: "10 or 26 hexadecimal digits, or s: and 5 or 13 characters; of a tunnel 0..4294967295", formPSK: "8..63 characters, or 64 hexadecimal digits",
		formDNS: "IP address of a name server", formChannels: "two or three s390 device numbers with ',' between", formPriorities: "FROM:TO",
		formShares: "eight percentages with ',' between", formVLANs: "VID or VID-VID, then pvid and untagged if need be", formFunction: "ATTRIBUTE=VALUE of a virtual function",
		formOptions: "OPTION=VALUE", formEthtool: "ethtool arguments, groups of them with ';' between",
		formRule: "policy routing rule", formRule6: "policy routing rule of IPv6",
		formQdisc: "queueing discipline in the words of tc(8)", formFilter: "traffic filter in the words of tc(8)",
		formJSON: "JSON object", formMACMask: "mask and then perhaps hardware addresses, with blanks between",
	}[f]
}
