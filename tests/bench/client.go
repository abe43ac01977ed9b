package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"golang.org/x/sys/unix"
)

// holding is what is left of a first run when a second one is measured.
type holding string

const (
	nothing  holding = ""
	lease    holding = "lease"   // on record, the address gone: INIT-REBOOT
	address4 holding = "address" // RENEWING
)

// clients lists the DHCP clients that are installed, each told to look for other hosts
// with the address or not to. Whoever can do no more than another takes part in no more:
// only netonce and dhclient find a lease again in a directory of ours, nobody but netonce
// renews one by a command that ends, and it and networkd alone do with one process for
// many links.
func (s scenario) clients(binary string) []contestant {
	all := []contestant{{name: "netonce", prepare: writeProfiles,
		command: func(dir string) []string { return []string{binary, "boot", "--root", dir} }}}
	if s.kept == address4 {
		all[0].second = func(dir string) []string { return []string{binary, "renew", "--root", dir, "eth0"} }
		return all
	}
	for _, c := range []struct {
		contestant
		program string
		fit     bool
	}{
		{dhclient(), "dhclient", s.links == 1 && !s.looks},
		{s.udhcpc(), "udhcpc", s.links == 1 && s.kept == nothing},
		{s.dhcpcd(), "dhcpcd", s.links == 1 && s.kept == nothing},
		{networkd(), networkdProgram, s.kept == nothing && !s.rapid},
	} {
		if _, err := exec.LookPath(c.program); err == nil && c.fit {
			all = append(all, c.contestant)
		}
	}
	return all
}

// dhclient leaves it to its script to look for other hosts.
func dhclient() contestant {
	return contestant{name: "dhclient", prepare: writeDhclientScript, stop: stopDhclient,
		command: func(dir string) []string {
			return []string{"dhclient", "-1", "-q", "-4", "-cf", "/dev/null", "-lf", dir + "/leases", "-pf", dir + "/pid", "-sf", dir + "/script", "eth0"}
		}}
}

func (s scenario) udhcpc() contestant {
	return contestant{name: "udhcpc", prepare: writeUdhcpcScript,
		command: func(dir string) []string {
			options := "-n -q -f -i eth0"
			if s.looks {
				options += " -a"
			}
			return []string{"sh", "-c", "ip link set eth0 up; exec udhcpc " + options + " -s " + filepath.Join(dir, "script")}
		}}
}

func (s scenario) dhcpcd() contestant {
	return contestant{name: "dhcpcd", prepare: writeDhcpcd,
		command: func(dir string) []string {
			argv := []string{"dhcpcd", "--oneshot", "--ipv4only", "--quiet", "--script", "", "--config", dir + "/dhcpcd.conf"}
			if !s.looks {
				argv = append(argv, "--noarp")
			}
			return append(argv, "eth0")
		}}
}

// writeUdhcpcScript writes what udhcpc calls when it has a lease.
func writeUdhcpcScript(_ scenario, dir string) error {
	const script = "#!/bin/sh\n[ -n \"$ip\" ] && ip addr add $ip/24 dev $interface\nexit 0\n"
	return os.WriteFile(filepath.Join(dir, "script"), []byte(script), 0o755)
}

// writeDhclientScript writes what dhclient calls at each step.
func writeDhclientScript(_ scenario, dir string) error {
	const script = "#!/bin/sh\ncase $reason in\nPREINIT) ip link set $interface up;;\nBOUND|REBOOT) ip addr add $new_ip_address/24 dev $interface;;\nesac\nexit 0\n"
	return os.WriteFile(filepath.Join(dir, "script"), []byte(script), 0o755)
}

// stopDhclient ends the daemon that dhclient becomes.
func stopDhclient(dir string) {
	_ = exec.Command("dhclient", "-x", "-q", "-cf", "/dev/null", "-lf", dir+"/leases", "-pf", dir+"/pid", "-sf", "/bin/true", "eth0").Run()
}

// writeDhcpcd has dhcpcd offer what netonce offers.
func writeDhcpcd(_ scenario, dir string) error {
	return os.WriteFile(filepath.Join(dir, "dhcpcd.conf"), []byte("option rapid_commit\nnoipv6rs\nnoipv4ll\n"), 0o644)
}

// ownDirectories puts empty file systems where DHCP clients keep what they know, for the
// calling thread and what it starts: nothing of the machine is touched.
func ownDirectories() error {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS); err != nil {
		return err
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	for _, dir := range []string{"/var/lib/dhcpcd", "/var/lib/dhcp", "/etc/systemd/network", "/run"} {
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "mode=755"); err != nil {
			return err
		}
	}
	return nil
}
