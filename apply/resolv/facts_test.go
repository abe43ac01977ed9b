package resolv

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestLinksToResolved(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]bool{
		"/run/systemd/resolve/stub-resolv.conf":     true,
		"../run/systemd/resolve/resolv.conf":        true,
		"/var/run/systemd/resolve/stub-resolv.conf": true,
		"/usr/lib/systemd/resolv.conf":              true,
		"../lib/systemd/resolv.conf":                true,
		"/run/NetworkManager/resolv.conf":           false,
		"../run/resolvconf/resolv.conf":             false,
		"resolv.conf.mine":                          false,
	} {
		f, err := gather(linkTo(t, target), Config{})
		if err != nil || f.toResolved() != want || !f.dangling {
			t.Errorf("%s: %+v %v", target, f, err)
		}
	}
}

// Opening a pipe would wait for somebody to write into it.
func TestApplyPipe(t *testing.T) {
	t.Parallel()
	root, file := newRoot(t, "-")
	if err := unix.Mkfifo(file, 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := handover{root: root, dial: noBus(t)}.run(t.Context(), oneSource, true)
	if err != nil || r.Why != "mode=respected reason=not-a-file rc=special servers=1 changed=false" {
		t.Errorf("%+v %v", r, err)
	}
}
