package property

import (
	"fmt"
	"strconv"
	"strings"
)

// mptcp is a set of flags, shown as a number.
func mptcp() *form {
	flags := []string{"disabled", "enabled", "also-without-sysctl", "also-without-default-route", "signal", "subflow", "backup", "fullmesh", "laminar"}
	f := bits(flags)
	f.labels = map[string]string{"0x0": "default"}
	return f
}

// bits is a set of flags, the first of them 0x1, shown as a hexadecimal number.
// The key holds their names.
func bits(flags []string) *form {
	f := text()
	f.values = flags
	f.parse = func(s string) (string, error) {
		sum := uint64(0)
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' }) {
			n, err := strconv.ParseUint(w, 0, 32)
			if err != nil {
				found := false
				for i, flag := range flags {
					if strings.EqualFold(flag, w) {
						n, found = 1<<i, true
					}
				}
				if !found {
					return "", fmt.Errorf("'%s' is not among [%s]", w, strings.Join(flags, ", "))
				}
			}
			sum |= n
		}
		return fmt.Sprintf("0x%x", sum), nil
	}
	f.fromKey = func(s string) []string {
		w, err := f.parse(s)
		if err != nil {
			return nil
		}
		return []string{w}
	}
	f.toKey = func(w []string) string {
		n, _ := strconv.ParseUint(w[0], 0, 32) // as parse made it
		var names []string
		for i, flag := range flags {
			if n&(1<<i) != 0 {
				names = append(names, flag)
				n &^= 1 << i
			}
		}
		if n != 0 {
			names = append(names, fmt.Sprintf("0x%x", n))
		}
		return strings.Join(names, " ")
	}
	return f
}
