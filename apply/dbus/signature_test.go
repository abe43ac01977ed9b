package dbus

import (
	"strings"
	"testing"
)

func TestValidSignature(t *testing.T) {
	t.Parallel()
	deep := func(n int, open, inner, end string) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	tests := []struct {
		signature string
		valid     bool
		single    bool
	}{
		{"", true, false},
		{"y", true, true},
		{"ybnqiuxtdsoghv", true, false},
		{"ai", true, true},
		{"a{sv}", true, true},
		{"a(iay)", true, true},
		{"(isb)", true, true},
		{"ia(iay)", true, false},
		{"aa{s(aya{uv})}", true, true},
		{deep(32, "a", "i", ""), true, true},
		{deep(33, "a", "i", ""), false, false},
		{deep(32, "(", "i", ")"), true, true},
		{deep(33, "(", "i", ")"), false, false},
		{deep(32, "a", deep(32, "(", "i", ")"), ""), true, true},
		{deep(32, "a{s", "i", "}"), true, true},
		{deep(33, "a{s", "i", "}"), false, false},
		{strings.Repeat("y", 255), true, false},
		{strings.Repeat("y", 256), false, false},
		{"a", false, false},
		{"aa", false, false},
		{"()", false, false},
		{"(", false, false},
		{"(i", false, false},
		{"i)", false, false},
		{"(i))", false, false},
		{"{sv}", false, false},
		{"({sv})", false, false},
		{"a{s}", false, false},
		{"a{svv}", false, false},
		{"a{vs}", false, false},
		{"a{(i)s}", false, false},
		{"a{", false, false},
		{"a{s", false, false},
		{"a{sv", false, false},
		{"r", false, false},
		{"e", false, false},
		{"i\x00", false, false},
		{"ä", false, false},
	}
	for _, tt := range tests {
		if got := validSignature(tt.signature); got != tt.valid {
			t.Errorf("validSignature(%q) = %v", tt.signature, got)
		}
		if got := singleType(tt.signature); got != tt.single {
			t.Errorf("singleType(%q) = %v", tt.signature, got)
		}
	}
}

func TestValidPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/": true, "/a": true, "/org/freedesktop/resolve1/link/_32": true, "/A_9": true,
		"": false, "a": false, "//": false, "/a/": false, "/a//b": false, "/a-b": false, "/a.b": false, "/ä": false,
	} {
		if got := validPath(path); got != want {
			t.Errorf("validPath(%q) = %v", path, got)
		}
	}
}
