package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"netonce/apply/atomicfile"
	"netonce/ifcfg"
	"netonce/ifcfg/property"
	"netonce/initramfs"
)

// showCommandLine prints the profiles that the kernel's command line asks for, or another
// one, or writes them among the host's.
func showCommandLine(v *invocation) int {
	name, line, err := v.commandLine()
	if err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	q := initramfs.Read(name, line, os.DirFS(filepath.Join(v.root, "sys")))
	code := exitDone
	for _, d := range q.Diagnostics {
		if d.Severity == ifcfg.Error {
			code = exitFailed
		}
		if err := ifcfg.Render(v.stderr, d, line, v.color(v.stderr)); err != nil {
			return exitNothing
		}
	}
	switch {
	case v.write:
		err = v.writeProfiles(q)
	case v.json:
		err = v.printConnections(q)
	default:
		v.printProfiles(q)
	}
	if err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	return code
}

// commandLine is the line that is to be explained, else the kernel's, with what an
// initramfs adds to it (dracut.cmdline(7)).
func (v *invocation) commandLine() (name, line string, err error) {
	given := false
	v.flags.Visit(func(f *flag.Flag) { given = given || f.Name == "explain" })
	if given {
		return "cmdline", v.explain, nil
	}
	b, err := os.ReadFile(filepath.Join(v.root, "proc/cmdline"))
	if err != nil {
		return "", "", err
	}
	line = strings.TrimRight(string(b), "\n")
	more, err := filepath.Glob(filepath.Join(v.root, "etc/cmdline.d/*.conf"))
	for _, file := range more {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", "", err
		}
		line = strings.TrimRight(string(b), "\n") + " " + line
	}
	return "cmdline", strings.ReplaceAll(line, "\n", " "), err
}

func (v *invocation) printProfiles(q initramfs.Request) {
	for n, name := range slices.Sorted(maps.Keys(q.Files)) {
		if n > 0 {
			fmt.Fprintln(v.stdout)
		}
		fmt.Fprintf(v.stdout, "# %s\n%s", name, q.Files[name])
	}
}

func (v *invocation) printConnections(q initramfs.Request) error {
	h, err := q.Load()
	if err != nil {
		return err
	}
	open := property.Open(h)
	list := []property.Document{}
	for _, p := range h.Profiles {
		list = append(list, open.Of(p).Document(false))
	}
	if v.printJSON(list) != exitDone {
		return errors.New("not printed")
	}
	return nil
}

// writeProfiles writes the profiles among the host's. One that is there already is
// somebody's who knew better.
func (v *invocation) writeProfiles(q initramfs.Request) error {
	dir := filepath.Join(v.root, ifcfg.ScriptsDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(q.Files)) {
		if _, err := os.Lstat(path.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		errs = append(errs, atomicfile.Write(path.Join(dir, name), []byte(q.Files[name]), 0o600))
	}
	return errors.Join(errs...)
}
