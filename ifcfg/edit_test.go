package ifcfg

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEdited(t *testing.T) {
	t.Parallel()
	set := func(key, value string) Edit { return Edit{Key: key, Value: value} }
	del := func(key string) Edit { return Edit{Key: key, Remove: true} }
	tests := map[string]struct {
		in    string
		edits []Edit
		want  string
	}{
		"one line":               {"A=1\nDNS1=192.168.11.1\n# c\nB=2\n", []Edit{set("DNS1", "8.8.8.8")}, "A=1\nDNS1=8.8.8.8\n# c\nB=2\n"},
		"double quotes stay":     {"A=\"x y\"\n", []Edit{set("A", "z")}, "A=\"z\"\n"},
		"single quotes stay":     {"A='x'\n", []Edit{set("A", "$z")}, "A='$z'\n"},
		"single cannot":          {"A='x'\n", []Edit{set("A", "it's")}, "A=\"it's\"\n"},
		"bare becomes quoted":    {"A=x\n", []Edit{set("A", "x y")}, "A=\"x y\"\n"},
		"comment stays":          {"A=x # why\n", []Edit{set("A", "y")}, "A=y # why\n"},
		"comment after quotes":   {"A=\"x # no\"   # why\n", []Edit{set("A", "y")}, "A=\"y\"   # why\n"},
		"semicolon stays":        {"A=x; # why\n", []Edit{set("A", "y")}, "A=y; # why\n"},
		"indentation and export": {"  export A=x\n", []Edit{set("A", "y")}, "  export A=y\n"},
		"the last one counts":    {"A=1\nA=2\n", []Edit{set("A", "3")}, "A=1\nA=3\n"},
		"all go":                 {"A=1\nB=0\nA=2\n", []Edit{del("A")}, "B=0\n"},
		"CRLF":                   {"A=1\r\nB=2\r\n", []Edit{set("A", "3"), set("C", "4")}, "A=3\r\nB=2\r\nC=4\r\n"},
		"no newline at the end":  {"A=1", []Edit{set("B", "2")}, "A=1\nB=2\n"},
		"changed, no newline":    {"A=1", []Edit{set("A", "2")}, "A=2"},
		"empty file":             {"", []Edit{set("A", "1"), set("B", "2")}, "A=1\nB=2\n"},
		"behind its kin":         {"DNS1=1\nX=0\n", []Edit{set("DNS2", "2"), set("DNS3", "3")}, "DNS1=1\nDNS2=2\nDNS3=3\nX=0\n"},
		"address and prefix":     {"IPADDR=1\nPREFIX=8\nX=0\n", []Edit{set("IPADDR1", "2"), set("PREFIX1", "9")}, "IPADDR=1\nPREFIX=8\nIPADDR1=2\nPREFIX1=9\nX=0\n"},
		"kin that goes":          {"DNS1=1\nX=0\n", []Edit{set("DNS2", "2"), del("DNS1")}, "DNS2=2\nX=0\n"},
		"kin that changes":       {"DNS1=1\nX=0\n", []Edit{set("DNS2", "2"), set("DNS1", "9")}, "DNS1=9\nDNS2=2\nX=0\n"},
		"bad value replaced":     {"A=\"never closed\nB=1\n", []Edit{set("A", "y")}, "A=y\nB=1\n"},
		"invalid lines stay":     {"what is this\nA=1\n", []Edit{set("A", "2")}, "what is this\nA=2\n"},
		"byte order mark":        {"\ufeffA=1\n", []Edit{set("A", "2")}, "\ufeffA=1\nA=2\n"},
		"to nothing":             {"A=1\n", []Edit{set("A", "")}, "A=\n"},
		"expansion characters":   {"A=1\n", []Edit{set("A", "$(id)`x`\\")}, "A=\"\\$(id)\\`x\\`\\\\\"\n"},
		"removed, no newline":    {"A=1\nB=2", []Edit{del("B"), set("C", "3")}, "A=1\nC=3\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := Parse(strings.NewReader(tt.in), "ifcfg-x")
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.Edited(tt.edits)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEditedRefuses(t *testing.T) {
	t.Parallel()
	f, err := Parse(strings.NewReader("A=1\n"), "ifcfg-x")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []Edit{
		{Key: "A", Value: "x\nONBOOT=yes"}, {Key: "A", Value: "x\r"}, {Key: "A", Value: "\x00"}, {Key: "A", Value: "\x1b[2J"},
		{Key: "A", Value: "\xff"}, {Key: "A", Value: "\u0085"}, {Key: "A", Value: "\u2028"}, {Key: "A", Value: "a\tb"},
		{Key: "", Value: "x"}, {Key: "A B", Value: "x"}, {Key: "1A", Value: "x"}, {Key: "A=", Value: "x"},
	} {
		if got, err := f.Edited([]Edit{e}); err == nil {
			t.Errorf("%+v: written as %q", e, got)
		}
	}
}

// FuzzEdited checks that an edit is read back as it was meant and touches no
// other assignment.
func FuzzEdited(f *testing.F) {
	f.Add("A=1\nB='x y' # c\n", "A", "new")
	f.Add("A=\"x\nA=2\r\n", "B", `a"b\c$d`)
	f.Add("export DNS1=1", "DNS2", "'~!")
	f.Add("\r\nA=\r", "B", "x") // a last line that a bare carriage return ends
	f.Fuzz(func(t *testing.T, text, key, value string) {
		before, err := Parse(strings.NewReader(text), "ifcfg-x")
		if err != nil {
			return
		}
		if same, err := before.Edited(nil); err != nil || string(same) != text {
			t.Fatalf("without edits: %q, %v", same, err)
		}
		b, err := before.Edited([]Edit{{Key: key, Value: value}})
		if err != nil {
			return
		}
		after, err := Parse(strings.NewReader(string(b)), "ifcfg-x")
		if err != nil {
			t.Fatal(err)
		}
		got, ok := after.Lookup(key)
		if !ok || got.Bad != nil || got.Value != value {
			t.Fatalf("%q in %q is read as %q, %v", value, b, got.Value, got.Bad)
		}
		for a := range before.Assignments() {
			if now, ok := after.Lookup(a.Key); a.Key != key && (!ok || now.Raw != a.Raw) {
				t.Fatalf("%s was %q and is %q", a.Key, a.Raw, now.Raw)
			}
		}
		b, err = after.Edited([]Edit{{Key: key, Remove: true}})
		if err != nil {
			t.Fatal(err)
		}
		if gone, err := Parse(strings.NewReader(string(b)), "ifcfg-x"); err != nil {
			t.Fatal(err)
		} else if _, ok := gone.Lookup(key); ok {
			t.Fatalf("%s is still in %q", key, b)
		}
	})
}
