package netroot

import (
	"os"
	"path/filepath"
	"strings"

	"netonce/tests/boot"
	"netonce/tests/vm/machine"
)

const (
	moduleRoot = "../.." // where the tests run
	imageSize  = "1G"    // of the root; what is not written takes no room
)

// packages are those of the root, and of the place where images are made.
var packages = []string{"systemd", "systemd-sysv", "udev", "dbus", "kmod", "iproute2", "dracut-network", "initramfs-tools-core",
	"nbd-client", "busybox", "cpio", "zstd", "procps"}

// modules are what an image finds of the kernel's, and the root: drivers of the cards and
// of the root's disk, and what netonce makes links of.
var modules = []string{"virtio_pci", "virtio_net", "virtio_console", "virtio_rng", "af_packet", "8021q", "bonding", "bridge",
	"nbd", "ext4", "crc32c_generic", "autofs4"}

// lay unpacks the base in the directory root and lays the tree over it.
const lay = `
mkdir "$work/root"
tar -C "$work/root" -xf "$base" --exclude='./dev/*'
cp -a "$tree/." "$work/root/"
chown -R 0:0 "$work/root/etc" "$work/root/usr/lib/netonce-boot"
depmod -b "$work/root" "$version"
`

// makeRoot makes a file system. netonce is enabled as its preset says.
const makeRoot = lay + `
systemctl -q --root="$work/root" preset netonce.service netonce-reload.path netonce-reload.service
systemctl -q --root="$work/root" enable boot-guest.service boot-links.service
rm -f "$to"
mke2fs -q -t ext4 -m 0 -d "$work/root" "$to" "$size"
`

// makeImage runs what makes an image, in there.
const makeImage = lay + `
export inside
unshare --mount sh -euc '
	mount --rbind /proc "$work/root/proc"
	mount --rbind /dev "$work/root/dev"
	exec chroot "$work/root" sh -euc "$inside"
'
mv "$work/root/image" "$to"
`

// images are what makes each image, of the kernel $version. They are not compressed, or
// little: an emulated processor would be long about it.
var images = map[string]string{
	// With systemd.
	"dracut": `dracut --quiet --force --no-hostonly --no-compress --add "netonce nbd" --add-drivers "ext4 crc32c_generic" --kver "$version" /image`,
	// With dracut's own init, and dash.
	// Its write_fs_tab (version 059) adds the root to /etc/fstab only where it is already.
	"plain-dracut": `
		echo "/dev/root /sysroot ext4 rw 0 0" > /fstab
		dracut --quiet --force --no-hostonly --no-compress --add "netonce nbd dash" --omit "systemd systemd-initrd dracut-systemd bash" \
			--include /fstab /etc/fstab --add-drivers "ext4 crc32c_generic" --kver "$version" /image`,
	"initramfs-tools": `
		echo NETONCE=y > /etc/initramfs-tools/conf.d/netonce
		echo COMPRESS=zstd > /etc/initramfs-tools/conf.d/compress
		printf "%s\n" virtio_pci virtio_net ext4 crc32c_generic >> /etc/initramfs-tools/modules
		mkinitramfs -o /image "$version"`,
}

// maker makes images, and the root.
type maker struct {
	cache, base, tree, hash string
	kernel                  machine.Kernel
}

// newMaker lays out what they are made of, in a directory.
func newMaker(dir string, k machine.Kernel) (m maker, err error) {
	m = maker{cache: filepath.Join(moduleRoot, "dist", "netroot"), tree: filepath.Join(dir, "tree"), kernel: k}
	if m.base, err = boot.Base(m.cache, "base.tar", packages); err != nil {
		return m, err
	}
	if err = os.CopyFS(m.tree, os.DirFS("testdata/root")); err != nil {
		return m, err
	}
	if err = boot.Tree(m.tree, k, modules); err != nil {
		return m, err
	}
	if err = addConfig(m.tree, k); err != nil {
		return m, err
	}
	m.hash, err = boot.TreeKey(m.tree)
	return m, err
}

// addConfig adds what the kernel was built with, where mkinitramfs looks for the
// compression that it knows.
func addConfig(tree string, k machine.Kernel) error {
	name := "config-" + filepath.Base(k.Modules)
	b, err := os.ReadFile(filepath.Join(filepath.Dir(k.Image), name))
	if err != nil {
		return err
	}
	dir := filepath.Join(tree, "boot")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), b, 0o644)
}

// root returns the image of the root.
func (m maker) root() (string, error) { return m.make("root.ext4", makeRoot, "") }

// image returns an image by its name.
func (m maker) image(name string) (string, error) { return m.make(name, makeImage, images[name]) }

func (m maker) make(kind, script, inside string) (string, error) {
	return boot.Cached(m.cache, kind, boot.Key(filepath.Base(m.base), m.hash, script, inside), func(to string) error {
		work, err := os.MkdirTemp("", "netonce-netroot-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(work)
		if to, err = filepath.Abs(to); err != nil {
			return err
		}
		_, err = boot.Command("env", "work="+work, "base="+m.base, "tree="+m.tree, "to="+to, "size="+imageSize,
			"version="+filepath.Base(m.kernel.Modules), "inside="+strings.TrimSpace(inside), "sh", "-euc", script)
		return err
	})
}
