package state_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"netonce/apply/state"
)

// The second waits for the first, and is told who that is.
func TestLockWaits(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	release, err := state.Open(root, "").Lock(t.Context(), "boot", func(string) { t.Error("waits for nobody") })
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 1)
	got := make(chan error, 1)
	go func() {
		release, err := state.Open(root, "").Lock(t.Context(), "reload", func(holder string) { told <- holder })
		if err == nil {
			release()
		}
		got <- err
	}()
	if holder, want := <-told, fmt.Sprintf("netonce boot (process %d)", os.Getpid()); holder != want {
		t.Errorf("holder = %q, want %q", holder, want)
	}
	select {
	case err := <-got:
		t.Fatalf("two hold the lock: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	release()
	if err := <-got; err != nil {
		t.Error(err)
	}
}

// Who gives up leaves nothing behind that holds the lock.
func TestLockDeadline(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	release, err := state.Open(root, "").Lock(t.Context(), "boot", func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, err = state.Open(root, "").Lock(ctx, "reload", func(string) {})
	if !errors.Is(err, state.ErrLocked) || !strings.Contains(err.Error(), "netonce boot") {
		t.Errorf("err = %v", err)
	}
	release()
	ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	release, err = state.Open(root, "").Lock(ctx, "status", func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	release()
}

func TestLockInBadPlace(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.WriteFile(root+"/run", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := state.Open(root, "").Lock(t.Context(), "boot", func(string) {}); err == nil {
		t.Error("a lock below a file")
	}
}

// Editors of profiles come one after the other, also where the last one gave up.
// A run is none of them.
func TestLockProfiles(t *testing.T) {
	t.Parallel()
	store := state.Open(t.TempDir(), "")
	release, err := store.LockProfiles(t.Context(), "nmcli")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := store.LockProfiles(ctx, "nmcli"); !errors.Is(err, state.ErrLocked) {
		t.Errorf("a second editor: %v", err)
	}
	ended, err := store.Lock(t.Context(), "boot", func(string) { t.Error("a run waits for an editor") })
	if err != nil {
		t.Fatal(err)
	}
	ended()
	release()
	release, err = store.LockProfiles(t.Context(), "nmcli")
	if err != nil {
		t.Fatal(err)
	}
	release()
}

// Who can open a file can lock it, and nobody else is to keep runs from running.
func TestLockIsNobodyElses(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	store := state.Open(root, "")
	for _, lock := range []func() (func(), error){
		func() (func(), error) { return store.Lock(t.Context(), "boot", func(string) {}) },
		func() (func(), error) { return store.LockProfiles(t.Context(), "nmcli") },
	} {
		release, err := lock()
		if err != nil {
			t.Fatal(err)
		}
		release()
	}
	for _, name := range []string{"lock", "profiles.lock"} {
		info, err := os.Stat(root + "/run/netonce/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", name, mode)
		}
	}
}
