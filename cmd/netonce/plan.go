package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"

	"netonce/apply"
	"netonce/cmd/netonce/nmcli/output"
)

// showPlan prints what a reload would do. It changes nothing and needs no
// permission.
func showPlan(v *invocation) int {
	log := v.logger()
	preview, err := v.preview(log)
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	if v.json {
		return v.printJSON(preview)
	}
	v.printPlan(preview)
	return exitDone
}

func (v *invocation) preview(log *slog.Logger) (*apply.Preview, error) {
	s, err := v.open(log)
	if err != nil {
		return nil, err
	}
	defer s.close()
	s.tell(log)
	return s.host.Preview(context.Background(), s.request(apply.Reload))
}

// printPlan groups the steps by interface, each with the profile's line.
func (v *invocation) printPlan(p *apply.Preview) {
	width := 0
	for _, s := range p.Steps {
		width = max(width, len(s.Command))
	}
	style := output.Style{Color: v.color(v.stdout)}
	current := "-"
	for _, s := range p.Steps {
		if s.Interface != current {
			current = s.Interface
			fmt.Fprintln(v.stdout, style.Colored(cmp.Or(current, "name servers"), "1"))
		}
		if s.Because == "" {
			fmt.Fprintln(v.stdout, "  "+s.Command)
			continue
		}
		fmt.Fprintf(v.stdout, "  %-*s%s\n", min(width, 100), s.Command, style.Colored("  # "+s.Because, "2"))
	}
	if len(p.Steps) == 0 {
		fmt.Fprintf(v.stdout, "nothing to do (%d objects are as they should be)\n", p.Unchanged)
		return
	}
	fmt.Fprintf(v.stdout, "%d steps; %d objects are as they should be\n", len(p.Steps), p.Unchanged)
}

func (v *invocation) printJSON(x any) int {
	if err := output.JSON(v.stdout, x); err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	return exitDone
}
