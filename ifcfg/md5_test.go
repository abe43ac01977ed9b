package ifcfg

import (
	"crypto/md5"
	"strings"
	"testing"
)

func TestMD5(t *testing.T) {
	t.Parallel()
	for n := range 200 {
		text := strings.Repeat("ifcfg-eth0", n)[:n]
		if got, want := Digest(text), md5.Sum([]byte(text)); got != want {
			t.Errorf("%d bytes: %x, not %x", n, got, want)
		}
	}
}
