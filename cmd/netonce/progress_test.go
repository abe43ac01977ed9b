package main

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A line of the log stands above the one that shows the wait.
func TestProgress(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := &progress{w: &b, terminal: true}
	p.waiting("")
	p.waiting("eth0 (DHCP)")
	fmt.Fprintln(p, "error: no lease")
	p.waiting("eth1 (carrier)")
	p.waiting("")
	fmt.Fprintln(p, "done")
	want := "waiting for eth0 (DHCP) ..." + wipe + "error: no lease\nwaiting for eth0 (DHCP) ..." +
		wipe + "waiting for eth1 (carrier) ..." + wipe + "done\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestProgressWithoutTerminal(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := &progress{w: &b}
	p.waiting("eth0 (DHCP)")
	fmt.Fprintln(p, "done")
	if diff := cmp.Diff("done\n", b.String()); diff != "" {
		t.Error(diff)
	}
}
