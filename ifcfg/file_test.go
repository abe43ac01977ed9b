package ifcfg_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

const profile = `# The office network
TYPE=Ethernet
DEVICE=eth0
NAME="System eth0"
UUID=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03
ONBOOT=yes
BOOTPROTO=none
IPADDR=192.0.2.10
PREFIX=24
GATEWAY=192.0.2.1
DNS1=192.0.2.53
IPV6INIT=no
`

func parse(t testing.TB, text string) *ifcfg.File {
	t.Helper()
	f, err := ifcfg.Parse(strings.NewReader(text), "ifcfg-eth0")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// assignments prints the effective assignments as LINE:COL KEY=value.
func assignments(f *ifcfg.File) []string {
	var all []string
	for a := range f.Assignments() {
		value := fmt.Sprintf("%q", a.Value)
		if a.Bad != nil {
			value += " bad"
		}
		all = append(all, fmt.Sprintf("%d:%d %s=%s", a.Pos.Line, a.Pos.Col, a.Key, value))
	}
	return all
}

func diagnostics(f *ifcfg.File) []string {
	var all []string
	for _, d := range f.Diagnostics() {
		all = append(all, strings.TrimPrefix(d.String(), "ifcfg-eth0:"))
	}
	return all
}

func TestLines(t *testing.T) {
	t.Parallel()
	const ignored = "error: neither KEY=value nor a comment; line ignored [syntax]"
	for _, tt := range []struct {
		name, text string
		want       []string
		wrong      []string
	}{
		{name: "nothing"},
		{name: "one line without ending", text: "A=1", want: []string{`1:3 A="1"`}},
		{name: "profile", text: "A=1\nB=2\n", want: []string{`1:3 A="1"`, `2:3 B="2"`}},
		{name: "empty value", text: "A=\nB=\"\"", want: []string{`1:3 A=""`, `2:3 B=""`}},
		{name: "blank lines and comments", text: "\n \t\n#c\n  # A=1\n\f\r\nA=1\n\n", want: []string{`6:3 A="1"`}},
		{name: "indented", text: "  A=1\n\t\rB=2\n", want: []string{`1:5 A="1"`, `2:5 B="2"`}},
		{name: "names", text: "_=1\na9_Z=2\n", want: []string{`1:3 _="1"`, `2:6 a9_Z="2"`}},
		{name: "case matters", text: "a=1\nA=2\n", want: []string{`1:3 a="1"`, `2:3 A="2"`}},
		{name: "equals in the value", text: "A=b=c\n", want: []string{`1:3 A="b=c"`}},
		{name: "comment after a value", text: "A=1 # one\n", want: []string{`1:3 A="1"`}},

		{name: "space before equals", text: "A =1\n", wrong: []string{"1:2: " + ignored}},
		{name: "spaces and indent", text: "  KEY = value\n", wrong: []string{"1:6: " + ignored}},
		{name: "appending", text: "A+=1\n", wrong: []string{"1:2: " + ignored}},
		{name: "digit first", text: " 1A=1\n", wrong: []string{"1:2: " + ignored}},
		{name: "no name", text: "=1\n", wrong: []string{"1:1: " + ignored}},
		{name: "dash in the name", text: "A-B=1\n", wrong: []string{"1:2: " + ignored}},
		{name: "not ASCII", text: "Ü=1\n", wrong: []string{"1:1: " + ignored}},
		{name: "only a name", text: " A\n", wrong: []string{"1:2: " + ignored}},
		{name: "vertical tab before the name", text: "\vA=1\n", wrong: []string{"1:1: " + ignored}},
		{name: "shell", text: "if true; then\n  A=1\nfi", want: []string{`2:5 A="1"`},
			wrong: []string{"1:3: " + ignored, "3:1: " + ignored}},
		{name: "NUL", text: "A\x00=1\n", wrong: []string{"1:2: error: NUL byte: this is not text; line ignored [syntax]"}},
		{name: "NUL in a comment", text: "#\x00\nA=1 #\x00\n", want: []string{`2:3 A="1"`}},

		{name: "no continuation", text: "A=a\\\nB=2\n", want: []string{`1:3 A="" bad`, `2:3 B="2"`},
			wrong: []string{"1:4: error: A: backslash at the end of the line: a line cannot be continued; the value counts as empty [quoting]"}},
		{name: "no quotes over lines", text: "A='a\nB=2'\n", want: []string{`1:3 A="" bad`, `2:3 B="" bad`},
			wrong: []string{
				"1:3: error: A: single quote is never closed; the value counts as empty [quoting]",
				"2:4: error: B: single quote is never closed; the value counts as empty [quoting]",
			}},
		{name: "space after equals", text: "A= 1\n", want: []string{`1:3 A="" bad`},
			wrong: []string{"1:4: error: A: space between '=' and the value; the value counts as empty [quoting]"}},
		{name: "latin-1", text: "A=B\xfcro\n", want: []string{`1:3 A="" bad`},
			wrong: []string{"1:4: error: A: not valid UTF-8; the value counts as empty [encoding]"}},
		{name: "latin-1 in a comment", text: "# B\xfcro\nA=1 # B\xfcro\n", want: []string{`2:3 A="1"`}},

		{name: "duplicate", text: "A=1\nB=2\n A=3\nA=4\n", want: []string{`2:3 B="2"`, `4:3 A="4"`},
			wrong: []string{
				"1:1: warning: A: assigned again: line 4 wins [duplicate]",
				"3:2: warning: A: assigned again: line 4 wins [duplicate]",
			}},
		{name: "duplicate, the last one bad", text: "A=1\nA='2\n", want: []string{`2:3 A="" bad`},
			wrong: []string{
				"1:1: warning: A: assigned again: line 2 wins [duplicate]",
				"2:3: error: A: single quote is never closed; the value counts as empty [quoting]",
			}},

		{name: "export", text: "export A=1\n\texport  B='2'\n", want: []string{`1:10 A="1"`, `2:12 B="2"`},
			wrong: []string{
				"1:1: warning: A: taken without the word export; NetworkManager ignores such a line [export]",
				"2:2: warning: B: taken without the word export; NetworkManager ignores such a line [export]",
			}},
		{name: "export is a key too", text: "export=1\n", want: []string{`1:8 export="1"`}},
		{name: "export of nothing", text: "export A\nexport\nexport A =1\nexportA B=1\n",
			wrong: []string{"1:7: " + ignored, "2:1: " + ignored, "3:7: " + ignored, "4:8: " + ignored}},

		{name: "byte order mark", text: "\ufeffA=1\nB=2\n", want: []string{`2:3 B="2"`},
			wrong: []string{"1:1: error: byte order mark: the line is ignored [bom]"}},
		{name: "byte order mark before a comment", text: "\ufeff# x\nB=2\n", want: []string{`2:3 B="2"`},
			wrong: []string{"1:1: warning: byte order mark; it costs nothing here [bom]"}},
		{name: "byte order mark and export", text: "\ufeffexport A=1",
			wrong: []string{"1:1: error: byte order mark: the line is ignored [bom]"}},
		{name: "byte order mark later", text: "A=1\n\ufeffB=2\n", want: []string{`1:3 A="1"`}, wrong: []string{"2:1: " + ignored}},

		{name: "CRLF", text: "A=yes\r\nB=\"yes\"\r\nC='yes' \r\n#c\r\n\r\nD=1\r\r\nE=\r\n", want: []string{
			`1:3 A="yes"`, `2:3 B="yes"`, `3:3 C="yes"`, `6:3 D="1"`, `7:3 E=""`,
		}},
		{name: "CR at the end", text: "A=yes\r", want: []string{`1:3 A="yes"`}},
		{name: "only CR", text: "A=1\rB=2\r", want: []string{`1:3 A="" bad`},
			wrong: []string{"1:5: error: A: text after a space that is not in quotes; the value counts as empty [quoting]"}},
		{name: "CRLF and a backslash", text: "A=1\\\r\n", want: []string{`1:3 A="" bad`},
			wrong: []string{"1:4: error: A: backslash at the end of the line: a line cannot be continued; the value counts as empty [quoting]"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := parse(t, tt.text)
			if diff := cmp.Diff(tt.want, assignments(f)); diff != "" {
				t.Errorf("assignments (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.wrong, diagnostics(f)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
			if got := string(f.Bytes()); got != tt.text {
				t.Errorf("Bytes() = %q, want %q", got, tt.text)
			}
		})
	}
}

func TestExpansion(t *testing.T) {
	t.Parallel()
	const rejected = "error: A: this text means one thing to a shell and another to NetworkManager; the value counts as empty [expansion]"
	const warned = "warning: A: '$' taken as it stands; a shell would replace it [expansion]"
	const bare = "error: A: bare '$' in double quotes; the value counts as empty [quoting]"
	for _, tt := range []struct {
		raw, value, wrong string
	}{
		{`a$B`, "", "1:4: " + rejected},
		{`$1`, "", "1:3: " + rejected},
		{`$_`, "", "1:3: " + rejected},
		{`a${B}`, "", "1:4: " + rejected},
		{`$(id)`, "", "1:3: " + rejected},
		{`$((1+1))`, "", "1:3: " + rejected},
		{"a`id`", "", "1:4: " + rejected},
		{`"a $B"`, "", "1:6: " + rejected},
		{`"${B}"`, "", "1:4: " + rejected},
		{`"$(id)"`, "", "1:4: " + rejected},
		{"\"`id`\"", "", "1:4: " + rejected},
		{`'x'$B`, "", "1:6: " + rejected},
		{`$B 'open`, "", "1:3: " + rejected},

		{`'open $B`, "", "1:3: error: A: single quote is never closed; the value counts as empty [quoting]"},
		{`a|$B`, "", "1:4: error: A: shell character that is not in quotes; the value counts as empty [quoting]"},
		{`"a$"`, "", "1:5: " + bare},
		{`"$ "`, "", "1:4: " + bare},

		{`\$B`, "$B", ""},
		{"\\`id\\`", "`id`", ""},
		{`"\$B"`, "$B", ""},
		{`'$B'`, "$B", ""},
		{"'`id`'", "`id`", ""},
		{`$'$B'`, "$B", ""},
		{`b # $B`, "b", ""},
		{`a$`, "a$", ""},
		{`$.`, "$.", ""},
		{`$/a`, "$/a", ""},
		{`$\(`, "$(", ""},

		{`a$$b`, "", "1:5: " + rejected},
		{`a$$`, "a$$", "1:4: " + warned},
		{`$?`, "$?", "1:3: " + warned},
		{`$"a"`, "$a", "1:3: " + warned},
	} {
		f := parse(t, "A="+tt.raw+"\n")
		a, ok := f.Lookup("A")
		if !ok || a.Value != tt.value || a.Raw != tt.raw {
			t.Errorf("A=%s: got value %q, raw %q, %v; want %q", tt.raw, a.Value, a.Raw, ok, tt.value)
		}
		if bad := strings.Contains(tt.wrong, "error"); bad != (a.Bad != nil) {
			t.Errorf("A=%s: Bad is %v", tt.raw, a.Bad)
		}
		if got := strings.Join(diagnostics(f), "\n"); got != tt.wrong {
			t.Errorf("A=%s: got %q, want %q", tt.raw, got, tt.wrong)
		}
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"KEY = value":   "remove the spaces around '='",
		"  KEY = value": "remove the spaces around '='",
		"KEY =value":    "remove the spaces around '='",
		"KEY= value":    "remove the space after '='",
		"KEY+=value":    "nothing can be appended: write KEY= with the whole value",
		"1KEY=value":    "a key begins with a letter or '_'",
		"KEY-A=value":   "a key has only letters, digits and '_'",
		"// comment":    "a comment begins with '#'",
		"! comment":     "a comment begins with '#'",
		"fi":            "only KEY=value lines are read; shell code is never run",
		"KEY=two words": "put the value in single quotes: KEY='...'",
		"KEY=\"a$\"":    `use single quotes, or write \$`,
		"KEY=$HOME":     "if it is meant as it stands, use single quotes: KEY='...'; otherwise write out what it stands for",
		"export KEY=a":  "remove the word export",
		"\ufeff":        "save the file as UTF-8 without byte order mark",
		"KEY=1\nKEY=2":  "remove this line",
	} {
		d := parse(t, line).Diagnostics()
		if len(d) != 1 || d[0].Hint != want {
			t.Errorf("%q: got %+v, want hint %q", line, d, want)
		}
	}
}

func TestAssignment(t *testing.T) {
	t.Parallel()
	f := parse(t, "A=1\n \tNAME=\"a b\" # c \r\n")
	want := ifcfg.Assignment{
		Key: "NAME", Value: "a b", Raw: `"a b" # c `,
		Pos:    ifcfg.Pos{File: "ifcfg-eth0", Line: 2, Col: 8},
		KeyPos: ifcfg.Pos{File: "ifcfg-eth0", Line: 2, Col: 3},
	}
	got, ok := f.Lookup("NAME")
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("Lookup: %v (-want +got):\n%s", ok, diff)
	}
	if _, ok := f.Lookup("name"); ok {
		t.Error("Lookup does not mind case")
	}
	for range f.Assignments() {
		break // must be possible
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	f := parse(t, "A=1\n\r\nB=2 \r\nC=3")
	for n, want := range map[int]string{-1: "", 0: "", 1: "A=1", 2: "", 3: "B=2 ", 4: "C=3", 5: ""} {
		if got := f.Line(n); got != want {
			t.Errorf("Line(%d) = %q, want %q", n, got, want)
		}
	}
}

// A large file looks its keys up in another way than a small one.
func TestManyKeys(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 63, 64, 65, 1000} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "K%d=old\nK%d=%d\n", i, i, i)
		}
		f := parse(t, b.String())
		if got := len(assignments(f)); got != n {
			t.Errorf("%d keys, twice each: %d assignments", n, got)
		}
		for i := range n {
			if a, ok := f.Lookup(fmt.Sprint("K", i)); !ok || a.Value != fmt.Sprint(i) || a.Pos.Line != 2*i+2 {
				t.Errorf("Lookup(K%d) = %+v, %v", i, a, ok)
			}
		}
		if a, ok := f.Lookup("K"); ok {
			t.Errorf("Lookup(K) = %+v", a)
		}
	}
}

