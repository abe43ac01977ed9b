package boot

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"netonce/tests/vm/machine"
)

const (
	moduleRoot = "../.." // where the tests run
	// GuestPath is where the guest has the program that the tests talk to.
	GuestPath = "/usr/lib/netonce-boot/guest"
	// imageSize is more than the host needs; what it does not write takes no room.
	imageSize = "1G"
)

// rootModules are what udev and the kernel find when they ask for a module: the cards'
// driver, and what netonce's links and sockets take.
var rootModules = []string{"virtio_net", "af_packet", "8021q", "dummy", "bonding", "bridge", "veth", "tun", "autofs4"}

// diskModules are what the root is mounted with, and the port to the host.
var diskModules = []string{"virtio_ring", "virtio", "virtio_pci", "virtio_console", "virtio_rng", "virtio_blk",
	"crc32c_generic", "ext4"}

// makeRoot lays a tree over the base and makes a file system of it. Units of the test's
// own are enabled, and netonce's as their preset says.
const makeRoot = `
mkdir "$work/root"
tar -C "$work/root" -xf "$base" --exclude='./dev/*'
cp -a "$tree/." "$work/root/"
chown -R 0:0 "$work/root/etc" "$work/root/usr/lib/netonce-boot"
depmod -b "$work/root" "$version"
systemctl -q --root="$work/root" preset netonce.service netonce-reload.path netonce-reload.service
systemctl -q --root="$work/root" enable boot-guest.service boot-lan.service boot-dhcp@lan.service boot-probe.service
rm -f "$to"
mke2fs -q -t ext4 -m 0 -d "$work/root" "$to" "$size"
`

// root returns the image of a root with netonce installed.
func root(cache string, k machine.Kernel) (string, error) {
	work, err := os.MkdirTemp("", "netonce-boot-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	from, err := Base(cache, "base.tar", packages)
	if err != nil {
		return "", err
	}
	tree := filepath.Join(work, "tree")
	if err := makeTree(tree, k); err != nil {
		return "", err
	}
	hash, err := TreeKey(tree)
	if err != nil {
		return "", err
	}
	return Cached(cache, "root.ext4", Key(filepath.Base(from), hash, makeRoot), func(to string) error {
		script := []string{"sh", "-euc", makeRoot}
		if os.Getuid() != 0 {
			script = append([]string{"fakeroot", "--"}, script...)
		}
		_, err := Command("env", append([]string{"work=" + work, "base=" + from, "tree=" + tree, "to=" + to,
			"size=" + imageSize, "version=" + filepath.Base(k.Modules)}, script...)...)
		return err
	})
}

// makeTree makes what is laid over the base: the files of the tests, and what each root
// has.
func makeTree(tree string, k machine.Kernel) error {
	if err := os.CopyFS(tree, os.DirFS("testdata/root")); err != nil {
		return err
	}
	return Tree(tree, k, rootModules)
}

// Tree puts into a tree what each root has: netonce's package, the program that the tests
// talk to, and modules.
func Tree(tree string, k machine.Kernel, modules []string) error {
	if err := unpack(tree); err != nil {
		return err
	}
	if err := buildGuest(filepath.Join(tree, GuestPath)); err != nil {
		return err
	}
	return addModules(filepath.Join(tree, "usr/lib/modules", filepath.Base(k.Modules)), k, modules)
}

// unpack makes netonce's package and unpacks it.
func unpack(tree string) error {
	if _, err := Command("make", "-s", "-C", moduleRoot, "packages", "VERSION=0.0.1"); err != nil {
		return err
	}
	packages, err := filepath.Glob(filepath.Join(moduleRoot, "dist", "netonce_0.0.1_*.deb"))
	if err != nil || len(packages) != 1 {
		return fmt.Errorf("packages %q: %w", packages, err)
	}
	_, err = Command("dpkg-deb", "-x", packages[0], tree)
	return err
}

func buildGuest(to string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", to, "netonce/tests/boot/guest")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the guest's program: %w\n%s", err, out)
	}
	return nil
}

func addModules(dir string, k machine.Kernel, wanted []string) error {
	c, err := machine.ReadCatalogue(k.Modules)
	if err != nil {
		return err
	}
	list, lacking, err := c.Choose(wanted)
	if err != nil {
		return err
	}
	if len(lacking) > 0 {
		return fmt.Errorf("%s has no %v", filepath.Base(k.Modules), lacking)
	}
	if err := os.MkdirAll(filepath.Join(dir, "kernel"), 0o755); err != nil {
		return err
	}
	for _, m := range list {
		if err := os.WriteFile(filepath.Join(dir, "kernel", m.Name+".ko"), m.Content, 0o644); err != nil {
			return err
		}
	}
	// depmod(8) wants to know which modules there would be.
	for _, name := range []string{"modules.builtin", "modules.builtin.modinfo", "modules.order"} {
		b, err := os.ReadFile(filepath.Join(k.Modules, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
