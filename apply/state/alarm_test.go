package state_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"netonce/apply/state"
)

// An alarm goes off at its time, at a change of the store, and when it is called off.
func TestAlarm(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	a, err := state.NewAlarm(root)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Wait(t.Context(), state.Uptime()+time.Millisecond); err != nil {
		t.Errorf("at its time: %v", err)
	}
	if err := a.Wait(t.Context(), 1); err != nil { // long over
		t.Errorf("after its time: %v", err)
	}
	file := filepath.Join(root, state.Dir, "lease-eth0.json")
	if err := os.WriteFile(file+".tmp", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".tmp", file); err != nil {
		t.Fatal(err)
	}
	if err := a.Wait(t.Context(), 0); err != nil {
		t.Errorf("at a change: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(time.Millisecond, cancel)
	if err := a.Wait(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}
