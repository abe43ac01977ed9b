package ifcfg_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func TestLoadEmpty(t *testing.T) {
	t.Parallel()
	for name, root := range map[string]fs.FS{
		"nothing":         fstest.MapFS{},
		"empty directory": fstest.MapFS{ifcfg.ScriptsDir: &fstest.MapFile{Mode: fs.ModeDir | 0o755}},
		"missing root":    os.DirFS(filepath.Join(t.TempDir(), "none")),
	} {
		h, err := ifcfg.Load(root)
		if err != nil || len(h.Profiles) > 0 || len(h.Diagnostics) > 0 {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
}

func TestLoadNoDirectory(t *testing.T) {
	t.Parallel()
	if _, err := ifcfg.Load(fstest.MapFS{ifcfg.ScriptsDir: &fstest.MapFile{}}); err == nil || !strings.HasPrefix(err.Error(), "profiles: ") {
		t.Errorf("a file in place of the directory: %v", err)
	}
}

func TestLoadOrder(t *testing.T) {
	t.Parallel()
	h := hostOf(t, map[string]string{
		"ifcfg-eth1": "DEVICE=eth1\n", "ifcfg-eth0": "DEVICE=eth0\n", "ifcfg-eth10": "", "ifcfg-eth0.bak": "DEVICE=eth0\n",
		"ifcfg-eth0~": "junk", "readme": "junk", "keys-eth0": "x", "ifcfg-": "junk", "network-functions": "exit 1",
	})
	var got []string
	for _, p := range h.Profiles {
		got = append(got, p.File)
	}
	if diff := cmp.Diff([]string{"ifcfg-eth0", "ifcfg-eth1", "ifcfg-eth10"}, got); diff != "" {
		t.Error(diff)
	}
	if len(h.Diagnostics) > 0 {
		t.Error(told(h.Diagnostics))
	}
	if p := h.Profiles[2]; !p.Rejected || told(p.Diagnostics)[0] != "ifcfg-eth10: error: neither DEVICE nor TYPE is given [rejected] (write DEVICE=eth10)" {
		t.Errorf("empty file: %v", told(p.Diagnostics))
	}
}

func TestLoadNames(t *testing.T) {
	t.Parallel()
	h := hostOf(t, map[string]string{
		"ifcfg-eth0:1": "DEVICE=eth0:1\n", "ifcfg-eth0-range0": "IPADDR_START=10.0.0.1\n", "ifcfg-\xff": "DEVICE=eth0\n", "ifcfg-Büro": "DEVICE=eth3\n",
	})
	want := []string{
		"ifcfg-eth0-range0: error: there is no ifcfg-eth0: its addresses go nowhere [range] (write ifcfg-eth0, or the address into another interface's file as IPADDR1)",
		"ifcfg-eth0:1: error: there is no ifcfg-eth0: its address goes nowhere [alias] (write ifcfg-eth0, or the address into another interface's file as IPADDR1)",
		`"ifcfg-\xff": error: the file's name is not UTF-8; it is not used [file]`,
	}
	if diff := cmp.Diff(want, told(h.Diagnostics)); diff != "" {
		t.Error(diff)
	}
	if len(h.Profiles) != 1 || h.Profiles[0].ID.Value != "System Büro" {
		t.Errorf("profiles %+v", h.Profiles)
	}
}

// What is no regular file is not opened: a FIFO would hold up the boot.
func TestLoadOddFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	scripts := filepath.Join(dir, ifcfg.ScriptsDir)
	at := func(name string) string { return filepath.Join(scripts, name) }
	must(t, os.MkdirAll(at("ifcfg-directory"), 0o755))
	must(t, syscall.Mkfifo(at("ifcfg-fifo"), 0o644))
	must(t, os.Symlink("nowhere", at("ifcfg-dangling")))
	must(t, os.Symlink("ifcfg-real", at("ifcfg-linked")))
	must(t, os.WriteFile(at("ifcfg-real"), []byte("DEVICE=eth0\nBOOTPROTO=dhcp\n"), 0o644))
	must(t, syscall.Mkfifo(at("route-real"), 0o644))
	must(t, os.WriteFile(at("ifcfg-huge"), nil, 0o644))
	must(t, os.Truncate(at("ifcfg-huge"), ifcfg.MaxSize+1))
	must(t, os.WriteFile(at("ifcfg-secret"), []byte("DEVICE=eth1\n"), 0o000))
	must(t, os.WriteFile(at("ifcfg-\xfe"), []byte("DEVICE=eth1\n"), 0o644))
	must(t, syscall.Mkfifo(filepath.Join(dir, ifcfg.NetworkFile), 0o644))

	h, err := ifcfg.Load(os.DirFS(dir))
	must(t, err)
	got := told(h.Diagnostics)
	for _, p := range h.Profiles {
		got = append(got, told(p.Diagnostics)...)
		if wrong := p.File != "ifcfg-real" && p.File != "ifcfg-linked" && p.File != "ifcfg-secret"; p.Rejected != wrong && p.File != "ifcfg-secret" {
			t.Errorf("%s: rejected %v", p.File, p.Rejected)
		}
	}
	want := []string{
		"network: error: cannot be read: it is not a regular file [file]",
		`"ifcfg-\xfe": error: the file's name is not UTF-8; it is not used [file]`,
		"ifcfg-real:1:8: warning: DEVICE: ifcfg-linked is for eth0 too and is taken instead: its file has the first name [claimed] (write ONBOOT=no, or remove one of the files)",
		"ifcfg-dangling: error: cannot be read: no such file or directory [file]",
		"ifcfg-directory: error: cannot be read: it is not a regular file [file]",
		"ifcfg-fifo: error: cannot be read: it is not a regular file [file]",
		"ifcfg-huge: error: cannot be read: it is larger than 10485760 bytes [file]",
		"route-real: error: cannot be read: it is not a regular file [file]",
	}
	if os.Getuid() != 0 { // root reads everything
		want = append(want, "ifcfg-secret: error: cannot be read: permission denied [file]")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A binary file is told of in few words, and stops nothing.
func TestLoadBinary(t *testing.T) {
	t.Parallel()
	binary := strings.Repeat("\x7fELF\x02\x01\x00\xff=\n\x00\n", 1000)
	h := hostOf(t, map[string]string{"ifcfg-bin": binary, "ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\n", "route-eth0": binary, "network": binary})
	if len(h.Profiles) != 2 || !h.Profiles[0].Rejected || h.Profiles[1].Rejected {
		t.Fatalf("%+v", h.Profiles)
	}
	for name, found := range map[string][]ifcfg.Diagnostic{"network": h.Diagnostics, "bin": h.Profiles[0].Diagnostics, "eth0": h.Profiles[1].Diagnostics} {
		if len(found) == 0 || len(found) > 45 {
			t.Errorf("%s: %d diagnostics", name, len(found))
		}
	}
}

// failingFS fails to read one file.
type failingFS struct {
	fstest.MapFS
	name string
}

func (f failingFS) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EIO}
	}
	return f.MapFS.Open(name)
}

