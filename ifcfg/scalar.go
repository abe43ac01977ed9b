package ifcfg

import (
	"fmt"
	"strconv"
	"strings"
)

const spaces = " \t\r\n\f"

// ParseBool reads a yes or a no in any spelling that NetworkManager or the old
// network scripts know: yes true t y on 1, no false f n off 0, in any case and
// with nothing around it. Anything else is not ok.
func ParseBool(s string) (value, ok bool) {
	var lower [len("false")]byte
	if len(s) > len(lower) {
		return false, false
	}
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	switch string(lower[:len(s)]) {
	case "yes", "true", "t", "y", "on", "1":
		return true, true
	case "no", "false", "f", "n", "off", "0":
		return false, true
	}
	return false, false
}

// ParseInt reads a whole number in min..max, with white space around it if need
// be. Base is 10 or 16; base 0 means 10, or 16 after the prefix 0x. A leading
// zero never makes a number octal.
func ParseInt(s string, base int, min, max int64) (int64, error) {
	text := strings.Trim(s, spaces)
	sign, body := "", text
	if body != "" && (body[0] == '-' || body[0] == '+') {
		sign, body = body[:1], body[1:]
	}
	if base == 0 || base == 16 {
		if len(body) > 2 && body[0] == '0' && body[1]|0x20 == 'x' {
			base, body = 16, body[2:]
		} else if base == 0 {
			base = 10
		}
	}
	// strconv stops at the first digit too many and would call trailing rubbish
	// a range error.
	if _, n := digits(body, uint32(base), len(body)); n == 0 || n < len(body) {
		return 0, fmt.Errorf("%q is not a number", s)
	}
	n, err := strconv.ParseInt(sign+body, base, 64)
	if err != nil || n < min || n > max {
		return 0, fmt.Errorf("%s is not in %d..%d", text, min, max)
	}
	return n, nil
}
