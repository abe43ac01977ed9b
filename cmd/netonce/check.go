package main

import (
	"fmt"

	"github.com/netonce/netonce/ifcfg"
)

func check(v *invocation) int {
	files, err := ifcfg.Load(v.files(v.logger()))
	if err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	all := files.Diagnostics
	for _, p := range files.Profiles {
		all = append(all, p.Diagnostics...)
	}
	code := exitDone
	for _, d := range all {
		fmt.Fprintln(v.stdout, d.String())
		if d.Severity == ifcfg.Error {
			code = exitFailed
		}
	}
	return code
}
