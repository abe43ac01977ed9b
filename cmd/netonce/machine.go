package main

import (
	"os"
	"path/filepath"
	"strings"

	"netonce/apply/network"
	"netonce/apply/udev"
)

// machineID reads machine-id(5); without one there is none.
func (v *invocation) machineID() string {
	b, _ := os.ReadFile(filepath.Join(v.root, "etc/machine-id"))
	return strings.TrimSpace(string(b))
}

// commandLine is the kernel's.
func commandLine() string {
	b, _ := os.ReadFile("/proc/cmdline")
	return string(b)
}

// device is what udev has noted of a link; where it has not run, the driver is that of
// the device in sysfs, or of a link without one its kind.
func (v *invocation) device(l network.Link) (driver, path string) {
	driver, path = udev.Open(v.root).Device(l.Index)
	if driver == "" {
		if to, err := os.Readlink(filepath.Join("/sys/class/net", l.Name, "device/driver")); err == nil {
			driver = filepath.Base(to)
		} else {
			driver = l.Kind
		}
	}
	return driver, path
}
