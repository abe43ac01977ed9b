package e2e_test

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"netonce/tests/lab"
)

// atOnce is how many tests run together where -parallel says nothing: they wait
// more than they work.
const atOnce = "8"

// atMost bounds what takes a second or less, on a machine that is busy with other
// tests too. What would go wrong takes 30 s or more.
const atMost = 8 * time.Second

func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", atOnce); err != nil {
		panic(err)
	}
	os.Exit(lab.Main(m.Run))
}

// static is a profile of a link with one address.
func static(device, prefix string, more ...string) []string {
	address, bits, _ := strings.Cut(prefix, "/")
	return append([]string{"DEVICE=" + device, "ONBOOT=yes", "BOOTPROTO=none", "IPADDR=" + address, "PREFIX=" + bits}, more...)
}

// static6 is a profile of a link with one IPv6 address and no other.
func static6(device, prefix string, more ...string) []string {
	return append([]string{"DEVICE=" + device, "ONBOOT=yes", "BOOTPROTO=none", "IPV6INIT=yes", "IPV6_AUTOCONF=no", "IPV6ADDR=" + prefix}, more...)
}

// dhcp is a profile of a link that gets its address by DHCP.
func dhcp(device string, more ...string) []string {
	return append([]string{"DEVICE=" + device, "ONBOOT=yes", "BOOTPROTO=dhcp", "IPV6INIT=no"}, more...)
}

// code demands an exit code.
func code(t *testing.T, r lab.Result, want int) {
	t.Helper()
	if r.Code != want {
		t.Errorf("exit code %d, want %d; netonce says:\n%s%s", r.Code, want, r.Log, r.Out)
	}
}

// says demands that a line of the log contains all of the words.
func says(t *testing.T, r lab.Result, words ...string) {
	t.Helper()
	for line := range strings.Lines(r.Log) {
		all := true
		for _, w := range words {
			all = all && strings.Contains(line, w)
		}
		if all {
			return
		}
	}
	t.Errorf("no line says %q:\n%s", words, r.Log)
}

// facts demands that each of them is true of the host's network.
func facts(t *testing.T, h *lab.Host, want ...string) {
	t.Helper()
	if lacks := h.Lacks(want...); len(lacks) > 0 {
		t.Errorf("not so: %q; but\n%s", lacks, strings.Join(h.Facts(), "\n"))
	}
}
