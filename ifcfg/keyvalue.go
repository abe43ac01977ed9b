package ifcfg

import (
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"netonce/ifcfg/lists"
)

// field reads a value with parse into a Field; a bad one costs the value.
func field[T any](parse func(string) (T, error), at func(*reader) *Field[T]) func(*reader, value) {
	return func(r *reader, v value) {
		x, err := parse(v.Value)
		if err != nil {
			r.fail(v, "value", err.Error(), "")
			return
		}
		*at(r) = Field[T]{Value: x, Pos: v.Pos, Key: v.Key}
	}
}

// list reads blank-separated words; a bad one costs that word. A value of
// nothing but bad words is rather a mistake as a whole, and not told word by word.
func list[T any](parse func(string) (T, error), at func(*reader) *[]Field[T]) func(*reader, value) {
	return func(r *reader, v value) {
		bad := 0
		for _, w := range v.words() {
			x, err := parse(w.text)
			if err == nil {
				*at(r) = append(*at(r), Field[T]{Value: x, Pos: w.pos, Key: v.Key})
				continue
			}
			if bad++; bad <= most {
				r.report(w.pos, Error, "value", v.Key, err.Error(), "")
			}
		}
		if bad > most {
			r.fail(v, "value", fmt.Sprintf("%d more of its words are bad", bad-most), "")
		}
	}
}

// words splits a value at white space.
func (v value) words() []word { return v.split(isBlank) }

// items splits a value at any of the bytes in separators.
func (v value) items(separators string) []word {
	items := v.split(func(c byte) bool { return strings.IndexByte(separators, c) >= 0 })
	for i, w := range items {
		trimmed := strings.TrimLeft(w.text, spaces)
		if w.pos != v.Pos {
			items[i].pos.Col += len(w.text) - len(trimmed)
		}
		items[i].text = strings.TrimRight(trimmed, spaces)
	}
	return lists.Delete(items, func(w *word) bool { return w.text == "" })
}

// split splits a value. Where the value stands in the file as it is, in quotes or
// without, each word has its own place; otherwise, behind escapes, all have the
// value's.
func (v value) split(separator func(byte) bool) []word {
	start := v.Pos
	offset := strings.Index(v.Raw, v.Value)
	start.Col += max(offset, 0)
	words := splitWords(v.Value, start, separator)
	if offset < 0 {
		for i := range words {
			words[i].pos = v.Pos
		}
	}
	return words
}

// boolean reads yes or no; anything else is the default, with a warning.
func boolean(otherwise bool, at func(*reader) *Field[bool]) func(*reader, value) {
	return func(r *reader, v value) {
		x, ok := ParseBool(v.Value)
		if !ok {
			word := map[bool]string{true: "yes", false: "no"}[otherwise]
			r.warn(v, "value", fmt.Sprintf("%q is neither yes nor no; %s is taken", v.Value, word), "write "+v.Key+"=yes or "+v.Key+"=no")
			return
		}
		*at(r) = Field[bool]{Value: x, Pos: v.Pos, Key: v.Key}
	}
}

// deciding wraps the reader of a key that decides whether and to which device
// the profile applies: an unreadable value rejects the profile.
func deciding(read func(*reader, value)) func(*reader, value) {
	return func(r *reader, v value) {
		if v.Bad != nil {
			r.reject(v.Pos, v.Key, "its value cannot be read; the profile is not applied", "")
			return
		}
		before := len(r.p.Diagnostics)
		read(r, v)
		for i := before; i < len(r.p.Diagnostics); i++ {
			r.p.Diagnostics[i].Message += "; the profile is not applied"
			r.p.Rejected = true
		}
	}
}

func text(s string) (string, error) { return s, nil }

// octets255 reads text that has to fit into a DHCP option.
func octets255(s string) (string, error) {
	if len(s) > 255 {
		return "", fmt.Errorf("a DHCP option has at most 255 bytes, this has %d", len(s))
	}
	return s, nil
}

func interfaceName(s string) (string, error) { return s, CheckInterfaceName(s) }

// hardwareAddress is Ethernet's of six octets, or InfiniBand's of twenty.
func hardwareAddress(s string) (net.HardwareAddr, error) {
	if mac, err := ParseMAC(s, 20); err == nil {
		return mac, nil
	}
	return ParseMAC(s, 6)
}

