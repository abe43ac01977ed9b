package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// writeImage writes the initramfs of a job. It is not compressed: an emulated
// processor would need longer to unpack it than QEMU to copy it.
func writeImage(to string, j job, binary string, k kernel, cache string) error {
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer f.Close()
	a := newArchive(f)
	for _, d := range []string{"/dev", "/proc", "/sys", "/run", "/tmp", "/root", "/var", "/etc"} {
		a.dir(d)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	a.file("/init", self)
	a.file(j.Args[0], binary)
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
	a.file(netonce, built)
	if err := addTools(a); err != nil {
		return err
	}
	if err := addModules(a, &j, k); err != nil {
		return err
	}
	b, err := json.Marshal(j)
	if err != nil {
		return err
	}
	a.bytes(jobFile, 0o644, b)
	if err := a.close(); err != nil {
		return err
	}
	return f.Close()
}

// addTree adds a directory with everything in it.
func addTree(a *archive, guest, host string) error {
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
			a.dir(name)
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(path)
			if err != nil {
				return err
			}
			a.link(name, to)
		case d.Type().IsRegular():
			a.file(name, path)
		}
		return nil
	})
}

// addModules adds the kernel's modules to the archive and to the job.
func addModules(a *archive, j *job, k kernel) error {
	c, err := readCatalogue(k.modules)
	if err != nil {
		return err
	}
	list, lacking, err := c.choose()
	if err != nil {
		return err
	}
	for _, m := range list {
		path := "/lib/modules/" + m.name + ".ko"
		a.bytes(path, 0o644, m.content)
		j.Modules = append(j.Modules, module{path, m.parameters})
	}
	if len(lacking) > 0 {
		fmt.Fprintf(os.Stderr, "vm: %s has no %s\n", filepath.Base(k.modules), strings.Join(lacking, ", "))
	}
	return nil
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
