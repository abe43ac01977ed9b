package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"netonce/tests/vm/machine"
)

// writeImage writes the initramfs of a job. It is not compressed: an emulated
// processor would need longer to unpack it than QEMU to copy it.
func writeImage(to string, j job, binary string, k machine.Kernel, cache string) error {
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer f.Close()
	a := machine.NewArchive(f)
	for _, d := range []string{"/dev", "/proc", "/sys", "/run", "/tmp", "/root", "/var", "/etc"} {
		a.Dir(d)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	a.File("/init", self)
	a.File(j.Args[0], binary)
	if err := addLibraries(a, binary); err != nil {
		return err
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := addTree(a, j.Dir, dir); err != nil {
		return err
	}
	built, err := buildNetonce(cache)
	if err != nil {
		return err
	}
	a.File(netonce, built)
	if err := addTools(a); err != nil {
		return err
	}
	if j.Modules, err = machine.AddModules(a, k, wanted); err != nil {
		return err
	}
	b, err := json.Marshal(j)
	if err != nil {
		return err
	}
	a.Bytes(jobFile, 0o644, b)
	if err := a.Close(); err != nil {
		return err
	}
	return f.Close()
}

// addTree adds a directory with everything in it.
func addTree(a *machine.Archive, guest, host string) error {
	return filepath.WalkDir(host, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(host, path)
		if err != nil {
			return err
		}
		name := filepath.Join(guest, inside)
		switch {
		case d.IsDir():
			a.Dir(name)
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(path)
			if err != nil {
				return err
			}
			a.Link(name, to)
		case d.Type().IsRegular():
			a.File(name, path)
		}
		return nil
	})
}

// buildNetonce builds netonce into the cache, with coverage where GOCOVERDIR says
// where it goes. The go command leaves one alone that is up to date.
func buildNetonce(cache string) (string, error) {
	to := filepath.Join(cache, "netonce")
	args := []string{"build", "-ldflags", "-s -w"}
	if os.Getenv("GOCOVERDIR") != "" {
		to += "-cover"
		args = append(args, "-cover", "-coverpkg=netonce/...")
	}
	cmd := exec.Command("go", append(args, "-o", to, "netonce/cmd/netonce")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building netonce: %w\n%s", err, out)
	}
	return to, nil
}
