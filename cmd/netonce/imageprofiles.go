package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"netonce/apply/atomicfile"
	"netonce/apply/journal"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/initramfs"
)

// imageDir is where the profiles of an initramfs are kept for the host that comes after it.
const imageDir = state.Dir + "/initramfs"

// maxProfile bounds what is kept of a file, in bytes.
const maxProfile = 1 << 20

// ofImage is what a file of the image's profiles is called in the host, which may have others
// of the same name.
func ofImage(name string) string {
	kind, suffix, _ := strings.Cut(name, "-")
	return kind + "-initramfs-" + suffix
}

// keepProfiles keeps the image's profiles for the host: an interface that none of the
// host's own is for stays as it is, and its lease is renewed.
func (v *invocation) keepProfiles() error {
	to := filepath.Join(v.root, imageDir)
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(v.root, ifcfg.ScriptsDir))
	for _, e := range entries {
		if !e.Type().IsRegular() || !ifcfg.IsProfileName(e.Name()) && !ifcfg.IsCompanionName(e.Name()) {
			continue
		}
		b, _, failed := atomicfile.Read(filepath.Join(v.root, ifcfg.ScriptsDir, e.Name()), maxProfile, 0)
		if failed == nil {
			failed = atomicfile.Write(filepath.Join(to, ofImage(e.Name())), b, 0o600)
		}
		err = errors.Join(err, failed)
	}
	return err
}

// addImage adds the profiles of the initramfs that the host has come from, for interfaces
// that came up there and that the host has none for. In the initramfs itself they are called
// as they will be then.
func (v *invocation) addImage(files *ifcfg.Host, log *journal.Logger) {
	if v.command.name == "initramfs" {
		for _, p := range files.Profiles {
			p.File = ofImage(p.File)
		}
		return
	}
	dir := filepath.Join(v.root, imageDir)
	entries, _ := os.ReadDir(dir) // none: the host was booted without
	if len(entries) == 0 {
		return
	}
	image := initramfs.Request{Files: map[string]string{}}
	var errs []error
	for _, e := range entries {
		b, _, err := atomicfile.Read(filepath.Join(dir, e.Name()), maxProfile, unix.O_NOFOLLOW)
		image.Files[e.Name()], errs = string(b), append(errs, err)
	}
	h, err := image.Load()
	if err := errors.Join(append(errs, err)...); err != nil {
		log.Warn("profiles of the initramfs are not used", "err", err)
		return
	}
	for _, p := range h.Profiles {
		p.Inherited = true
		files.Profiles = append(files.Profiles, p)
	}
}
