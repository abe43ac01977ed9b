package ifcfg_test

import (
	"testing"

	"netonce/ifcfg"
)

func TestUnescape(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, raw, want string
	}{
		{"empty", ``, ``},
		{"bare", `eth0`, `eth0`},
		{"bare with everything plain", `a*b?c~d$-e=f/[g]{h}!i%j^k,l.m:n@o+p`, `a*b?c~d$-e=f/[g]{h}!i%j^k,l.m:n@o+p`},
		{"hash inside", `a#b`, `a#b`},
		{"hash first", `#b`, `#b`},
		{"tilde", `~`, `~`},
		{"vertical tab is plain", "a\vb", "a\vb"},
		{"control byte is plain", "a\x01b", "a\x01b"},
		{"utf-8", `Büro`, `Büro`},
		{"replacement character", "\ufffd", "\ufffd"},

		{"dollar alone", `$`, `$`},
		{"dollar at the end", `a$`, `a$`},
		{"variable", `$B`, `$B`},
		{"variable in braces", `a${B}`, `a${B}`},
		{"backtick", "`id`", "`id`"},
		{"dollar before double quotes", `$"a"`, `$a`},

		{"backslash", `a\ b`, `a b`},
		{"backslash letter", `\n\$\'\"\\`, `n$'"\`},
		{"backslash operator", `\(\)\|\;\#`, `()|;#`},
		{"backslash utf-8", `\ü`, `ü`},
		{"backslash carriage return", "a\\\r", "a\r"},

		{"single", `'a b'`, `a b`},
		{"single empty", `''`, ``},
		{"single keeps all", `'$B ` + "`id`" + ` \" ; # ('`, `$B ` + "`id`" + ` \" ; # (`},

		{"double", `"a b"`, `a b`},
		{"double empty", `""`, ``},
		{"double escapes", `"\$\` + "`" + `\"\\"`, `$` + "`" + `"\`},
		{"double keeps other backslashes", `"\a\n\x41\;"`, `\a\n\x41\;`},
		{"double keeps operators", `"|&()<>;# '"`, `|&()<>;# '`},

		{"old writer tilde", `"b\~b"`, `b~b`},
		{"old writer quote", `"b\'b"`, `b'b`},
		{"old writer all", `"\"\\\$\` + "`" + `\'\~"`, `"\$` + "`" + `'~`},
		{"old writer, blank after", `"b\~b" `, `b\~b`},
		{"old writer, return after", "\"b\\~b\"\r", `b\~b`},
		{"old writer, piece before", `x"b\~b"`, `xb\~b`},
		{"old writer, piece after", `"b\~b"x`, `b\~bx`},
		{"old writer, escape after", `"\~"\~`, `\~~`},
		{"old writer, escaped quote after", `"\~"\"`, `\~"`},
		{"old writer, bare tilde", `"b\~b~"`, `b\~b~`},
		{"old writer, bare quote", `"b\~b'"`, `b\~b'`},
		{"old writer, other escape", `"b\~b\n"`, `b\~b\n`},
		{"old writer, in single quotes", `'"b\~b"'`, `"b\~b"`},

		{"ansi", `$'a b'`, `a b`},
		{"ansi empty", `$''`, ``},
		{"ansi letters", `$'\a\b\e\E\f\n\r\t\v'`, "\a\b\x1b\x1b\f\n\r\t\v"},
		{"ansi marks", `$'\?\"\\\''`, `?"\'`},
		{"ansi dollar", `$'$B` + "`id`" + `'`, `$B` + "`id`"},
		{"ansi octal", `$'\1\12\101\1018'`, "\x01\nAA8"},
		{"ansi octal bytes together", `$'\303\251'`, "é"},
		{"ansi octal modulo 256", `$'\501'`, "A"},
		{"ansi hex", `$'\x41\x4a\x4A\x9.\x411'`, "AJJ\t.A1"},
		{"ansi hex bytes together", `$'\xc3\xa9'`, "é"},
		{"ansi hex byte and bare byte", "$'\\xc3'\xa9", "é"},
		{"ansi u", `$'\u41\u00e9\u20ac\u00411'`, "Aé€A1"},
		{"ansi U", `$'\U41\U0001F600\U000000411'`, "A😀A1"},
		{"ansi without digits", `$'\x\u\U\xg'`, `\x\u\U\xg`},
		{"ansi unknown", `$'\c\z\8\ '`, `\c\z\8\ `},

		{"pieces", `x"c"b`, `xcb`},
		{"pieces of all kinds", `a'b c'"d e"$'\x41'\ f`, `ab cd eA f`},
		{"pieces, empty ones", `''""$''a''`, `a`},
		{"pieces, adjacent", `'a''b'"c""d"`, `abcd`},

		{"end: blanks", "a \t\r\f", `a`},
		{"end: return", "ab\r", `ab`},
		{"end: quoted return", "\"yes\"\r", `yes`},
		{"end: comment", `a #b`, `a`},
		{"end: empty comment", `a #`, `a`},
		{"end: comment with anything", "a # \" ' $( \x00\xff", `a`},
		{"end: semicolon", `a;`, `a`},
		{"end: semicolon and blanks", `a ; `, `a`},
		{"end: semicolon and comment", `a; #c`, `a`},
		{"end: semicolon touches comment", `a;#c`, `a`},
		{"end: only semicolon", `;`, ``},
		{"end: only blanks", `   `, ``},
		{"end: only comment", ` # c`, ``},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, offset, err := ifcfg.Unescape(tt.raw)
			if err != nil || got != tt.want || offset != 0 {
				t.Errorf("Unescape(%q) = %q, %d, %v; want %q", tt.raw, got, offset, err, tt.want)
			}
		})
	}
}

func TestUnescapeRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, raw string
		offset    int
		err       string
	}{
		{"two words", `Bob outside`, 4, "text after a space that is not in quotes"},
		{"two words after quotes", `"LANG" C`, 7, "text after a space that is not in quotes"},
		{"variable before a command", `LANG=C ls`, 7, "text after a space that is not in quotes"},
		{"command", ` ls -1`, 1, "space between '=' and the value"},
		{"return inside", "a\rb", 2, "text after a space that is not in quotes"},
		{"command after semicolon", `a; ls`, 3, "text after ';'"},
		{"two semicolons", `a;;`, 2, "text after ';'"},
		{"two semicolons apart", `; ;`, 2, "text after ';'"},
		{"two semicolons and comment", `a; ; #`, 3, "text after ';'"},
		{"pipe", `a|b`, 1, "shell character that is not in quotes"},
		{"ampersand", `&`, 0, "shell character that is not in quotes"},
		{"open parenthesis", `(a b)`, 0, "shell character that is not in quotes"},
		{"close parenthesis", `a)`, 1, "shell character that is not in quotes"},
		{"less", `a<b`, 1, "shell character that is not in quotes"},
		{"greater", `a>b`, 1, "shell character that is not in quotes"},
		{"command substitution", `$(id)`, 1, "shell character that is not in quotes"},
		{"single open", `a'b`, 1, "single quote is never closed"},
		{"double open", `a"b c`, 1, "double quote is never closed"},
		{"double open, backslash last", `"b\`, 0, "double quote is never closed"},
		{"double open, quote escaped", `"b\"`, 0, "double quote is never closed"},
		{"ansi open", `$'b`, 0, "$' is never closed"},
		{"ansi open, backslash last", `x$'b\`, 1, "$' is never closed"},
		{"ansi open, quote escaped", `$'b\'`, 0, "$' is never closed"},
		{"continuation", `ab\`, 2, "backslash at the end of the line: a line cannot be continued"},
		{"dollar in double quotes", `"a$"`, 2, "bare '$' in double quotes"},
		{"dollar blank in double quotes", `"a$ b"`, 2, "bare '$' in double quotes"},
		{"variable in double quotes", `"a$b"`, 2, "this text means one thing to a shell and another to NetworkManager"},
		{"backtick in double quotes", "\"`id`\"", 1, "this text means one thing to a shell and another to NetworkManager"},
		{"NUL", "a\x00b", 1, "NUL byte in the value"},
		{"NUL in quotes", "x'a\x00b'", 3, "NUL byte in the value"},
		{"NUL by octal", `$'a\0'`, 3, "NUL byte in the value"},
		{"NUL by hex", `$'\x0'`, 2, "NUL byte in the value"},
		{"NUL by U", `$'x\U0'`, 3, "NUL byte in the value"},
		{"latin-1", "B\xfcro", 1, "not valid UTF-8"},
		{"latin-1 in pieces", "'x y'\"B\xfcro\"", 7, "not valid UTF-8"},
		{"surrogate in bytes", "\xed\xa0\x80", 0, "not valid UTF-8"},
		{"overlong", "\xc0\x80", 0, "not valid UTF-8"},
		{"latin-1 by hex", `$'B\xfcro'`, 3, "escape makes no valid UTF-8"},
		{"latin-1 by octal", `a$'\374'`, 3, "escape makes no valid UTF-8"},
		{"surrogate by u", `$'\ud83d'`, 2, "escape makes no valid UTF-8"},
		{"surrogate pair by u", `$'\ud83d\ude00'`, 2, "escape makes no valid UTF-8"},
		{"beyond Unicode", `$'\U110000'`, 2, "escape makes no valid UTF-8"},
		{"far beyond Unicode", `$'\UFFFFFFFF'`, 2, "escape makes no valid UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, offset, err := ifcfg.Unescape(tt.raw)
			if err == nil || got != "" || offset != tt.offset || err.Error() != tt.err {
				t.Errorf("Unescape(%q) = %q, %d, %v; want offset %d, error %q", tt.raw, got, offset, err, tt.offset, tt.err)
			}
		})
	}
}

func TestUnescapeAllocates(t *testing.T) {
	for _, raw := range []string{`eth0`, `"two words"`, `'$single'`, `yes # comment`, `"yes"; # comment`, `Büro`, `a b`} {
		if n := testing.AllocsPerRun(100, func() { _, _, _ = ifcfg.Unescape(raw) }); n != 0 {
			t.Errorf("Unescape(%q) allocates %v times", raw, n)
		}
	}
}
