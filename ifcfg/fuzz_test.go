package ifcfg_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		profile,
		"",
		"\ufeffA=1\r\nexport B=\"x\"\r\n#c\r\n\r\nC='",
		"A=1\nA=2\n A =3\nA+=4\n1=\nA=$B\nA=\"$(id)\"\n",
		"A=a\\\nB=\"\nC=\xff\nD=\x00\n\x00\n",
		strings.Repeat("A=1\nB$\n", 40),
		"A\r=\r\r\n\fB=1;#",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := ifcfg.Parse(bytes.NewReader(text), "f")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file.Bytes(), text) {
			t.Fatalf("Bytes() = %q", file.Bytes())
		}
		found := file.Diagnostics()
		for i, d := range found {
			checkPos(t, file, text, d.Pos)
			if d.Code == "" || d.Message == "" || !utf8.ValidString(d.Message) {
				t.Errorf("diagnostic without words: %+v", d)
			}
			if i > 0 && d.Pos.Line < found[i-1].Pos.Line {
				t.Errorf("out of order: %v", found)
			}
		}
		if len(found) > 160 {
			t.Errorf("%d diagnostics", len(found))
		}
		checkAssignments(t, file, text)
		again, _ := ifcfg.Parse(bytes.NewReader(text), "f")
		if diff := cmp.Diff(found, again.Diagnostics()); diff != "" {
			t.Errorf("not the same twice:\n%s", diff)
		}
		if diff := cmp.Diff(assignments(file), assignments(again)); diff != "" {
			t.Errorf("not the same twice:\n%s", diff)
		}
	})
}

func checkPos(t *testing.T, file *ifcfg.File, text []byte, p ifcfg.Pos) {
	t.Helper()
	lines := bytes.Count(text, []byte("\n")) + 1
	if p.File != "f" || p.Line < 1 || p.Line > lines || p.Col < 1 || p.Col > len(file.Line(p.Line))+1 {
		t.Errorf("position %v is not in the file", p)
	}
}

func checkAssignments(t *testing.T, file *ifcfg.File, text []byte) {
	t.Helper()
	seen := map[string]bool{}
	for a := range file.Assignments() {
		if seen[a.Key] {
			t.Errorf("%s comes twice", a.Key)
		}
		seen[a.Key] = true
		checkPos(t, file, text, a.Pos)
		checkPos(t, file, text, a.KeyPos)
		line := file.Line(a.Pos.Line)
		if line[a.KeyPos.Col-1:a.Pos.Col-1] != a.Key+"=" || line[a.Pos.Col-1:] != a.Raw {
			t.Errorf("positions of %+v do not fit %q", a, line)
		}
		value, _, err := ifcfg.Unescape(a.Raw)
		if a.Bad == nil && (err != nil || value != a.Value) || a.Bad != nil && a.Value != "" {
			t.Errorf("%+v, but Unescape gives %q, %v", a, value, err)
		}
		b, ok := file.Lookup(a.Key)
		if diff := cmp.Diff(fmt.Sprint(a), fmt.Sprint(b)); diff != "" || !ok {
			t.Errorf("Lookup gives another assignment:\n%s", diff)
		}
	}
}

func FuzzUnescape(f *testing.F) {
	for _, seed := range []string{
		`eth0`, `"a b"`, `'a b'`, `x"c"b`, `a; #c`, `; ;`, `"b\~b"`, `"b\~b" `, `$'\x41\101\u20ac\U1F600\z'`,
		`"$"`, `a\`, "B\xfc", `$'\x0'`, `a#b #c`, "\"\\$\\`\\\"\\\\\"", "'x'y\r", `LANG=C ls`, `\ü`, `"`, `"\~"\~`, `"\~"\"`, `$'\xc3'$'\xa9'`,
	} {
		f.Add(seed)
	}
	f.Fuzz(fuzzUnescape)
}

func fuzzUnescape(t *testing.T, raw string) {
	got, offset, err := ifcfg.Unescape(raw)
	want, ok := naive(raw)
	if ok != (err == nil) || got != want {
		t.Fatalf("Unescape(%q) = %q, %d, %v; want %q, %v", raw, got, offset, err, want, ok)
	}
	if err == nil && offset != 0 || err != nil && (offset < 0 || offset >= len(raw)) {
		t.Errorf("Unescape(%q): offset %d, %v", raw, offset, err)
	}
}

// naive is the grammar once more, one byte at a time and without thought for
// speed or for where it goes wrong.
func naive(raw string) (string, bool) {
	var out []byte
	at := func(i int) byte {
		if i < len(raw) {
			return raw[i]
		}
		return 0
	}
	const bare, single, double, ansi, after, comment = 0, 1, 2, 3, 4, 5
	state, semicolons := bare, 0
	for i := 0; i < len(raw) && state != comment; i++ {
		c := raw[i]
		space := strings.IndexByte(" \t\r\n\f", c) >= 0
		switch {
		case state == bare && c == ';', state == after && c == ';':
			state, semicolons = after, semicolons+1
			if semicolons > 1 {
				return "", false
			}
		case state == bare && space, state == after && space:
			state = after
		case state == after && c == '#':
			state = comment
		case state == after:
			return "", false
		case state == bare && c == '\'':
			state = single
		case state == bare && c == '"':
			state = double
		case state == bare && c == '$' && at(i+1) == '\'':
			state, i = ansi, i+1
		case state == bare && strings.IndexByte("|&()<>", c) >= 0:
			return "", false
		case state == single && c == '\'', state == double && c == '"', state == ansi && c == '\'':
			state = bare
		case state == double && (c == '$' || c == '`'):
			return "", false
		case c == '\\' && state != single:
			if i++; i == len(raw) {
				return "", false
			}
			switch {
			case state == ansi:
				b, n := naiveANSI(raw[i:])
				if b == nil {
					return "", false
				}
				out, i = append(out, b...), i+n-1
				continue
			case state == double && strings.IndexByte("$`\"\\", raw[i]) < 0 &&
				!(strings.IndexByte("'~", raw[i]) >= 0 && naiveOld(raw)):
				out = append(out, '\\')
			}
			out = append(out, raw[i])
		default:
			out = append(out, c)
		}
	}
	if state == single || state == double || state == ansi || !utf8.Valid(out) || bytes.IndexByte(out, 0) >= 0 {
		return "", false
	}
	return string(out), true
}

