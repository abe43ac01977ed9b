package machine

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	kernelVariable  = "NETONCE_VM_KERNEL"
	modulesVariable = "NETONCE_VM_MODULES"
)

// debianKernel is the package that depends on Debian's newest kernel.
const debianKernel = "linux-image-amd64"

// Kernel is a kernel's file and its lib/modules/VERSION.
type Kernel struct{ Image, Modules string }

// CacheDir is where things stay from run to run.
func CacheDir() (string, error) {
	user, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(user, "netonce", "vm")
	return dir, os.MkdirAll(dir, 0o755)
}

// Lock waits until no other rig of this user's is at work: the go command tests
// packages side by side, and one machine is enough for two processors.
func Lock(cache string) (unlock func(), err error) {
	f, err := os.Create(filepath.Join(cache, "lock"))
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name(), err)
	}
	return func() { f.Close() }, nil
}

// FindKernel returns the kernel that the environment names, or the distribution's.
func FindKernel(cache string) (Kernel, error) {
	if image := os.Getenv(kernelVariable); image != "" {
		return ownKernel(image, os.Getenv(modulesVariable))
	}
	dir := filepath.Join(cache, "kernel")
	if _, err := os.Stat(dir); err != nil {
		if err := fetchInto(dir); err != nil {
			return Kernel{}, fmt.Errorf("no kernel: %w", err)
		}
	}
	// Debian has it in /boot, Fedora with the modules.
	for _, pattern := range []string{"boot/vmlinuz-*", "lib/modules/*/vmlinuz", "usr/lib/modules/*/vmlinuz"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return Kernel{}, err
		}
		if len(found) > 0 {
			return ownKernel(found[0], "")
		}
	}
	return Kernel{}, fmt.Errorf("no kernel in %s: remove it, to fetch one", dir)
}

// ownKernel finds the modules of a kernel where distributions have them.
func ownKernel(image, modules string) (Kernel, error) {
	image, err := filepath.Abs(image)
	if err != nil {
		return Kernel{}, err
	}
	dir, version := filepath.Dir(image), strings.TrimPrefix(filepath.Base(image), "vmlinuz-")
	places := []string{modules}
	if modules == "" {
		places = []string{dir, filepath.Join(dir, "../lib/modules", version), filepath.Join(dir, "../usr/lib/modules", version),
			filepath.Join("/lib/modules", version)}
	}
	for _, p := range places {
		if _, err := os.Stat(filepath.Join(p, "modules.builtin")); err == nil {
			return Kernel{image, p}, nil
		}
	}
	return Kernel{}, fmt.Errorf("%s: its modules are in none of %s: say where, in %s", image, strings.Join(places, ", "), modulesVariable)
}

// fetchInto fetches the distribution's kernel and unpacks it as that directory.
func fetchInto(dir string) error {
	work, err := os.MkdirTemp(filepath.Dir(dir), "fetch-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	fetch := fetchRPM
	if _, err := exec.LookPath("apt-get"); err == nil {
		fetch = fetchDeb
	}
	root := filepath.Join(work, "root")
	if err := os.Mkdir(root, 0o755); err != nil {
		return err
	}
	if err := fetch(work, root); err != nil {
		return err
	}
	return os.Rename(root, dir)
}

// fetchDeb takes the package from the sources of the host's apt, whose lists may be
// missing or old.
func fetchDeb(work, root string) error {
	err := tryDeb(work, root)
	if err == nil {
		return nil
	}
	if _, update := run(work, "apt-get", "-q", "update"); update != nil {
		return errors.Join(err, update)
	}
	return tryDeb(work, root)
}

func tryDeb(work, root string) error {
	out, err := run(work, "apt-cache", "depends", "--important", debianKernel)
	if err != nil {
		return err
	}
	_, name, found := strings.Cut(out, "Depends: ")
	name, _, _ = strings.Cut(name, "\n")
	if !found {
		return fmt.Errorf("apt does not know %s", debianKernel)
	}
	fmt.Fprintf(os.Stderr, "vm: fetching the kernel: %s\n", name)
	// As root it would change to a user who may not write here.
	if _, err := run(work, "apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", name); err != nil {
		return err
	}
	packages, err := filepath.Glob(filepath.Join(work, "*.deb"))
	if err != nil || len(packages) != 1 {
		return fmt.Errorf("apt-get download %s left %d packages", name, len(packages))
	}
	_, err = run(work, "dpkg-deb", "-x", packages[0], root)
	return err
}

// fetchRPM takes the packages from the sources of the host's dnf.
func fetchRPM(work, root string) error {
	fmt.Fprintln(os.Stderr, "vm: fetching the kernel: kernel-core and its modules")
	if _, err := run(work, "dnf", "-q", "download", "kernel-core", "kernel-modules-core", "kernel-modules"); err != nil {
		return err
	}
	_, err := run(root, "sh", "-c", `for p in ../*.rpm; do rpm2cpio "$p" | cpio -idmu --quiet; done`)
	return err
}

// run runs a command in a directory and returns what it prints.
func run(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, stderr.String())
	}
	return string(out), nil
}
