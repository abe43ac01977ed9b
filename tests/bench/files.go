package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// manyFiles measures reading and checking so many profiles, beside a program that
// only reads the files, and prints a row for each number of them.
func manyFiles(binary string, runs int) error {
	fmt.Println("\n| profiles | netonce check ms | ratio to cat | ms for 1000 | peak RSS MB |")
	fmt.Println("|---|---|---|---|---|")
	for _, n := range []int{100, 1000, 10000} {
		if err := checkProfiles(binary, n, min(runs, 7)); err != nil {
			return fmt.Errorf("%d profiles: %w", n, err)
		}
	}
	return nil
}

func checkProfiles(binary string, n, runs int) error {
	dir, err := os.MkdirTemp("", "netonce-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	scripts := filepath.Join(dir, "etc/sysconfig/network-scripts")
	if err := os.MkdirAll(scripts, 0o755); err != nil {
		return err
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(scripts, fmt.Sprintf("ifcfg-eth%d", i)), []byte(installed(i)), 0o644); err != nil {
			return err
		}
	}
	check := []string{binary, "--root", dir, "check"}
	read := []string{"sh", "-c", "cat " + scripts + "/* >/dev/null"}
	var checked, base []float64
	for range runs {
		for _, c := range []struct {
			argv []string
			list *[]float64
		}{{check, &checked}, {read, &base}} {
			took, err := timed(c.argv)
			if err != nil {
				return err
			}
			*c.list = append(*c.list, took)
		}
	}
	slices.Sort(checked)
	slices.Sort(base)
	ms, least := checked[len(checked)/2], base[len(base)/2]
	rss, err := peak(check)
	if err != nil {
		return err
	}
	fmt.Printf("| %d | %.1f | %.1f | %.1f | %.1f |\n", n, ms, ms/least, ms*1000/float64(n), rss)
	return nil
}

func timed(argv []string) (float64, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), err, stderr.String())
	}
	return milliseconds(time.Since(start)), nil
}

// installed is a profile as an installer writes it.
func installed(i int) string {
	return fmt.Sprintf(`# port %d
TYPE=Ethernet
PROXY_METHOD=none
BROWSER_ONLY=no
BOOTPROTO=none
DEFROUTE=no
IPV4_FAILURE_FATAL=no
IPV6INIT=no
NAME=eth%d
UUID=00000000-0000-4000-8000-%012x
DEVICE=eth%d
ONBOOT=yes
IPADDR=10.%d.%d.%d
PREFIX=32
`, i, i, i, i, i>>16&255, i>>8&255, i&255)
}
