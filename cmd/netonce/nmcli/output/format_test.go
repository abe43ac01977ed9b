package output_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/cmd/netonce/nmcli/output"
)

// profiles is a table with what is hard to print: a colon, a backslash, nothing.
func profiles() output.Table {
	return output.Table{
		Title:   "Profiles",
		Columns: []string{"NAME", "DEVICE"},
		Rows: [][]output.Cell{
			{output.Text("Lab: a\\b"), output.Text("eth0")},
			{output.Text("br0"), output.Text("")},
		},
	}
}

func addresses() output.Table {
	return output.Table{
		Title: "Details", Group: "IP4", GroupTitle: "GROUP", Columns: []string{"ADDRESS", "GATEWAY", "DNS"},
		Rows: [][]output.Cell{{output.List([]string{"192.0.2.1/24", "192.0.2.2/24"}), output.Text(""), output.List(nil)}},
	}
}

func TestFormat(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("-", 79) + "\n"
	for _, tt := range []struct {
		name  string
		style output.Style
		table output.Table
		want  string
	}{
		{"table", output.Style{}, profiles(), "NAME      DEVICE \nLab: a\\b  eth0   \nbr0       --     \n"},
		{"terse table", output.Style{Mode: output.Terse, Escape: true}, profiles(), "Lab\\: a\\\\b:eth0\nbr0:\n"},
		{"terse table, not escaped", output.Style{Mode: output.Terse}, profiles(), "Lab: a\\b:eth0\nbr0:\n"},
		{"pretty table", output.Style{Mode: output.Pretty}, profiles(),
			"============\n  Profiles\n============\nNAME      DEVICE \n" + strings.Repeat("-", 12+10+8) + "\nLab: a\\b  eth0   \nbr0       --     \n"},
		{"lines", output.Style{Multiline: true}, profiles(), "" +
			"NAME:                                   Lab: a\\b\n" +
			"DEVICE:                                 eth0\n" +
			"NAME:                                   br0\n" +
			"DEVICE:                                 --\n"},
		{"terse lines escape nothing", output.Style{Mode: output.Terse, Multiline: true, Escape: true}, profiles(),
			"NAME:Lab: a\\b\nDEVICE:eth0\nNAME:br0\nDEVICE:\n"},
		{"pretty lines", output.Style{Mode: output.Pretty, Multiline: true}, addresses(),
			strings.Repeat("=", 79) + "\n" + strings.Repeat(" ", 36) + "Details\n" + strings.Repeat("=", 79) + "\n" +
				"IP4.ADDRESS[1]:                         192.0.2.1/24\n" +
				"IP4.ADDRESS[2]:                         192.0.2.2/24\n" +
				"IP4.GATEWAY:                            --\n" + line},
		{"table of a group", output.Style{}, addresses(),
			"GROUP  ADDRESS                      GATEWAY  DNS \nIP4    192.0.2.1/24 | 192.0.2.2/24  --       --  \n"},
		{"terse table of a group", output.Style{Mode: output.Terse, Escape: true}, addresses(), "IP4:192.0.2.1/24 | 192.0.2.2/24::\n"},
		{"terse table of one column", output.Style{Mode: output.Terse, Escape: true}, addresses().Choose([]string{"DNS"}), "IP4:\n"},
		{"no rows", output.Style{}, output.Table{Columns: []string{"NAME"}}, "NAME \n"},
		{"no rows, terse", output.Style{Mode: output.Terse}, output.Table{Columns: []string{"NAME"}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tt.style.Format(tt.table)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A colour wraps the value and not the blanks behind it, and takes no room.
func TestColor(t *testing.T) {
	t.Parallel()
	table := output.Table{Columns: []string{"NAME"}, Rows: [][]output.Cell{{{Text: "up", Color: "32"}}, {{Text: "down"}}}}
	want := "NAME \n\x1b[32mup\x1b[0m   \ndown \n"
	if diff := cmp.Diff(want, output.Style{Color: true}.Format(table)); diff != "" {
		t.Error(diff)
	}
	if got := (output.Style{}).Format(table); strings.Contains(got, "\x1b") {
		t.Errorf("coloured: %q", got)
	}
	want = "NAME:" + strings.Repeat(" ", 35) + "\x1b[32mup\x1b[0m\n"
	if got := (output.Style{Color: true, Multiline: true}).Format(table); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q first", got, want)
	}
}

func TestWidth(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "eth0": 4, "Büro": 4, "Bu\u0308ro": 4, "会社": 4, "ｗ": 2, "\x1b[32;2mlo\x1b[0m": 2, "a\u200bb": 2, "🏠": 2,
	} {
		if got := output.Width(text); got != want {
			t.Errorf("width of %q is %d, want %d", text, got, want)
		}
	}
}

// Columns are as wide as their text looks.
func TestWideTable(t *testing.T) {
	t.Parallel()
	table := output.Table{Columns: []string{"NAME", "X"}, Rows: [][]output.Cell{
		{output.Text("会社のLAN"), output.Text("1")}, {output.Text("Büro"), output.Text("2")}}}
	want := "NAME       X \n会社のLAN  1 \nBüro       2 \n"
	if diff := cmp.Diff(want, output.Style{}.Format(table)); diff != "" {
		t.Error(diff)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	all, common := []string{"NAME", "UUID", "TYPE"}, []string{"NAME"}
	for argument, want := range map[string][]string{
		"": common, "common": common, "all": all, "ALL": all,
		"UUID,NAME": {"UUID", "NAME"}, "uuid, name": {"UUID", "NAME"}, "NAME,,NAME": {"NAME", "NAME"},
	} {
		got, err := output.Fields(argument, all, common)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", argument, err, diff)
		}
	}
	_, err := output.Fields("NAME,nosuch", all, common)
	var unknown *output.FieldError
	if !errors.As(err, &unknown) || unknown.Field != "nosuch" || err.Error() != "invalid field 'nosuch'; allowed fields: NAME,UUID,TYPE" {
		t.Errorf("error is %v", err)
	}
}

// What a file says can neither begin a line nor steer a terminal.
func TestControlCharacters(t *testing.T) {
	t.Parallel()
	table := output.Table{Columns: []string{"NAME"}, Rows: [][]output.Cell{{output.Text("a\nb\x1b[2J\u0085c")}}}
	for _, style := range []output.Style{{}, {Mode: output.Terse}, {Mode: output.Pretty}, {Multiline: true}} {
		if got := style.Format(table); !strings.Contains(got, "a?b?[2J?c") {
			t.Errorf("%+v: %q", style, got)
		}
	}
}