func TestDiagnosticsAreBounded(t *testing.T) {
	t.Parallel()
	binary := bytes.Repeat([]byte("\x7fELF\x00\x01\n A=\x00\nA='\xff\nexport \xfe\n$`\\\n"), 1000)
	for _, text := range []string{string(binary), "\xff\xfeA\x00=\x001\x00\n\x00" + string(binary)} {
		f := parse(t, text)
		if n := len(f.Diagnostics()); n > 150 {
			t.Errorf("%d diagnostics", n)
		}
		if !bytes.Equal(f.Bytes(), []byte(text)) {
			t.Error("Bytes() differs")
		}
	}

	got := diagnostics(parse(t, strings.Repeat("what\n", 25)))
	if len(got) != 21 || got[20] != "21:1: error: and 5 more like this in the file [syntax]" {
		t.Errorf("25 invalid lines: %q", got)
	}
	got = diagnostics(parse(t, strings.Repeat("what\n", 21)))
	if len(got) != 21 || !strings.Contains(got[20], "neither KEY=value") {
		t.Errorf("21 invalid lines: %q", got)
	}
}

func TestUTF16(t *testing.T) {
	t.Parallel()
	d := parse(t, "\xff\xfeA\x00=\x001\x00\n\x00").Diagnostics()
	if len(d) == 0 || d[0].Code != "encoding" || d[0].Pos.String() != "ifcfg-eth0:1:1" {
		t.Errorf("got %v", d)
	}
}

