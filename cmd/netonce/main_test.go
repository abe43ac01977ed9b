package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVerbosely(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ args, want []string }{
		{[]string{"-v", "connection", "up", "-v"}, []string{"--verbose", "connection", "up", "-v"}},
		{[]string{"--root", "/x", "-v", "dev"}, []string{"--root", "/x", "--verbose", "dev"}},
		{[]string{"connection", "modify", "x", "connection.id", "-v"}, []string{"connection", "modify", "x", "connection.id", "-v"}},
	} {
		if diff := cmp.Diff(tt.want, verbosely(tt.args)); diff != "" {
			t.Errorf("%q:\n%s", tt.args, diff)
		}
	}
}