// naiveANSI reads the escape whose text after the backslash begins s.
func naiveANSI(s string) (b []byte, n int) {
	if k := strings.IndexByte(`abeEfnrtv?"\'`, s[0]); k >= 0 {
		return []byte{"\a\b\x1b\x1b\f\n\r\t\v?\"\\'"[k]}, 1
	}
	base, most, skip := "0123456789abcdef", 0, 1
	switch {
	case s[0] >= '0' && s[0] <= '7':
		base, most, skip = base[:8], 3, 0
	case s[0] == 'x':
		most = 2
	case s[0] == 'u':
		most = 4
	case s[0] == 'U':
		most = 8
	}
	v := 0
	for n = skip; n < skip+most && n < len(s); n++ {
		d := strings.IndexByte(base, strings.ToLower(s[n : n+1])[0])
		if d < 0 {
			break
		}
		v = v*len(base) + d
	}
	switch {
	case n == skip:
		return []byte{'\\', s[0]}, 1
	case most == 2 || most == 3:
		return []byte{byte(v)}, n
	case !utf8.ValidRune(rune(min(v, utf8.MaxRune+1))):
		return nil, 0
	}
	return utf8.AppendRune(nil, rune(v)), n
}

// naiveOld puts an x for each escaped pair: what the old writer made is then one
// pair of quotes around harmless bytes. The x keeps a pair after the closing quote
// from going unseen.
func naiveOld(raw string) bool {
	rest := strings.NewReplacer(`\"`, "x", `\\`, "x", `\'`, "x", `\$`, "x", "\\`", "x", `\~`, "x").Replace(raw)
	return len(rest) > 1 && rest[0] == '"' && rest[len(rest)-1] == '"' &&
		!strings.ContainsAny(rest[1:len(rest)-1], "\"\\'$`~")
}

func FuzzScalars(f *testing.F) {
	for _, seed := range []string{
		"yes", "OFF", "24", " -0x1F ", "99999999999999999999", "192.0.2.1", "255.255.240.0", "2001:db8::1/64",
		"fe80::1%eth0", "::ffff:192.0.2.1", "00:11:22:aa:bb:cc", "0-1-2-3-4-5", "eth0", "a/b", "à", "",
	} {
		f.Add(seed, 6)
	}
	f.Fuzz(fuzzScalars)
}

func fuzzScalars(t *testing.T, s string, n int) {
	octets := n % 32
	value, ok := ifcfg.ParseBool(s)
	if value && !ok {
		t.Errorf("ParseBool(%q) is true and not ok", s)
	}
	for _, base := range []int{0, 10, 16} {
		if v, err := ifcfg.ParseInt(s, base, -1000, 1000); err == nil && (v < -1000 || v > 1000) || err != nil && v != 0 {
			t.Errorf("ParseInt(%q, %d) = %d, %v", s, base, v, err)
		}
	}
	fuzzAddresses(t, s)
	if mac, err := ifcfg.ParseMAC(s, octets); err == nil {
		again, err := ifcfg.ParseMAC(mac.String(), octets)
		if err != nil || !bytes.Equal(again, mac) || len(mac) != octets {
			t.Errorf("ParseMAC(%q, %d) = %v, then %v, %v", s, octets, mac, again, err)
		}
	}
	if err := ifcfg.CheckInterfaceName(s); err == nil && (s == "" || len(s) > 15 || strings.ContainsAny(s, "/: \t\n\v\f\r\x00")) {
		t.Errorf("CheckInterfaceName(%q) is content", s)
	}
}

func fuzzAddresses(t *testing.T, s string) {
	t.Helper()
	if a, err := ifcfg.ParseIPv4(s); err == nil {
		if !a.Is4() || a.String() != s {
			t.Errorf("ParseIPv4(%q) = %v", s, a)
		}
		if n := ifcfg.ClassfulBits(a); n != 8 && n != 16 && n != 24 {
			t.Errorf("ClassfulBits(%v) = %d", a, n)
		}
	}
	if a, err := ifcfg.ParseIPv6(s); err == nil && (!a.Is6() || a.Zone() != "") {
		t.Errorf("ParseIPv6(%q) = %v", s, a)
	}
	if a, err := ifcfg.ParseIPv6Zone(s); err == nil {
		if again, err := ifcfg.ParseIPv6Zone(a.String()); err != nil || again != a {
			t.Errorf("ParseIPv6Zone(%q) = %v, then %v, %v", s, a, again, err)
		}
	}
	if p, err := ifcfg.ParsePrefix6(s, 64); err == nil {
		if again, err := ifcfg.ParsePrefix6(p.String(), 0); err != nil || again != p || !p.IsValid() {
			t.Errorf("ParsePrefix6(%q) = %v, then %v, %v", s, p, again, err)
		}
	}
	if n, err := ifcfg.ParseNetmask(s); err == nil {
		first := netip.PrefixFrom(netip.AddrFrom4([4]byte{255, 255, 255, 255}), n).Masked().Addr()
		if first.String() != s {
			t.Errorf("ParseNetmask(%q) = %d", s, n)
		}
	}
}
