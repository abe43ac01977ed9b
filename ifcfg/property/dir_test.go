package property_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

// dir is a directory of profiles in memory.
type dir map[string]string

func (d dir) Replace(name string, data []byte, _ bool) error {
	d[name] = string(data)
	return nil
}

func (d dir) Remove(name string) error {
	if _, ok := d[name]; !ok {
		return fs.ErrNotExist
	}
	delete(d, name)
	return nil
}

// load reads the profiles of a directory, and the host's network file, whose name
// has no dash.
func (d dir) load(t testing.TB) *ifcfg.Host {
	t.Helper()
	root := fstest.MapFS{ifcfg.ScriptsDir: &fstest.MapFile{Mode: fs.ModeDir | 0o755}}
	for name, text := range d {
		path := ifcfg.ScriptsDir + "/" + name
		if name == "network" {
			path = ifcfg.NetworkFile
		}
		root[path] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	h, err := ifcfg.LoadKeeping(root)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// open shows the connection of a file.
func (d dir) open(t testing.TB, file string) *property.Connection {
	t.Helper()
	h := d.load(t)
	for _, p := range h.Profiles {
		if p.File == file {
			return property.Open(h).Of(p)
		}
	}
	t.Fatalf("no profile %s", file)
	return nil
}

// change carries out "PROPERTY VALUE" lines as nmcli connection modify does.
func change(c *property.Connection, changes string) error {
	for line := range strings.Lines(changes) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		do := c.Set
		switch name[0] {
		case '+':
			do, name = c.Add, name[1:]
		case '-':
			do, name = c.Remove, name[1:]
		}
		if err := do(find(name), value); err != nil {
			return err
		}
	}
	return nil
}

func find(name string) *property.Property {
	for _, s := range property.Table() {
		if p := s.Find(strings.TrimPrefix(name, s.Name+".")); p != nil && strings.HasPrefix(name, s.Name+".") {
			return p
		}
	}
	panic("no property " + name)
}

func profileIn(d dir) string {
	for name := range d {
		if strings.HasPrefix(name, "ifcfg-") {
			return name
		}
	}
	return ""
}

func lines(s string) map[string]bool {
	m := map[string]bool{}
	for l := range strings.Lines(s) {
		m[strings.TrimSuffix(l, "\n")] = true
	}
	return m
}

// changed are the lines that only one of two texts has.
func changed(a, b string) map[string]bool {
	old, now := lines(a), lines(b)
	m := map[string]bool{}
	for l := range old {
		if !now[l] {
			m["-"+l] = true
		}
	}
	for l := range now {
		if !old[l] {
			m["+"+l] = true
		}
	}
	return m
}
