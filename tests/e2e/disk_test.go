package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"netonce/tests/lab"
)

// diskHost is a host whose network does not depend on its disk.
func diskHost(t *testing.T) *lab.Host {
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Peer("eth0", "192.0.2.1/24")
	h.Serve("eth0", oneLease())
	h.Profile("ifcfg-eth0", dhcp("eth0")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "DNS1=198.51.100.53")...)
	return h
}

// whole demands that no file in a directory of the host is half-written or left
// over from writing.
func whole(t *testing.T, h *lab.Host, dir string, names ...string) {
	t.Helper()
	h.Inside(func() error {
		return filepath.WalkDir(h.Path(dir), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			known := false
			for _, n := range names {
				known = known || d.Name() == n
			}
			switch {
			case err != nil:
				return err
			case !known:
				t.Errorf("%s is left over", path)
			case strings.HasSuffix(path, ".json") && !strings.HasSuffix(string(b), "}\n"):
				t.Errorf("%s is half-written: %q", path, b)
			}
			return nil
		})
	})
}

func TestFullRunDirectory(t *testing.T) {
	t.Parallel()
	h := diskHost(t)
	h.Tiny("run", "65536")
	h.Inside(func() error {
		f, err := os.Create(h.Path("run/filler"))
		if err != nil {
			return err
		}
		for err == nil {
			_, err = f.Write(make([]byte, 4096))
		}
		return f.Close()
	})
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "no space left on device")
	facts(t, h, leased, "addr eth1 198.51.100.10/24")
	whole(t, h, "run", "filler", "lock", "owned.json", "lease-eth0.json")
	h.Inside(func() error { return unix.Unlink(h.Path("run/filler")) })
	code(t, h.Netonce("boot"), 0) // with room again, all is well
}

func TestReadOnlyRunDirectory(t *testing.T) {
	t.Parallel()
	h := diskHost(t)
	h.ReadOnly("run")
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "run/netonce", "read-only file system")
	facts(t, h, leased, "addr eth1 198.51.100.10/24")
}

func TestReadOnlyEtc(t *testing.T) {
	t.Parallel()
	h := diskHost(t)
	h.Write("etc/resolv.conf", "nameserver 9.9.9.9\n")
	h.ReadOnly("etc")
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "etc/resolv.conf", "read-only file system")
	facts(t, h, leased, "addr eth1 198.51.100.10/24")
	if got := h.Read("etc/resolv.conf"); got != "nameserver 9.9.9.9\n" {
		t.Errorf("resolv.conf: %q", got)
	}
	whole(t, h, "etc", "resolv.conf", "ifcfg-eth0", "ifcfg-eth1")
}

// TestForeignStateFile: a state file that is noise, or somebody else's, is told of
// and takes nothing from anybody.
func TestForeignStateFile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"noise":           "\x00\x01{",
		"empty":           "",
		"huge number":     `{"version":99999999999999999999}`,
		"other interface": `{"version":1,"boot":"","content":{"../../x":{"profile":"ifcfg-x"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := diskHost(t)
			code(t, h.Netonce("boot"), 0)
			h.Write("run/netonce/owned.json", text)
			h.Write("run/netonce/lease-eth0.json", text)
			r := h.Netonce("boot")
			if r.Code != 0 && r.Code != 1 {
				t.Errorf("exit code %d:\n%s", r.Code, r.Log)
			}
			facts(t, h, leased, "addr eth1 198.51.100.10/24")
			code(t, h.Netonce("boot"), 0)
		})
	}
}
