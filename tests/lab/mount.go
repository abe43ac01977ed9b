package lab

import (
	"golang.org/x/sys/unix"
)

// Tiny mounts a file system of that many bytes (whole pages) on a directory below
// the root, for this host alone.
func (h *Host) Tiny(name, size string) {
	h.t.Helper()
	h.mount(func(path string) error {
		return unix.Mount("tmpfs", path, "tmpfs", 0, "mode=0755,size="+size)
	}, name)
}

// ReadOnly makes a directory below the root one that cannot be written, for this
// host alone.
func (h *Host) ReadOnly(name string) {
	h.t.Helper()
	h.mount(func(path string) error {
		if err := unix.Mount(path, path, "", unix.MS_BIND, ""); err != nil {
			return err
		}
		return unix.MountSetattr(unix.AT_FDCWD, path, 0, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY})
	}, name)
}

func (h *Host) mount(how func(path string) error, name string) {
	h.t.Helper()
	path := h.Path(name)
	if err := h.here.do(func() error { return how(path) }); err != nil {
		h.t.Fatalf("mount on %s: %v", path, err)
	}
	h.t.Cleanup(func() { _ = h.here.do(func() error { return unix.Unmount(path, unix.MNT_DETACH) }) })
}

// Inside runs f with the host's mounts and in its network.
func (h *Host) Inside(f func() error) {
	h.t.Helper()
	if err := h.here.do(f); err != nil {
		h.t.Fatalf("%v", err)
	}
}
