package boot

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// packages are the host's, beside those that no host is without: systemd and what it
// loads modules and speaks D-Bus with, and what the tests look and serve with.
var packages = []string{"systemd", "systemd-sysv", "udev", "dbus", "kmod", "iproute2", "iputils-ping", "dnsmasq-base"}

// baseOptions leave out what nobody in the guest reads.
var baseOptions = []string{"--variant=minbase", "--format=tar",
	"--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-exclude=/usr/share/man/*",
	"--dpkgopt=path-exclude=/usr/share/locale/*"}

// Base returns a tar archive of a host of the distribution's packages, which is kept
// under the name of its kind.
func Base(cache, kind string, packages []string) (string, error) {
	sources, err := aptSources()
	if err != nil {
		return "", err
	}
	args := append(slices.Clone(baseOptions), "--include="+strings.Join(packages, ","))
	return Cached(cache, kind, Key(append(args, sources)...), func(to string) error {
		fmt.Fprintln(os.Stderr, "boot: fetching the packages of a host")
		list := to + ".list" // apt tells formats apart by this
		defer os.Remove(list)
		if err := os.WriteFile(list, []byte(sources), 0o644); err != nil {
			return err
		}
		_, err := Command("mmdebstrap", append(args, "", to, list)...)
		return err
	})
}

// aptSources are those of the machine at hand that are the distribution's own, in the
// format of sources.list(5).
func aptSources() (string, error) {
	list, err := indexTargets()
	if err == nil && list == "" { // apt does not know yet whose they are
		if _, err = Command("apt-get", "-q", "update"); err == nil {
			list, err = indexTargets()
		}
	}
	if err == nil && list == "" {
		err = errors.New("apt has no source of Debian's or Ubuntu's packages")
	}
	return list, err
}

func indexTargets() (string, error) {
	out, err := Command("apt-get", "indextargets", "--format", "$(ORIGIN) deb $(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages")
	if err != nil {
		return "", err
	}
	var lines []string
	for line := range strings.Lines(out) {
		origin, source, _ := strings.Cut(line, " ")
		if origin == "Debian" || origin == "Ubuntu" {
			lines = append(lines, source)
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), ""), nil
}

// Command runs a program, as it is found where root's are too, and returns what it
// prints.
func Command(name string, args ...string) (string, error) {
	path, err := exec.LookPath(name)
	for _, dir := range []string{"/usr/sbin", "/sbin"} {
		if err != nil {
			path, err = exec.LookPath(filepath.Join(dir, name))
		}
	}
	if err != nil {
		return "", fmt.Errorf("%s is not installed: tests/prepare installs it", name)
	}
	cmd := exec.Command(path, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Env = append(os.Environ(), "LC_ALL=C", "PATH="+os.Getenv("PATH")+":/usr/sbin:/sbin")
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s%s", strings.Join(cmd.Args, " "), err, stdout.String(), stderr.String())
	}
	return stdout.String(), nil
}
