package main

import (
	"os"
	"path/filepath"
	"testing"

	"netonce/apply/network"
)

func TestDevice(t *testing.T) {
	t.Parallel()
	v := &invocation{root: t.TempDir()}
	noted := filepath.Join(v.root, "run/udev/data")
	if err := os.MkdirAll(noted, 0o755); err != nil {
		t.Fatal(err)
	}
	text := "I:12\nE:ID_PATH=pci-0000:00:03.0\nE:ID_NET_DRIVER=virtio_net\nE:ID_PATH_TAG=x\n"
	if err := os.WriteFile(filepath.Join(noted, "n7"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		link         network.Link
		driver, path string
	}{
		{network.Link{Index: 7, Name: "nosuch0"}, "virtio_net", "pci-0000:00:03.0"},
		{network.Link{Index: 8, Name: "nosuch0", Kind: "veth"}, "veth", ""},
	} {
		if driver, path := v.device(test.link); driver != test.driver || path != test.path {
			t.Errorf("%+v: %q, %q", test.link, driver, path)
		}
	}
}

func TestMachineID(t *testing.T) {
	t.Parallel()
	v := &invocation{root: t.TempDir()}
	if id := v.machineID(); id != "" {
		t.Errorf("without a file: %q", id)
	}
	if err := os.MkdirAll(filepath.Join(v.root, "etc"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(v.root, "etc/machine-id"), []byte("0123\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if id := v.machineID(); id != "0123" {
		t.Errorf("%q", id)
	}
}
