package resolv

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"netonce/apply/dnsname"
)

// Everything below is checked where the file is made, although the readers of
// profiles and leases check too: a blank or a newline that slips through would
// be a line of the sender's choosing in everybody's resolver configuration.

// domain is an entry of a search list: searched, or only routed to its link.
type domain struct {
	Name    string
	Routing bool
}

// readDomain takes an entry apart; ok is false where it is none. Everything can
// be routed ("~."), but not searched.
func readDomain(entry string) (d domain, ok bool) {
	name, routing := strings.CutPrefix(entry, "~")
	if routing && name == "." {
		return domain{name, routing}, true
	}
	return domain{strings.TrimSuffix(name, "."), routing}, validDomain(name)
}

func isDomain(entry string) bool {
	_, ok := readDomain(entry)
	return ok
}

// validDomain reports whether a name can stand in a search list, with the dot of the
// root or without.
func validDomain(name string) bool { return dnsname.Valid(strings.TrimSuffix(name, ".")) }

// validInterface reports whether a name is one that the kernel would give and
// that keeps its meaning after the % of an address.
func validInterface(name string) bool {
	if name == "" || len(name) > 15 {
		return false
	}
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("/%#;:\"'\\", c) >= 0 {
			return false
		}
	}
	return true
}

// usable brings a server into the form that resolv.conf takes; ok is false where
// there is none. A link-local address means nothing without its interface.
func usable(a netip.Addr, iface string) (addr netip.Addr, ok bool) {
	if !a.IsValid() {
		return a, false
	}
	a = a.Unmap()
	if !a.Is6() || !a.IsLinkLocalUnicast() {
		return a.WithZone(""), true
	}
	if iface == "" {
		iface = a.Zone()
	}
	if !validInterface(iface) {
		return a, false
	}
	return a.WithZone(iface), true
}

// commentWord is the most bytes that a text takes of a comment line: three of
// them and an address stay below commentLimit.
const commentWord = 48

// comment makes a text fit to stand in a comment line.
func comment(text string) string {
	return clip(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || r != ' ' && !unicode.IsGraphic(r) || r != ' ' && unicode.IsSpace(r) {
			return '?'
		}
		return r
	}, text), commentWord)
}

// clip cuts a text after so many bytes, but not through a character.
func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "..."
}
