package udev

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Database is udev's, below /run/udev: a file for each device, which is put in its
// place when the rules for the device have been gone through.
type Database struct {
	root string
	dir  string
}

// Open returns the database of the host below root. Nothing is read yet.
func Open(root string) Database { return Database{root, filepath.Join(root, "run/udev")} }

// Runs reports whether udev takes care of the interfaces here: its control socket is
// there. A container has none, nor has an initramfs without udev.
func (d Database) Runs() bool {
	_, err := os.Lstat(filepath.Join(d.dir, "control"))
	return err == nil && !(d.root == "/" && elsewhere())
}

// elsewhere reports whether this is another network namespace than that of the host's
// first process: udev hears nothing of what is in it. Where that process may not be
// looked at, as in netonce's own services, it is not.
func elsewhere() bool {
	first, err := os.Stat("/proc/1/ns/net")
	if err != nil {
		return false
	}
	own, err := os.Stat("/proc/self/ns/net")
	return err == nil && !os.SameFile(first, own)
}

// Finished reports whether udev is done with the link of that index: it has a file,
// which does not say that udev is at work on the link. An older udev writes the file
// when the link has been renamed, a newer one before that too, with ID_RENAMING, which
// goes when the kernel has told of the new name; ID_PROCESSING is the same for all of
// the rules (systemd's networkd goes by both).
func (d Database) Finished(index int) bool {
	busy := false
	err := d.properties(index, func(name, value string) {
		busy = busy || (name == "ID_RENAMING" || name == "ID_PROCESSING") && value == "1"
	})
	return err == nil && !busy
}

// Device names a link's driver and its place (ID_PATH); empty for unknown.
func (d Database) Device(index int) (driver, path string) {
	_ = d.properties(index, func(name, value string) { // without a file there is nothing noted
		switch name {
		case "ID_NET_DRIVER":
			driver = value
		case "ID_PATH":
			path = value
		}
	})
	return driver, path
}

// properties reads a link's file: lines with a letter and a colon, E for a property.
func (d Database) properties(index int, f func(name, value string)) error {
	b, err := os.ReadFile(filepath.Join(d.dir, "data", "n"+strconv.Itoa(index)))
	for line := range strings.Lines(string(b)) {
		if property, is := strings.CutPrefix(strings.TrimSpace(line), "E:"); is {
			name, value, _ := strings.Cut(property, "=")
			f(name, value)
		}
	}
	return err
}
