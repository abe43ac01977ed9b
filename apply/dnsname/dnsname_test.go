package dnsname

import (
	"slices"
	"strings"
	"testing"
)

func TestValid(t *testing.T) {
	label := strings.Repeat("a", 63)
	long := strings.Join([]string{label, label, label, label[:61]}, ".")
	for name, want := range map[string]bool{
		"a": true, "A-1_b.example": true, "_dmarc.x": true, label: true, long: true,
		"": false, ".": false, "a.": false, ".a": false, "a..b": false, label + "a": false, long + "a": false,
		"-a": false, "a.-b": false, "a b": false, "a\x00": false, "a;b": false, "é": false, "a/b": false, "$a": false,
	} {
		if got := Valid(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestDecode(t *testing.T) {
	label := string(rune(63)) + strings.Repeat("a", 63)
	for _, c := range []struct {
		name, data string
		compressed bool
		want       []string
		ok         bool
	}{
		{"nothing", "", false, nil, true},
		{"two", "\x01a\x02bc\x00\x01d\x00", false, []string{"a.bc", "d"}, true},
		{"padding", "\x01a\x00\x00\x00", false, []string{"a", "", ""}, true},
		{"more than wanted", strings.Repeat("\x01a\x00", 9), false, []string{"a", "a", "a", "a"}, true},
		{"no end", "\x01a", false, nil, false},
		{"cut short", "\x05a", false, nil, false},
		{"pointer", "\x01a\x02bc\x00\x01d\xc0\x02", true, []string{"a.bc", "d.bc"}, true},
		{"pointer to a pointer", "\x01a\x00\x01b\xc0\x00\xc0\x03", true, []string{"a", "b.a", "b.a"}, true},
		{"pointer where none may be", "\x01a\x02bc\x00\x01d\xc0\x02", false, nil, false},
		{"pointer to itself", "\xc0\x00", true, nil, false},
		{"pointer ahead", "\xc0\x02\x01a\x00", true, nil, false},
		{"half a pointer", "\x01a\x00\xc0", true, nil, false},
		{"label of another type", "\x41a\x00", true, nil, false},
		{"dot in a label", "\x03a.b\x00", false, []string{`a\.b`}, true},
		{"255 bytes", label + label + label + string(rune(61)) + strings.Repeat("a", 61) + "\x00", false, []string{
			strings.Join([]string{label[1:], label[1:], label[1:], label[1:62]}, ".")}, true},
		{"256 bytes", label + label + label + string(rune(62)) + strings.Repeat("a", 62) + "\x00", false, nil, false},
	} {
		got, err := Decode([]byte(c.data), c.compressed, 4)
		if !slices.Equal(got, c.want) || (err == nil) != c.ok {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

// Whatever comes, what is kept stays small; what is valid comes back as it was.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("\x01a\x02bc\x00\x01d\xc0\x02"), true)
	f.Add([]byte("\x01a\x00\xc0\x00"), false)
	f.Fuzz(func(t *testing.T, data []byte, compressed bool) {
		const most = 8
		names, err := Decode(data, compressed, most)
		if len(names) > most || err != nil && names != nil {
			t.Errorf("%d names, %v", len(names), err)
		}
		for _, name := range names {
			if !Valid(name) {
				continue
			}
			back, err := Decode(append(AppendLabels(nil, name), 0), false, most)
			if err != nil || len(back) != 1 || back[0] != name {
				t.Errorf("%q became %q, %v", name, back, err)
			}
		}
	})
}