func (f failingFS) Stat(name string) (fs.FileInfo, error) { return f.MapFS.Stat(name) }

func TestLoadUnreadable(t *testing.T) {
	t.Parallel()
	root := failingFS{fstest.MapFS{
		ifcfg.ScriptsDir + "/ifcfg-eth0": &fstest.MapFile{Data: []byte("DEVICE=eth0\n")},
		ifcfg.ScriptsDir + "/ifcfg-eth1": &fstest.MapFile{Data: []byte("DEVICE=eth1\n")},
	}, ifcfg.ScriptsDir + "/ifcfg-eth0"}
	h, err := ifcfg.Load(root)
	must(t, err)
	if len(h.Profiles) != 2 || !h.Profiles[0].Rejected || h.Profiles[1].Rejected {
		t.Fatalf("%+v", h.Profiles)
	}
	p := h.Profiles[0]
	if diff := cmp.Diff([]string{"ifcfg-eth0: error: cannot be read: input/output error [file]"}, told(p.Diagnostics)); diff != "" {
		t.Error(diff)
	}
	if p.ID.Value != "System eth0" || p.Identity() == "" || !p.OnBoot.Value {
		t.Errorf("an unread profile has no identity: %+v", p)
	}
}

// endlessFS holds files that grow while they are read.
type endlessFS struct{ fstest.MapFS }

func (f endlessFS) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if err == nil && strings.Contains(name, "ifcfg-") {
		return growing{file}, nil
	}
	return file, err
}

type growing struct{ fs.File }

func (growing) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '#'
	}
	return len(b), nil
}

func TestLoadGrowing(t *testing.T) {
	t.Parallel()
	h, err := ifcfg.Load(endlessFS{fstest.MapFS{ifcfg.ScriptsDir + "/ifcfg-eth0": &fstest.MapFile{Data: []byte("DEVICE=eth0\n")}}})
	must(t, err)
	want := []string{"ifcfg-eth0: error: cannot be read: it is larger than 10485760 bytes [file]"}
	if diff := cmp.Diff(want, told(h.Profiles[0].Diagnostics)); diff != "" {
		t.Error(diff)
	}
}
