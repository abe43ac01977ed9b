// Package guard_test holds the promises about the binary and the source: size,
// static linking, what is linked, and which package may import which.
package guard_test

import (
	"bytes"
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	module = "netonce"
	// Bytes, as make builds it.
	maxSize = 6_000_000
)

// run runs a command in the module's root and returns what it prints.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	return stdout.String() + stderr.String()
}

// Size is code more than data: what is a table is text where nothing in it is code, and
// generic functions of large types are few, as each type has its own copy.
func TestBinary(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "netonce")
	run(t, "make", "-s", "build", "OUT="+binary)
	info, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", info.Size())
	if info.Size() >= maxSize {
		t.Errorf("the binary has %d bytes, the limit is %d", info.Size(), maxSize)
	}
	f, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the binary is not static: it names an interpreter")
		}
	}
}

// Calling a method by name, as text/template does, keeps every method of every
// type in the binary.
func TestNoReflectMethod(t *testing.T) {
	t.Parallel()
	out := run(t, "go", "build", "-ldflags", "-dumpdep", "-o", os.DevNull, "./cmd/netonce")
	for line := range strings.Lines(out) {
		if strings.Contains(line, "<ReflectMethod>") {
			t.Errorf("a method is looked up by name: %s", line)
		}
		// One net.Dial links all of it, for addresses that are never names.
		if strings.HasSuffix(line, "-> net.(*Resolver).goLookupIPCNAMEOrder\n") {
			t.Errorf("the resolver of package net is linked: %s", line)
		}
	}
	for _, name := range strings.Fields(run(t, "go", "list", "-deps", "./cmd/netonce")) {
		switch name {
		case "text/template", "html/template", "plugin", "net/http":
			t.Errorf("%s is linked", name)
		}
	}
}

// Which modules may be linked: a new one is a decision, made here.
func TestModules(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{
		module:                           true,
		"github.com/insomniacslk/dhcp":   true,
		"github.com/josharian/native":    true,
		"github.com/pierrec/lz4/v4":      true,
		"github.com/u-root/uio":          true,
		"github.com/vishvananda/netlink": true,
		"github.com/vishvananda/netns":   true,
		"golang.org/x/sync":              true,
		"golang.org/x/sys":               true,
	}
	for _, m := range strings.Fields(run(t, "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/netonce")) {
		if !allowed[m] {
			t.Errorf("module %s is linked", m)
		}
	}
}

// Imports run one way: cmd -> units, apply -> ifcfg -> standard library.
func TestImports(t *testing.T) {
	t.Parallel()
	allowed := map[string][]string{ // by folder: what of this module it may import
		"cmd":   {"cmd", "ifcfg", "apply", "units", "initramfs"},
		"units": {"units", "ifcfg"},
		"apply": {"apply", "ifcfg"},
		"ifcfg": {"ifcfg"},
	}
	out := run(t, "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		from := folder(words[0])
		may, guarded := allowed[from]
		for _, to := range words[1:] {
			if !strings.HasPrefix(to, module+"/") {
				if from == "ifcfg" && strings.Contains(to, ".") {
					t.Errorf("%s imports %s: ifcfg rests on the standard library alone", words[0], to)
				}
				continue
			}
			if from == "units" && to == module+"/apply/dbus" {
				continue // which systemd speaks
			}
			if guarded && !contains(may, folder(to)) {
				t.Errorf("%s imports %s", words[0], to)
			}
		}
	}
}

func folder(path string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(path, module+"/"), "/")
	return name
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// The netlink library stays behind the kernel boundary.
func TestBoundary(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(run(t, "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./cmd/...", "./apply/...", "./units/...")) {
		words := strings.Fields(line)
		if words[0] == module+"/apply/kernel" {
			continue
		}
		for _, to := range words[1:] {
			if strings.HasPrefix(to, "github.com/vishvananda/netlink") {
				t.Errorf("%s imports %s", words[0], to)
			}
		}
	}
}