func TestDiagnosticsAreInFileOrder(t *testing.T) {
	t.Parallel()
	d := parse(t, "A=1\nx\nexport B=$A\nA='\nA=2\n").Diagnostics()
	sorted := slices.IsSortedFunc(d, func(a, b ifcfg.Diagnostic) int {
		return (a.Pos.Line-b.Pos.Line)*1000 + a.Pos.Col - b.Pos.Col
	})
	if !sorted || len(d) != 6 {
		t.Errorf("got %v", d)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	if _, err := ifcfg.Parse(iotest.ErrReader(broken), "ifcfg-eth0"); !errors.Is(err, broken) || err.Error() != "read ifcfg-eth0: broken" {
		t.Errorf("broken reader: %v", err)
	}
	if _, err := ifcfg.Parse(io.LimitReader(endless{}, ifcfg.MaxSize), "ifcfg-eth0"); err != nil {
		t.Errorf("MaxSize bytes: %v", err)
	}
	want := "read ifcfg-eth0: larger than 10485760 bytes"
	if _, err := ifcfg.Parse(endless{}, "ifcfg-eth0"); err == nil || err.Error() != want {
		t.Errorf("endless: %v", err)
	}
}

// endless is a comment without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}

func BenchmarkParse(b *testing.B) {
	b.SetBytes(int64(len(profile)))
	b.ReportAllocs()
	for b.Loop() {
		f := parse(b, profile)
		if f.Diagnostics() != nil {
			b.Fatal("the profile is not clean")
		}
	}
}

func BenchmarkParseLargest(b *testing.B) {
	for _, unit := range []string{"A=1\n", "\n", "A=\"" + strings.Repeat(`\~`, 5000) + "\"\n", "'"} {
		text := strings.Repeat(unit, ifcfg.MaxSize/len(unit))
		b.Run(fmt.Sprintf("%.3q", unit), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				parse(b, text)
			}
		})
	}
}
