package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"netonce/apply/atomicfile"
	"netonce/ifcfg"
	"netonce/ifcfg/property"
	"netonce/initramfs"
)

// showCommandLine prints the profiles that the kernel's command line asks for, or another
// one, or writes them among the host's.
func showCommandLine(v *invocation) int {
	sources, err := v.commandLines()
	if err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	q := initramfs.Read(os.DirFS(filepath.Join(v.root, "sys")), sources...)
	code := exitDone
	for n := range q.Diagnostics {
		d, line := q.Diagnostics[n], ""
		for _, s := range sources {
			line = cmp.Or(line, s.Line(&d))
		}
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

// commandLines is the line that is to be explained, else the kernel's, behind what an
// initramfs adds to it (dracut.cmdline(7)).
func (v *invocation) commandLines() (sources []initramfs.Source, err error) {
	given := false
	for _, f := range v.flags {
		given = given || f.Given && f.Name == "explain"
	}
	if given {
		return []initramfs.Source{{Name: "cmdline", Text: v.explain}}, nil
	}
	files, err := filepath.Glob(filepath.Join(v.root, "etc/cmdline.d/*.conf"))
	if err != nil {
		return nil, err
	}
	must := filepath.Join(v.root, "proc/cmdline")
	for _, file := range append(files, filepath.Join(v.root, "etc/cmdline"), must) {
		b, err := os.ReadFile(file)
		switch {
		case err == nil:
			sources = append(sources, initramfs.Source{Name: file, Text: string(b)})
		case file == must || !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	return sources, nil
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
