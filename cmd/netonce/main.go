// Command netonce configures the network of a host once, from its ifcfg
// profiles, and leaves.
package main

import (
	"io"
	"os"
	"path/filepath"

	"netonce/cmd/netonce/nmcli"
	"netonce/ifcfg/lists"
)

func main() {
	growStack()
	os.Exit(called(filepath.Base(os.Args[0]), os.Args[1:], os.Stdout, os.Stderr))
}

// called runs what the program's name and its arguments ask for: under the name
// nmcli all is nmcli's, else what begins with one of nmcli's objects, perhaps
// abbreviated, that is no command of netonce.
func called(name string, args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "complete" && name != "nmcli" {
		return complete(args[1:], stdout)
	}
	if name == "nmcli" {
		return runNmcli(name, args, stdout, stderr)
	}
	if len(args) > 0 && isCommand(args[0]) { // a boot reads no grammar of nmcli's
		return run(args, stdout, stderr)
	}
	if spelled := nmcli.OwnFirst(verbosely(args)); nmcli.IsObject(spelled, isCommand) {
		return runNmcli("netonce", spelled, stdout, stderr)
	}
	return run(args, stdout, stderr)
}

func isCommand(word string) bool {
	return lists.Any(commands(), func(c *command) bool { return c.name == word })
}

// growStack makes the stack as large as a run will need while there is nothing
// on it to copy. Left to itself it would double several times on the way down,
// each time walking and moving all frames: a twentieth of a short run.
func growStack() {
	var deep [48 << 10]byte
	keep(&deep)
}

func keep(*[48 << 10]byte) {}
