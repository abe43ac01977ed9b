package ifcfg

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// identifier reads UUID. One that is none costs nothing: the derived one, which
// NetworkManager gives to files without the key, is taken.
func identifier(r *reader, v value) {
	if !IsUUID(v.Value) {
		r.warn(v, "value", fmt.Sprintf("%q is not a UUID; one is derived from the file's name", v.Value), "remove the line, or write the output of uuidgen")
		return
	}
	r.p.UUID = Field[string]{Value: strings.ToLower(v.Value), Pos: v.Pos, Key: v.Key}
}

// IsUUID reports whether s has the form of a UUID (RFC 9562, section 4), in either
// case.
func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		switch dash := i == 8 || i == 13 || i == 18 || i == 23; {
		case dash && s[i] != '-':
			return false
		case !dash && (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}

// Identity is the UUID of the profile, or the one that is derived from its file.
func (p *Profile) Identity() string {
	if p.UUID.IsSet() {
		return p.UUID.Value
	}
	return derivedUUID(p.File)
}

// derivedUUID is the UUID of a profile that names none: the MD5 of its path on
// a host, so that scripts which know one from NetworkManager find the profile.
func derivedUUID(base string) string {
	sum := Digest("/" + ScriptsDir + "/" + base)
	h := hex.EncodeToString(sum[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
