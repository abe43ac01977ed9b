package ifcfg

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Check reports why the grammar does not take a value, and what it takes.
func (g Grammar) Check(value string) error {
	if g.list == "" {
		return g.check(value)
	}
	var first error
	for item := range strings.FieldsFuncSeq(value, func(c rune) bool { return strings.ContainsRune(g.list, c) }) {
		if err := g.check(strings.Trim(item, spaces)); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// check looks at one value, or at one item of a list.
func (g Grammar) check(s string) error {
	for _, w := range strings.Fields(g.words) {
		if w == s || g.form != formExact && strings.EqualFold(w, s) {
			return nil
		}
	}
	if err := g.formOf(s); err != nil {
		if g.words != "" && g.form != formDigits {
			return fmt.Errorf("%q is not %s", s, g.item())
		}
		return err
	}
	return nil
}

// formOf checks the form alone.
func (g Grammar) formOf(s string) error {
	switch g.form {
	case formText:
		if n := int64(len(s)); g.max > 0 && (n < g.min || n > g.max) {
			return fmt.Errorf("%d bytes are not in %d..%d", n, g.min, g.max)
		}
		return nil
	case formBoolean:
		if _, ok := ParseBool(s); !ok {
			return fmt.Errorf("%q is neither yes nor no", s)
		}
		return nil
	case formNumber, formHex:
		return g.numberOf(s)
	case formSeconds:
		_, err := duration(float64(g.min), float64(g.max))(s)
		return err
	case formDigits:
		if int64(len(s)) != g.max || strings.Trim(strings.ToLower(s), g.words) != "" {
			return fmt.Errorf("%q is not %s", s, g.item())
		}
		return nil
	case formOptions:
		return checkOption(g.options, s)
	}
	return g.form.check(s)
}

func (g Grammar) numberOf(s string) error {
	base, low, high := 10, g.min, g.max
	if g.form == formHex {
		base = 0
	}
	if low == 0 && high == 0 {
		low, high = -1<<31, 1<<31-1
	}
	_, err := ParseInt(s, base, low, high)
	return err
}

// check looks at the forms that a name tells all of.
func (f form) check(s string) error {
	checks := [...]func(string) error{
		formMAC:             anyMAC,
		formInterface:       CheckInterfaceName,
		formInterfaceOrUUID: interfaceOrUUID,
		formUUID:            checkUUID,
		formIPv4:            only(ParseIPv4),
		formIPv6:            only(ParseIPv6),
		formIPv6Zone:        only(ParseIPv6Zone),
		formIP:              only(nameServerAddress),
		formIPv4Net:         only(ipv4Prefix),
		formIPv6Net:         only(ipv6Prefix),
		formIPNet:           checkIPNet,
		formNetmask:         only(ParseNetmask),
		formBytes:           checkBytes,
		formPair:            checkPair,
		formSSID:            checkSSID,
		formKey:             checkKey,
		formPSK:             checkPSK,
		formDNS:             checkDNS,
		formChannels:        checkChannels,
		formPriorities:      checkPriorities,
		formShares:          checkShares,
		formVLANs:           checkVLANs,
		formFunction:        CheckFunction,
		formEthtool:         checkEthtool,
		formRule:            checkRule(false),
		formRule6:           checkRule(true),
		formQdisc:           checkTraffic(false),
		formFilter:          checkTraffic(true),
		formMACMask:         checkMACMask,
		formJSON:            checkJSON,
	}
	if int(f) >= len(checks) || checks[f] == nil {
		return fmt.Errorf("%q is not %s", s, f)
	}
	return checks[f](strings.Trim(s, spaces))
}

func only[T any](parse func(string) (T, error)) func(string) error {
	return func(s string) error {
		_, err := parse(s)
		return err
	}
}

// anyMAC takes Ethernet's six octets and InfiniBand's twenty.
func anyMAC(s string) error {
	_, err := ParseMAC(s, 6)
	if err != nil {
		if _, err := ParseMAC(s, 20); err == nil {
			return nil
		}
	}
	return err
}

// checkMACMask takes a mask and perhaps addresses. One that is bad costs all of it: the
// next would be taken for the mask.
func checkMACMask(s string) error {
	for _, w := range strings.Fields(s) {
		if _, err := ParseMAC(w, 6); err != nil {
			return err
		}
	}
	return nil
}

// checkJSON takes an object, whatever is in it.
func checkJSON(s string) error {
	var object map[string]json.RawMessage
	err := json.Unmarshal([]byte(s), &object)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("this is not a JSON object: byte %d: %w", syntax.Offset, err)
	case object == nil: // null, too
		return errors.New("this is not a JSON object")
	}
	return nil
}

func checkUUID(s string) error {
	if !IsUUID(s) {
		return fmt.Errorf("%q is not a UUID", s)
	}
	return nil
}

func checkIPNet(s string) error {
	if _, err := ipv4Prefix(s); err == nil {
		return nil
	}
	if _, err := ipv6Prefix(s); err != nil {
		return fmt.Errorf("%q is not an IP address or prefix", s)
	}
	return nil
}

func checkBytes(s string) error {
	if len(Bytes(s)) == 0 {
		return errors.New("these are not hexadecimal digits in pairs")
	}
	return nil
}

// Bytes reads hexadecimal digits in pairs, of which 0x may stand before and colons
// between; nil for anything else.
func Bytes(s string) []byte {
	b, err := hex.DecodeString(strings.TrimPrefix(strings.ReplaceAll(s, ":", ""), "0x"))
	if err != nil {
		return nil
	}
	return b
}

func checkPair(s string) error {
	if i := strings.IndexByte(s, '='); i < 1 {
		return fmt.Errorf("%q is not KEY=VALUE", s)
	}
	return nil
}

// checkDNS takes what NetworkManager takes: an address, perhaps with the name of
// its certificate, or a URI.
func checkDNS(s string) error {
	s, _, _ = strings.Cut(s, "#")
	for _, scheme := range []string{"dns+udp://", "dns+tls://"} {
		if rest, ok := strings.CutPrefix(s, scheme); ok {
			s = strings.Trim(rest, "[]")
		}
	}
	_, err := nameServerAddress(s)
	return err
}

func checkChannels(s string) error {
	n := strings.Count(s, ",") + 1
	if n < 2 || n > 3 || strings.Trim(strings.ToLower(s), "0123456789abcdef.,") != "" {
		return fmt.Errorf("%q is not %s", s, formChannels)
	}
	return nil
}

func checkPriorities(s string) error {
	from, to, ok := strings.Cut(s, ":")
	if ok {
		_, err := strconv.ParseUint(from, 10, 32)
		_, err2 := strconv.ParseUint(to, 10, 32)
		ok = err == nil && err2 == nil
	}
	if !ok {
		return fmt.Errorf("%q is not FROM:TO, two numbers", s)
	}
	return nil
}

func checkShares(s string) error {
	parts := strings.Split(s, ",")
	if len(parts) != 8 {
		return fmt.Errorf("%q has %d numbers, not 8", s, len(parts))
	}
	for _, p := range parts {
		if _, err := ParseInt(p, 10, 0, 100); err != nil {
			return err
		}
	}
	return nil
}

func interfaceOrUUID(s string) error {
	if IsUUID(s) {
		return nil
	}
	return CheckInterfaceName(s)
}
