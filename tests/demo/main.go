// Command demo shows netonce at work on a host with three cards in one subnet,
// one of them static and two by DHCP. The host is made for it, in namespaces of
// the kernel, and is gone afterwards; the machine it runs on is not touched.
//
//	go run ./tests/demo
//
// It exits with 0 only if everything came out as it should.
package main

import (
	"fmt"
	"os"

	"netonce/tests/lab"
)

func main() { os.Exit(lab.Main(demo)) }

// demo is the whole show; it returns the exit code.
func demo() int {
	s := &stage{out: os.Stdout}
	defer s.clear()
	h, ok := s.try(func() *lab.Host { return host(s) })
	if !ok {
		return 1
	}
	if _, ok := s.try(func() *lab.Host { show(s, h); return h }); !ok {
		return 1
	}
	if len(s.wrong) > 0 {
		s.heading("Not as it should be")
		for _, w := range s.wrong {
			fmt.Fprintln(s.out, "  -", w)
		}
		return 1
	}
	s.heading("All as it should be")
	for _, r := range s.right {
		fmt.Fprintln(s.out, "  -", r)
	}
	return 0
}
