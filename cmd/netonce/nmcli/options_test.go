package nmcli_test

import (
	"strings"
	"testing"

	"netonce/cmd/netonce/nmcli"
)

func TestIsObject(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args []string
		want bool
	}{
		{[]string{"connection"}, true},
		{[]string{"connection", "show", "--active"}, true},
		{[]string{"--root", "/x", "device"}, true},
		{[]string{"--root=/x", "-t", "-f", "NAME", "general"}, true},
		{[]string{"con", "show"}, true},
		{[]string{"boot"}, false},
		{[]string{"up", "connection"}, false},
		{[]string{"--nosuch", "connection"}, false},
		{[]string{"--root"}, false},
		{nil, false},
	} {
		if got := nmcli.IsObject(tt.args, func(word string) bool { return word == "boot" }); got != tt.want {
			t.Errorf("%q: %t", tt.args, got)
		}
	}
}

func TestOwnFirst(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ args, want string }{
		{"con show eth0 --root /x --json", "--root /x --json con show eth0"},
		{"-t --root=/x con --json show", "--root=/x --json -t con show"},
		{"con modify x ipv4.dns --root", "--root con modify x ipv4.dns"}, // misses its value
		{"con modify x -- --root /y", "con modify x -- --root /y"},
		{"con show --jsonx --all", "con show --jsonx --all"},
		{"", ""},
	} {
		if got := strings.Join(nmcli.OwnFirst(strings.Fields(tt.args)), " "); got != tt.want {
			t.Errorf("%q becomes %q, not %q", tt.args, got, tt.want)
		}
	}
}
