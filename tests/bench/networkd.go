package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// networkdProgram is on nobody's path.
const networkdProgram = "/usr/lib/systemd/systemd-networkd"

// networkd stays, and gives its lease back when it goes: it has none of before.
func networkd() contestant {
	return contestant{name: "networkd", prepare: prepareNetworkd, stays: true,
		command: func(string) []string { return []string{networkdProgram} }}
}

// prepareNetworkd writes what networkd is to do where it looks first, in file systems of
// our own (ownDirectories).
func prepareNetworkd(s scenario, _ string) error {
	// With a /sys that can be written it would wait for udev, which knows nothing of the
	// namespace's links.
	if err := unix.Mount("", "/sys", "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, ""); err != nil {
		return fmt.Errorf("/sys: %w", err)
	}
	const dir = "/run/systemd/network"
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	looks := map[bool]string{true: "yes", false: "no"}[s.looks]
	text := "[Match]\nName=eth*\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n[DHCPv4]\nSendDecline=" + looks + "\n"
	return os.WriteFile(filepath.Join(dir, "10-bench.network"), []byte(text), 0o644)
}
