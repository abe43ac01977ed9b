package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// session opens an SSH session to the host at 192.0.2.10 over eth0, and runs a command in
// it. What that prints is in the log of the client.
func session(t *testing.T, h *lab.Host, command string) *lab.Process {
	t.Helper()
	dir := t.TempDir()
	for _, key := range []string{"host", "admin"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key)).CombinedOutput(); err != nil {
			t.Fatalf("ssh-keygen: %v: %s", err, out)
		}
	}
	// Where sshd wants to be shut in, and who may come in.
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf("ListenAddress 192.0.2.10\nPort 22\nHostKey %s/host\nAuthorizedKeysFile %s/admin.pub\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPidFile none\n", dir, dir)
	if err := os.WriteFile(filepath.Join(dir, "config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Daemon("sshd", "-D", "-e", "-f", filepath.Join(dir, "config")).Says("Server listening on")
	return h.Program(nil, "ssh", "-F", "none", "-i", filepath.Join(dir, "admin"), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
		"root@192.0.2.10", strings.ReplaceAll(command, "netonce", os.Getenv(lab.BinaryVariable)+" --root "+h.Root))
}

// TestOwnSession: whoever cuts off his own SSH session gets it back, alive, without a hand
// on the host; and the plan has told him.
func TestOwnSession(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0")
	h.Peer("eth0", "192.0.2.1/24")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	code(t, h.Netonce("boot"), 0)
	h.Settle()
	before := picture(t, h)
	h.Profile("ifcfg-eth0", static("eth0", "198.51.100.10/24")...)
	s := session(t, h, "netonce plan --no-color; netonce apply --confirm 3s; echo applied; i=0; while test $i -lt 30; do i=$((i+1)); echo tick $i; sleep 0.3; done; echo alive")
	s.Says("! ip address delete 192.0.2.10/24")
	h.Await("addr eth0 198.51.100.10/24", "!addr eth0 192.0.2.10/24")
	h.Await("addr eth0 192.0.2.10/24", "!addr eth0 198.51.100.10/24")
	s.Says("alive")
	if r := s.Wait(); r.Code != 0 {
		t.Errorf("the session ended with %d:\n%s", r.Code, s.Log())
	}
	h.AwaitNetonces()
	same(t, before, picture(t, h), "after the deadline")
}
