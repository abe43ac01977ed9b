package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"netonce/tests/vm/machine"
)

// tools are the programs of the host's that the guest has in /bin: a second opinion
// for the tests, and a shell.
var tools = []string{"ip", "bridge", "tc", "ethtool", "bash", "teamd", "teamdctl"}

// toolPath looks for a tool where root's tools are too.
const toolPath = "/usr/sbin:/sbin"

// addTools adds the tools with the libraries they are linked with.
func addTools(a *machine.Archive) error {
	if err := os.Setenv("PATH", os.Getenv("PATH")+":"+toolPath); err != nil {
		return err
	}
	for _, t := range tools {
		path, err := exec.LookPath(t)
		if err != nil {
			return fmt.Errorf("%s is not installed, which the guest gets: tests/prepare installs it", t)
		}
		a.File("/bin/"+t, path)
		if err := addLibraries(a, path); err != nil {
			return err
		}
	}
	a.Link("/bin/sh", "bash")
	a.Link("/usr/bin/teamd", "/bin/teamd") // where netonce looks
	a.Link("/var/run", "/run")             // where teamd writes
	// The names of tables and protocols, for ip(8).
	for _, dir := range []string{"/etc/iproute2", "/usr/share/iproute2"} {
		if _, err := os.Stat(dir); err == nil {
			if err := addTree(a, dir, dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// addLibraries adds the shared libraries of a program and the loader, under the
// paths that the loader finds them by.
func addLibraries(a *machine.Archive, program string) error {
	cmd := exec.Command("ldd", program)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		if strings.Contains(string(out), "not a dynamic executable") {
			return nil
		}
		return fmt.Errorf("ldd %s: %w: %s", program, err, out)
	}
	list, err := parseLibraries(string(out))
	if err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	for _, l := range list {
		a.File(filepath.Clean(l), l)
	}
	return nil
}

// parseLibraries reads the paths from what ldd(1) prints.
func parseLibraries(out string) (list []string, err error) {
	for line := range strings.Lines(out) {
		if name, found := strings.CutSuffix(strings.TrimSpace(line), "=> not found"); found {
			return nil, fmt.Errorf("no library %s", strings.TrimSpace(name))
		}
		for word := range strings.FieldsSeq(line) {
			if filepath.IsAbs(word) {
				list = append(list, word)
			}
		}
	}
	return list, nil
}
