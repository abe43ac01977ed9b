package udev_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"netonce/apply/udev"
)

// note writes a file as udev does, under another name first.
func note(t *testing.T, root, name, text string) {
	t.Helper()
	to := filepath.Join(root, "run/udev/data", name)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to+".tmp", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(to+".tmp", to); err != nil {
		t.Fatal(err)
	}
}

func TestRuns(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	d := udev.Open(root)
	if d.Runs() {
		t.Error("without a control socket")
	}
	note(t, root, "../control", "")
	if !d.Runs() {
		t.Error("with a control socket")
	}
}

func TestFinished(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	d := udev.Open(root)
	for _, test := range []struct {
		text string
		want bool
	}{
		{"I:12\nE:ID_NET_DRIVER=virtio_net\nG:systemd\nV:1\n", true},
		{"", true},
		{"I:12\nE:ID_RENAMING=1\n", false},
		{"E:ID_PROCESSING=1\nE:ID_PATH=x\n", false},
		{"E:ID_RENAMING=0\nE:ID_RENAMING\nID_RENAMING=1\n\x00E:=\n=", true},
	} {
		note(t, root, "n7", test.text)
		if got := d.Finished(7); got != test.want {
			t.Errorf("%q: %v", test.text, got)
		}
		if d.Finished(8) {
			t.Error("without a file")
		}
	}
}

func TestDevice(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	note(t, root, "n7", "I:12\nE:ID_PATH=pci-0000:00:03.0\nE:ID_NET_DRIVER=virtio_net\nE:ID_PATH_TAG=x\n")
	d := udev.Open(root)
	if driver, path := d.Device(7); driver != "virtio_net" || path != "pci-0000:00:03.0" {
		t.Errorf("%q, %q", driver, path)
	}
	if driver, path := d.Device(8); driver != "" || path != "" {
		t.Errorf("%q, %q", driver, path)
	}
}

// A file is heard of that comes with the directory of the files, and every one from
// then on.
func TestWatch(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "run/udev"), 0o755); err != nil {
		t.Fatal(err)
	}
	d := udev.Open(root)
	told, stop, err := d.Watch()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for index, name := range map[int]string{2: "n2", 3: "n3", 4: "n4"} {
		note(t, root, name, "I:1\n")
		limit := time.After(20 * time.Second)
		for heard := false; !heard; {
			select {
			case <-told:
				heard = d.Finished(index) // not with its directory
			case <-limit:
				t.Fatalf("%s is not told of", name)
			}
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestNothingToWatch(t *testing.T) {
	t.Parallel()
	if _, _, err := udev.Open(t.TempDir()).Watch(); err == nil {
		t.Error("no error")
	}
}
