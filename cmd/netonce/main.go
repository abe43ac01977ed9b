// Command netonce configures the network of a host once, from its ifcfg
// profiles, and leaves.
package main

import "os"

func main() {
	growStack()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// growStack makes the stack as large as a run will need while there is nothing
// on it to copy. Left to itself it would double several times on the way down,
// each time walking and moving all frames: a twentieth of a short run.
//
//go:noinline
func growStack() {
	var deep [48 << 10]byte
	keep(&deep)
}

//go:noinline
func keep(*[48 << 10]byte) {}