func integer(low, high int64) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := ParseInt(s, 10, low, high)
		return int(n), err
	}
}

// anyBase is integer with 0x allowed.
func anyBase(low, high int64) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := ParseInt(s, 0, low, high)
		return int(n), err
	}
}

func unsigned(s string) (uint32, error) {
	n, err := ParseInt(s, 10, 0, 1<<32-1)
	return uint32(n), err
}

func routeMetric(s string) (int64, error) { return ParseInt(s, 10, -1, 1<<32-1) }

func wholeSeconds(s string) (time.Duration, error) {
	n, err := ParseInt(s, 10, 0, 1<<31-1)
	return time.Duration(n) * time.Second, err
}

// times reads a number of units from -1, which is the default, to a highest.
func times(unit time.Duration, high int64) func(string) (time.Duration, error) {
	return func(s string) (time.Duration, error) {
		n, err := ParseInt(s, 10, -1, high)
		return time.Duration(n) * unit, err
	}
}

// duration reads seconds, with a fraction or without.
func duration(low, high float64) func(string) (time.Duration, error) {
	return func(s string) (time.Duration, error) {
		n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil {
			return 0, fmt.Errorf("%q is not a number of seconds", s)
		}
		if !(n >= low && n <= high) { // not a number is in no range
			return 0, fmt.Errorf("%s is not in %.f..%.f seconds", s, low, high)
		}
		return time.Duration(n * float64(time.Second)), nil
	}
}

func macPolicy(s string) (MACPolicy, error) {
	switch strings.ToLower(s) {
	case "preserve":
		return MACPolicy{}, nil
	case "permanent":
		return MACPolicy{Permanent: true}, nil
	case "random", "stable":
		return MACPolicy{Generated: strings.ToLower(s)}, nil
	case "stable-ssid":
		return MACPolicy{}, fmt.Errorf("%q is for wireless networks", s)
	}
	a, err := ParseMAC(s, 6)
	if err == nil && a[0]&1 != 0 {
		err = fmt.Errorf("%q is a group address, not an interface's", s)
	}
	return MACPolicy{Address: a}, err
}

// ClientID is who a DHCP server takes the client for: bytes, or what they are derived
// from.
type ClientID struct {
	Bytes []byte // as sent in option 61, the type first
	From  string // mac, perm-mac, duid, ipv6-duid, stable; none: nothing is sent
}

// clientID reads hexadecimal bytes with colons as the option's bytes, any other
// text as an identifier of type 0 (RFC 2132 section 9.14).
func clientID(s string) (ClientID, error) {
	if id := pairs(s); id != nil {
		return ClientID{Bytes: id}, checkClientID(id)
	}
	switch s {
	case "mac", "perm-mac", "duid", "ipv6-duid", "stable", "none":
		return ClientID{From: s}, nil
	}
	id := append([]byte{0}, s...)
	return ClientID{Bytes: id}, checkClientID(id)
}

// pairs reads two or more bytes of one or two digits each with colons between; nil for
// anything else.
func pairs(s string) (list []byte) {
	if !strings.Contains(s, ":") {
		return nil
	}
	for _, h := range strings.Split(s, ":") {
		if len(h) == 1 {
			h = "0" + h
		}
		b, err := hex.DecodeString(h)
		if err != nil || len(b) != 1 {
			return nil
		}
		list = append(list, b[0])
	}
	return list
}

func checkClientID(id []byte) error {
	if len(id) > 255 {
		return fmt.Errorf("a client identifier has at most 255 bytes, this has %d", len(id))
	}
	return nil
}

func ipv4Prefix(s string) (netip.Prefix, error) {
	if !strings.Contains(s, "/") {
		a, err := ParseIPv4(s)
		return netip.PrefixFrom(a, 32), err
	}
	p, err := netip.ParsePrefix(s)
	if err != nil || !p.Addr().Is4() {
		return netip.Prefix{}, fmt.Errorf("%q is not an IPv4 address or prefix", s)
	}
	return p, nil
}

func ipv6Prefix(s string) (netip.Prefix, error) { return ParsePrefix6(s, 64) }
