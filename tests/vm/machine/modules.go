package machine

import (
	"bytes"
	"compress/gzip"
	"debug/elf"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Catalogue is what modules a kernel has.
type Catalogue struct {
	files   map[string]string // the module's path, by its name
	builtin map[string]bool
}

// ReadCatalogue looks through lib/modules/VERSION. It needs none of the tables that
// depmod(8) makes, which packages come without.
func ReadCatalogue(dir string) (*Catalogue, error) {
	c := &Catalogue{files: map[string]string{}, builtin: map[string]bool{}}
	list, err := os.ReadFile(filepath.Join(dir, "modules.builtin"))
	if err != nil {
		return nil, fmt.Errorf("the kernel's modules: %w", err)
	}
	for path := range strings.FieldsSeq(string(list)) {
		c.builtin[moduleName(path)] = true
	}
	err = filepath.WalkDir(filepath.Join(dir, "kernel"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(d.Name(), ".ko") {
			c.files[moduleName(path)] = path
		}
		return err
	})
	return c, err
}

// moduleName is a module's name as the kernel says it.
func moduleName(path string) string {
	name, _, _ := strings.Cut(filepath.Base(path), ".ko")
	return strings.ReplaceAll(name, "-", "_")
}

// Loadable is a module with its content.
type Loadable struct {
	Name, Parameters string
	Content          []byte
}

// Choose returns the wanted modules, each a name and perhaps parameters behind it, and
// what they depend on, in the order to load
// them, and the names of those that the kernel neither has as modules nor builtin.
func (c *Catalogue) Choose(wanted []string) (list []Loadable, lacking []string, err error) {
	content := map[string][]byte{}
	depends := func(name string) ([]string, error) {
		b, err := readModule(c.files[name])
		if err != nil {
			return nil, err
		}
		content[name] = b
		return dependencies(b)
	}
	var names []string
	parameters := map[string]string{}
	for _, w := range wanted {
		name, words, _ := strings.Cut(w, " ")
		switch {
		case c.files[name] != "":
			names = append(names, name)
			parameters[name] = words
		case !c.builtin[name]:
			lacking = append(lacking, name)
		}
	}
	names, err = inOrder(names, depends)
	for _, n := range names {
		list = append(list, Loadable{n, parameters[n], content[n]})
	}
	return list, lacking, err
}

// inOrder returns the names with everything they depend on, that first, and each
// once.
func inOrder(names []string, depends func(string) ([]string, error)) (order []string, err error) {
	seen := map[string]bool{}
	var visit func(string) error
	visit = func(name string) error {
		if seen[name] {
			return nil
		}
		seen[name] = true
		needs, err := depends(name)
		if err != nil {
			return fmt.Errorf("module %s: %w", name, err)
		}
		for _, n := range needs {
			if err := visit(n); err != nil {
				return err
			}
		}
		order = append(order, name)
		return nil
	}
	for _, n := range names {
		if err := visit(n); err != nil {
			return nil, err
		}
	}
	return order, nil
}

// dependencies reads what a module says of itself. A module it names is never a
// builtin one.
func dependencies(content []byte) ([]string, error) {
	f, err := elf.NewFile(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	section := f.Section(".modinfo")
	if section == nil {
		return nil, fmt.Errorf("no section .modinfo")
	}
	info, err := section.Data()
	if err != nil {
		return nil, err
	}
	return parseDepends(info), nil
}

// parseDepends reads the value of depends= among the NUL-terminated words of
// .modinfo.
func parseDepends(info []byte) []string {
	for word := range strings.SplitSeq(string(info), "\x00") {
		if value, ok := strings.CutPrefix(word, "depends="); ok {
			names := strings.Split(strings.ReplaceAll(value, "-", "_"), ",")
			return slices.DeleteFunc(names, func(s string) bool { return s == "" })
		}
	}
	return nil
}

// readModule reads a module's file and unpacks it, so that the guest's kernel need
// not know how.
func readModule(path string) ([]byte, error) {
	switch filepath.Ext(path) {
	case ".xz", ".zst":
		tool := map[string]string{".xz": "xz", ".zst": "zstd"}[filepath.Ext(path)]
		cmd := exec.Command(tool, "-dc", path)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		b, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w %s", tool, err, stderr.String())
		}
		return b, nil
	case ".gz":
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(z)
	}
	return os.ReadFile(path)
}
