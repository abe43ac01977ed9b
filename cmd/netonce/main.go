// Command netonce configures the network of a host once, from its ifcfg
// profiles, and leaves.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
