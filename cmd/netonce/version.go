package main

import (
	"fmt"
	"runtime/debug"
)

// version prints what the build recorded: the module's version or the commit.
func version(v *invocation) int {
	text := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		text = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && (text == "" || text == "(devel)") {
				text = s.Value
			}
		}
	}
	fmt.Fprintln(v.stdout, "netonce "+text)
	return exitDone
}
