//go:build vm

package boot

import (
	"path/filepath"
	"testing"
	"time"

	"netonce/tests/vm/machine"
)

// patience is for what takes moments where the processor is real.
const patience = 90 * time.Second

// TestHost boots one host and goes through its life: a boot takes the most of the time
// here. What a part leaves behind the next ones find.
func TestHost(t *testing.T) {
	g := guest{bootHost(t)}
	g.await(t, 0, "the end of the boot", func(e Entry) bool { return e.MessageID == bootFinished })
	for _, part := range []struct {
		name string
		test func(*testing.T, guest)
	}{
		{"boot", testBoot},
		{"nothing at the other end", testNobodyThere},
		{"units", testUnits},
		{"lease", testLease},
		{"somebody at the other end", testSomebodyThere},
		{"edited profile", testEdits}, // a reload gets the leases that are missing too
		{"card plugged in", testHotplug},
		{"change not confirmed", testRollback},
		{"edit that has to prove itself", testTriedEdits},
		{"suspend", testSuspend},
		{"shutdown", testShutdown},
	} {
		before := g.Journal.Now()
		if !t.Run(part.name, func(t *testing.T) { part.test(t, g) }) {
			t.Logf("the journal during %q:\n%s", part.name, End(g.Journal.Since(before)))
		}
	}
}

func bootHost(t *testing.T) *Host {
	t.Helper()
	cache, err := machine.CacheDir()
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := machine.Lock(cache)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(unlock)
	k, err := machine.FindKernel(cache)
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	image, err := root(filepath.Join(moduleRoot, "dist", "boot"), k)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("root made in %s", time.Since(started).Round(time.Second))
	started = time.Now()
	dir := t.TempDir()
	initramfs := filepath.Join(dir, "initramfs")
	if err := writeInitramfs(initramfs, k); err != nil {
		t.Fatal(err)
	}
	h, err := Boot(dir, cache, Machine{Kernel: k, Initramfs: initramfs, Unplugged: uncabledCards(),
		Arguments: append(cardArguments(), "-drive", "file="+image+",if=none,id=root,format=raw,snapshot=on", "-device", "virtio-blk-pci,drive=root")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Kill)
	t.Logf("guest heard after %s", time.Since(started).Round(time.Second))
	return h
}
