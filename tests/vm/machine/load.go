package machine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Module is a module in an initramfs.
type Module struct{ Path, Parameters string }

// AddModules adds modules of a kernel's to an archive, with those that they depend on,
// and returns them in the order to load them.
func AddModules(a *Archive, k Kernel, wanted []string) (list []Module, err error) {
	c, err := ReadCatalogue(k.Modules)
	if err != nil {
		return nil, err
	}
	loadable, lacking, err := c.Choose(wanted)
	if err != nil {
		return nil, err
	}
	for _, m := range loadable {
		path := "/lib/modules/" + m.Name + ".ko"
		a.Bytes(path, 0o644, m.Content)
		list = append(list, Module{path, m.Parameters})
	}
	if len(lacking) > 0 {
		fmt.Fprintf(os.Stderr, "vm: %s has no %s\n", filepath.Base(k.Modules), strings.Join(lacking, ", "))
	}
	return list, nil
}

// LoadModules loads them all into the running kernel; what does not load is told, and
// the others are loaded nevertheless.
func LoadModules(list []Module) (failed []error) {
	for _, m := range list {
		if err := loadModule(m); err != nil && !errors.Is(err, unix.EEXIST) {
			failed = append(failed, fmt.Errorf("module %s: %w", m.Path, err))
		}
	}
	return failed
}

func loadModule(m Module) error {
	f, err := os.Open(m.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.FinitModule(int(f.Fd()), m.Parameters, 0)
}
