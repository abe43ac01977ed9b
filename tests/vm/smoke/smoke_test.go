//go:build vm

package smoke_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// The guest is what the tests expect of it: a kernel with the modules, the tools, a
// netonce, and namespaces to be had.
func TestGuest(t *testing.T) {
	runtime.LockOSThread() // the thread ends with the test, and the namespace with it
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"bond", "bridge", "dummy", "ifb", "vrf table 10", "vxlan id 1 dstport 4789", "sit", "team"} {
		name := "x" + strings.Fields(kind)[0]
		ip(t, "link add name "+name+" type "+kind)
		if out := ip(t, "-d -j link show dev "+name); !strings.Contains(out, fmt.Sprintf("%q", strings.Fields(kind)[0])) {
			t.Errorf("%s: %s", kind, out)
		}
	}
	ip(t, "link add link xdummy name vlan5 type vlan id 5")
	ip(t, "link add link xdummy name mac5 type macvlan")
	if out, err := exec.Command(os.Getenv("NETONCE"), "version").CombinedOutput(); err != nil {
		t.Errorf("netonce: %v: %s", err, out)
	}
}

func ip(t *testing.T, args string) string {
	t.Helper()
	out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput()
	if err != nil {
		t.Errorf("ip %s: %v: %s", args, err, out)
	}
	return string(out)
}
