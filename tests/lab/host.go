package lab

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/vishvananda/netlink"
)

// T is what the lab needs of a test: *testing.T has it, and the demo.
type T interface {
	Helper()
	Logf(format string, args ...any)
	Fatalf(format string, args ...any) // does not return
	Cleanup(func())
	TempDir() string
}

// limit bounds every wait, far above what any of them takes.
const limit = time.Minute

// Host is a host to configure: a namespace with a root directory. What is at the
// other ends of its cables is in a second namespace.
type Host struct {
	Root string
	Env  []string // what netonce finds in its environment besides ours
	t    T
	here *namespace
	peer *namespace
	made int // cables so far, for their hardware addresses

	slowDAD bool
}

// New makes a host without any cable. Duplicate address detection takes it some
// hundredths of a second instead of one to two seconds; SlowDAD undoes that.
func New(t T) *Host {
	t.Helper()
	h := &Host{Root: t.TempDir(), t: t}
	for _, n := range []**namespace{&h.here, &h.peer} {
		made, err := newNamespace()
		if err != nil {
			t.Fatalf("network namespace: %v", err)
		}
		t.Cleanup(made.close)
		*n = made
		up(t, made, "lo")
	}
	h.shift()
	h.Sysctl("ipv6/conf/default/router_solicitation_delay", "0") // which delays the detection too
	h.Sysctl("ipv4/conf/default/promote_secondaries", "0")
	for _, dir := range []string{Profiles, "run"} {
		if err := os.MkdirAll(filepath.Join(h.Root, dir), 0o755); err != nil {
			t.Fatalf("%v", err)
		}
	}
	h.Write("etc/resolv.conf", "")
	return h
}

// shift gives the peers' links other numbers than the host's own. A veth whose two
// ends have the same number is put into operation up to a second late: the kernel
// does not take it for a virtual link (linkwatch_urgent_event).
func (h *Host) shift() {
	h.t.Helper()
	spare := &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: "spare"}}
	if err := h.peer.handle.LinkAdd(spare); err != nil {
		h.t.Fatalf("%v", err)
	}
	if err := h.peer.handle.LinkDel(spare); err != nil {
		h.t.Fatalf("%v", err)
	}
}

// Sysctl writes a value below /proc/sys/net.
func (h *Host) Sysctl(key, value string) {
	h.t.Helper()
	err := h.here.do(func() error { return os.WriteFile("/proc/sys/net/"+key, []byte(value), 0) })
	if err != nil {
		h.t.Fatalf("%v", err)
	}
}

// SysctlValue reads a value below /proc/sys/net; it is empty where there is none.
func (h *Host) SysctlValue(key string) string {
	var b []byte
	_ = h.here.do(func() (err error) {
		b, err = os.ReadFile("/proc/sys/net/" + key)
		return err
	})
	return strings.TrimSpace(string(b))
}

// Profiles is the directory of the profiles below the root.
const Profiles = "etc/sysconfig/network-scripts"

// Profile writes a file among the profiles, one line for each of lines.
func (h *Host) Profile(name string, lines ...string) {
	h.t.Helper()
	h.Write(filepath.Join(Profiles, name), strings.Join(lines, "\n")+"\n")
}

// Write writes a file below the root.
func (h *Host) Write(name, text string) {
	h.t.Helper()
	path := h.Path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		h.t.Fatalf("%v", err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		h.t.Fatalf("%v", err)
	}
}

// Remove removes a file below the root.
func (h *Host) Remove(name string) {
	h.t.Helper()
	if err := os.Remove(h.Path(name)); err != nil {
		h.t.Fatalf("%v", err)
	}
}

// Path is where a name below the root is.
func (h *Host) Path(name string) string { return filepath.Join(h.Root, name) }

// Read reads a file below the root; empty where there is none.
func (h *Host) Read(name string) string {
	h.t.Helper()
	b, err := os.ReadFile(h.Path(name))
	if err != nil && !os.IsNotExist(err) {
		h.t.Fatalf("%v", err)
	}
	return string(b)
}
