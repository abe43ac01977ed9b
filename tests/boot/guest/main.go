// Command guest is in the guest of tests/boot twice: as /init of the initramfs it
// mounts the root and becomes its init, and as a service there it runs commands for
// the tests on the host.
package main

import (
	"fmt"
	"os"
)

func main() {
	run := serve
	if os.Getpid() == 1 {
		run = enterRoot
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "guest:", err)
		os.Exit(1)
	}
}
