package boot

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is there is not made again, what is of another key goes, and what fails leaves
// nothing that would be taken for it.
func TestCached(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "cache")
	made := 0
	write := func(to string) error {
		made++
		return os.WriteFile(to, []byte("x"), 0o644)
	}
	for _, key := range []string{"1", "1", "2"} {
		if _, err := Cached(dir, "base", key, write); err != nil {
			t.Fatal(err)
		}
	}
	bad := errors.New("bad")
	if _, err := Cached(dir, "root", "1", func(to string) error { return errors.Join(write(to), bad) }); !errors.Is(err, bad) {
		t.Errorf("error %v", err)
	}
	if _, err := Cached(dir, "root", "1", write); err != nil {
		t.Error(err)
	}
	if made != 4 {
		t.Errorf("made %d times", made)
	}
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{"base-2", "root-1"}, names); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// A name, a mode, a content and a link count.
func TestTreeKey(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"nothing", func() error { return nil }},
		{"a file", func() error { return os.WriteFile(file, []byte("1"), 0o644) }},
		{"its content", func() error { return os.WriteFile(file, []byte("2"), 0o644) }},
		{"its mode", func() error { return os.Chmod(file, 0o755) }},
		{"its name", func() error { return os.Rename(file, file+"2") }},
		{"a link", func() error { return os.Symlink("x", link) }},
		{"where it goes", func() error { return errors.Join(os.Remove(link), os.Symlink("y", link)) }},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		key, err := TreeKey(dir)
		if err != nil {
			t.Fatal(err)
		}
		if before, is := seen[key]; is {
			t.Errorf("%s: the key is that of before %s", step.what, before)
		}
		seen[key] = step.what
	}
}

func TestParseEntry(t *testing.T) {
	t.Parallel()
	got, err := parseEntry(json.RawMessage(`{"__MONOTONIC_TIMESTAMP":"1500000","MESSAGE":"Started x.","MESSAGE_ID":"1f","SYSLOG_IDENTIFIER":"systemd","_PID":"1","UNIT":"x.service"}`))
	want := Entry{At: 1500 * time.Millisecond, Message: "Started x.", MessageID: "1f", Identifier: "systemd", Process: "1", About: "x.service"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if got, err := parseEntry(json.RawMessage(`{"__MONOTONIC_TIMESTAMP":"1","MESSAGE":[104,105,27]}`)); err != nil || got.Message == "" {
		t.Errorf("what is no text: %q, %v", got.Message, err)
	}
}

// An entry is found whether it was there before or comes; none is waited for when the
// guest is gone.
func TestAwait(t *testing.T) {
	t.Parallel()
	j := newFeed[Entry]()
	is := func(text string) func(Entry) bool { return func(e Entry) bool { return e.Message == text } }
	j.add(Entry{Message: "first"})
	place := j.Now()
	if _, ok := j.Await(0, time.Minute, is("first")); !ok {
		t.Error("what was there is not found")
	}
	go j.add(Entry{Message: "second"})
	if _, ok := j.Await(place, time.Minute, is("second")); !ok {
		t.Error("what comes is not found")
	}
	if _, ok := j.Await(0, time.Millisecond, is("third")); ok {
		t.Error("what never was is found")
	}
	go j.end()
	if _, ok := j.Await(place, time.Minute, is("first")); ok {
		t.Error("what was before is found")
	}
}
