package ifcfg_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func TestRender(t *testing.T) {
	t.Parallel()
	at := func(line, col int) ifcfg.Pos { return ifcfg.Pos{File: "ifcfg-eth0", Line: line, Col: col} }
	long := strings.Repeat("abcdefghi ", 30)
	for _, r := range []struct {
		name  string
		d     ifcfg.Diagnostic
		line  string
		color bool
		want  string
	}{
		{"all", ifcfg.Diagnostic{Pos: at(2, 5), Severity: ifcfg.Error, Code: "value", Key: "MTU", Message: "is bad", Hint: "write a number"}, "MTU=big", false,
			"ifcfg-eth0:2:5: error: MTU: is bad [value]\n  MTU=big\n      ^\n  hint: write a number\n"},
		{"whole file", ifcfg.Diagnostic{Pos: ifcfg.Pos{File: "ifcfg-eth0"}, Code: "file", Message: "gone"}, "MTU=big", false, "ifcfg-eth0: warning: gone [file]\n"},
		{"no line", ifcfg.Diagnostic{Pos: at(2, 5), Code: "x", Message: "m"}, "", false, "ifcfg-eth0:2:5: warning: m [x]\n"},
		{"first column", ifcfg.Diagnostic{Pos: at(1, 1), Code: "x", Message: "m"}, "MTU", false, "ifcfg-eth0:1:1: warning: m [x]\n  MTU\n  ^\n"},
		{"after the end", ifcfg.Diagnostic{Pos: at(1, 5), Code: "x", Message: "m"}, "MTU=", false, "ifcfg-eth0:1:5: warning: m [x]\n  MTU=\n      ^\n"},
		{"far after the end", ifcfg.Diagnostic{Pos: at(1, 50), Code: "x", Message: "m"}, "MTU=", false, "ifcfg-eth0:1:50: warning: m [x]\n  MTU=\n      ^\n"},
		{"no column", ifcfg.Diagnostic{Pos: at(1, 0), Code: "x", Message: "m"}, "MTU=", false, "ifcfg-eth0:1:0: warning: m [x]\n  MTU=\n  ^\n"},
		{"tabs", ifcfg.Diagnostic{Pos: at(1, 7), Code: "x", Message: "m"}, "\tA\tBC\tD", false, "ifcfg-eth0:1:7: warning: m [x]\n  \tA\tBC\tD\n  \t \t  \t^\n"},
		{"letters of many bytes", ifcfg.Diagnostic{Pos: at(1, 15), Code: "x", Message: "m"}, "NAME=\"Büro–x", false,
			"ifcfg-eth0:1:15: warning: m [x]\n  NAME=\"Büro–x\n  " + strings.Repeat(" ", 11) + "^\n"},
		{"within a letter", ifcfg.Diagnostic{Pos: at(1, 3), Code: "x", Message: "m"}, "aüb", false, "ifcfg-eth0:1:3: warning: m [x]\n  aüb\n   ^\n"},
		{"not text", ifcfg.Diagnostic{Pos: at(1, 8), Code: "x", Message: "m"}, "a\x1b\xff\x00\u202ec", false, "ifcfg-eth0:1:8: warning: m [x]\n  a????c\n       ^\n"},
		{"byte order mark", ifcfg.Diagnostic{Pos: at(1, 4), Code: "x", Message: "m"}, "\ufeffA=1", false, "ifcfg-eth0:1:4: warning: m [x]\n  ?A=1\n   ^\n"},
		{"message is not trusted", ifcfg.Diagnostic{Pos: ifcfg.Pos{File: "ifcfg-\x1b\n"}, Code: "x", Message: "a\rb", Hint: "c\x07"}, "", false, "ifcfg-??: warning: a?b [x]\n  hint: c?\n"},
		{"long, at the beginning", ifcfg.Diagnostic{Pos: at(1, 2), Code: "x", Message: "m"}, long, false,
			"ifcfg-eth0:1:2: warning: m [x]\n  " + long[:100] + "...\n   ^\n"},
		{"long, in the middle", ifcfg.Diagnostic{Pos: at(1, 151), Code: "x", Message: "m"}, long, false,
			"ifcfg-eth0:1:151: warning: m [x]\n  ..." + long[90:190] + "...\n  " + strings.Repeat(" ", 63) + "^\n"},
		{"long, at the end", ifcfg.Diagnostic{Pos: at(1, 301), Code: "x", Message: "m"}, long, false,
			"ifcfg-eth0:1:301: warning: m [x]\n  ..." + long[200:299] + "\n  " + strings.Repeat(" ", 103) + "^\n"},
		{"colour", ifcfg.Diagnostic{Pos: at(2, 5), Severity: ifcfg.Error, Code: "value", Message: "bad"}, "MTU=big", true,
			"\x1b[1mifcfg-eth0:2:5:\x1b[0m \x1b[1;31merror\x1b[0m: bad [value]\n  MTU=big\n      \x1b[1;32m^\x1b[0m\n"},
		{"colour of a warning", ifcfg.Diagnostic{Pos: at(2, 5), Code: "value", Message: "odd"}, "", true,
			"\x1b[1mifcfg-eth0:2:5:\x1b[0m \x1b[1;35mwarning\x1b[0m: odd [value]\n"},
	} {
		var b strings.Builder
		if err := ifcfg.Render(&b, r.d, r.line, r.color); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(r.want, b.String()); diff != "" {
			t.Errorf("%s:\n%s", r.name, diff)
		}
	}
}

type fullDisk struct{}

var errFull = errors.New("disk full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestRenderError(t *testing.T) {
	t.Parallel()
	if err := ifcfg.Render(fullDisk{}, ifcfg.Diagnostic{}, "", false); !errors.Is(err, errFull) {
		t.Error(err)
	}
}
