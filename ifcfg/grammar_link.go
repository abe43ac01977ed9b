package ifcfg

import (
	"errors"
	"fmt"
	"strings"
)

// checkSSID takes the name of a wireless network.
func checkSSID(s string) error {
	if rest, ok := strings.CutPrefix(s, "0x"); ok {
		if _, n := digits(rest, 16, len(rest)); n == len(rest) && n%2 == 0 && n > 0 && n <= 64 {
			return nil
		}
	}
	if s == "" || len(s) > 32 {
		return fmt.Errorf("%d bytes are not in 1..32", len(s))
	}
	return nil
}

// The values of secrets are not quoted in errors.

// checkKey takes the key of a wireless network or of a tunnel.
func checkKey(s string) error {
	if _, err := TunnelKey(s); err == nil {
		return nil
	}
	if rest, ok := strings.CutPrefix(s, "s:"); ok && (len(rest) == 5 || len(rest) == 13) {
		return nil
	}
	s = strings.ReplaceAll(s, "-", "")
	if _, n := digits(s, 16, len(s)); n == len(s) && (n == 10 || n == 26) {
		return nil
	}
	return errors.New("this is not a WEP key: it takes 10 or 26 hexadecimal digits, or s: and 5 or 13 characters")
}

func checkPSK(s string) error {
	if _, n := digits(s, 16, len(s)); n == len(s) && n == 64 {
		return nil
	}
	if len(s) < 8 || len(s) > 63 {
		return fmt.Errorf("%d characters are not in 8..63, nor are they 64 hexadecimal digits", len(s))
	}
	return nil
}

// checkVLANs takes an item of BRIDGE_VLANS: "VID[-VID] [pvid] [untagged]".
func checkVLANs(s string) error {
	words := strings.Fields(s)
	if len(words) == 0 {
		return nil
	}
	low, high, ranged := strings.Cut(words[0], "-")
	n, err := ParseInt(low, 10, 1, 4094)
	if err == nil && ranged {
		_, err = ParseInt(high, 10, n, 4094)
	}
	if err != nil {
		return fmt.Errorf("VLAN of %q: %w", s, err)
	}
	for _, w := range words[1:] {
		switch {
		case w == "pvid" && ranged:
			return fmt.Errorf("%q: a range cannot be the port's own VLAN", s)
		case w != "pvid" && w != "untagged":
			return fmt.Errorf("%q in %q is neither pvid nor untagged", w, s)
		}
	}
	return nil
}

// CheckFunction takes an attribute of SRIOV_VFn.
func CheckFunction(s string) error {
	name, value, _ := strings.Cut(s, "=")
	g := Grammar{}
	switch name {
	case "mac":
		g = one(formMAC)
	case "spoof-check", "trust":
		g = exactly("true false")
	case "min-tx-rate", "max-tx-rate":
		g = number(0, 1<<32-1)
	case "vlans":
		return checkFunctionVLANs(value)
	default:
		return fmt.Errorf("%q is none of mac, spoof-check, trust, min-tx-rate, max-tx-rate, vlans", name)
	}
	if err := g.Check(value); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func checkFunctionVLANs(s string) error {
	for _, item := range strings.Split(s, ";") {
		parts := strings.Split(item, ".")
		_, err := ParseInt(parts[0], 10, 0, 4095)
		if err == nil && len(parts) > 1 {
			_, err = ParseInt(parts[1], 10, 0, 7)
		}
		if err == nil && (len(parts) > 3 || len(parts) == 3 && parts[2] != "q" && parts[2] != "ad") {
			err = errors.New("it takes ID.QOS.q or ID.QOS.ad")
		}
		if err != nil {
			return fmt.Errorf("VLAN %q: %w", item, err)
		}
	}
	return nil
}
