package main

import "testing"

func TestTestLimit(t *testing.T) {
	t.Parallel()
	if a, b := testLimit([]string{"-test.timeout=1m0s"}), testLimit([]string{"-test.timeout=2m0s"}); b <= a {
		t.Errorf("%s and %s", a, b)
	}
}
