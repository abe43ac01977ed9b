package units

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

func TestIsJournal(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		t.Fatal(err)
	}
	own := strconv.FormatUint(uint64(st.Dev), 10) + ":" + strconv.FormatUint(st.Ino, 10)
	for stream, want := range map[string]bool{own: true, "": false, own + "1": false, "8:1": false, "x": false} {
		if got := isJournal(stream, int(f.Fd())); got != want {
			t.Errorf("%q: %v, want %v", stream, got, want)
		}
	}
	if isJournal(own, -1) {
		t.Error("a closed descriptor is no journal")
	}
}
