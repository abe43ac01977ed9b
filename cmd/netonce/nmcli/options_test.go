package nmcli_test

import (
	"testing"

	"github.com/netonce/netonce/cmd/netonce/nmcli"
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
