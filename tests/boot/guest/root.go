package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"netonce/tests/vm/machine"
)

const (
	disk    = "/dev/vda"
	newRoot = "/root"
	// modulesFile has the modules to load, as the host wrote it.
	modulesFile = "/modules.json"
)

// enterRoot loads the drivers of the disk and the port, mounts the disk and starts
// systemd on it. Everything else, the cards' drivers with it, udev loads from there.
func enterRoot() error {
	for _, m := range []struct{ kind, dir string }{{"proc", "/proc"}, {"sysfs", "/sys"}, {"devtmpfs", "/dev"}} {
		if err := mount(m.kind, m.dir, m.kind, 0); err != nil {
			return err
		}
	}
	news, err := machine.WatchDevices()
	if err != nil {
		return err
	}
	if err := loadDrivers(); err != nil {
		return err
	}
	err = news.Await(func() (bool, error) {
		_, err := os.Stat(disk)
		return err == nil, nil
	})
	if err = errors.Join(err, news.Close()); err != nil {
		return fmt.Errorf("there is no %s: %w", disk, err)
	}
	if err := mount(disk, newRoot, "ext4", 0); err != nil {
		return err
	}
	return switchRoot()
}

func loadDrivers() error {
	var list []machine.Module
	b, err := os.ReadFile(modulesFile)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	return errors.Join(machine.LoadModules(list)...)
}

// switchRoot is what switch_root(8) does, but for the memory that this file system
// keeps.
func switchRoot() error {
	if err := mount("/dev", newRoot+"/dev", "", unix.MS_MOVE); err != nil {
		return err
	}
	for _, dir := range []string{"/proc", "/sys"} { // systemd mounts its own
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			return fmt.Errorf("unmount %s: %w", dir, err)
		}
	}
	if err := os.Chdir(newRoot); err != nil {
		return err
	}
	if err := mount(".", "/", "", unix.MS_MOVE); err != nil {
		return err
	}
	if err := unix.Chroot("."); err != nil {
		return err
	}
	const init = "/sbin/init"
	return fmt.Errorf("%s: %w", init, unix.Exec(init, []string{init}, []string{"TERM=dumb", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"}))
}

func mount(what, where, kind string, flags uintptr) error {
	if err := os.MkdirAll(where, 0o755); err != nil && !errors.Is(err, unix.EROFS) {
		return err
	}
	if err := unix.Mount(what, where, kind, flags, ""); err != nil {
		return fmt.Errorf("mount %s: %w", where, err)
	}
	return nil
}
