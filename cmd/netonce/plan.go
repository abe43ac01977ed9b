package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"netonce/apply"
	"netonce/apply/journal"
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
	if v.save != "" {
		if err := savePlan(v.save, preview); err != nil {
			log.Error(err.Error())
			return exitNothing
		}
	}
	if v.json {
		return v.printJSON(preview)
	}
	v.printPlan(preview)
	return exitDone
}

func (v *invocation) preview(log *journal.Logger) (*apply.Preview, error) {
	s, err := v.open(log)
	if err != nil {
		return nil, err
	}
	defer s.close()
	s.tell(log)
	request := s.request(apply.Reload)
	request.Session = session()
	return s.host.Preview(context.Background(), request)
}

// printPlan groups the steps by interface, each with what it costs, what there was before
// and the profile's line.
func (v *invocation) printPlan(p *apply.Preview) {
	width := 0
	for n := range p.Steps {
		width = max(width, len(p.Steps[n].Command))
	}
	risks, marks := map[apply.Risk]int{}, riskMarks()
	style := output.Style{Color: v.color(v.stdout)}
	current := "-"
	for n := range p.Steps {
		s := &p.Steps[n]
		if s.Interface != current {
			current = s.Interface
			fmt.Fprintln(v.stdout, style.Colored(cmp.Or(current, "name servers"), "1"))
		}
		risks[s.Risk]++
		mark := marks[s.Risk]
		fmt.Fprint(v.stdout, style.Colored(mark.sign, mark.color))
		comment := s.Because
		if s.Before != "" && s.Op != "delete" {
			comment += " (was " + s.Before + ")"
		}
		if comment = strings.TrimSpace(comment); comment == "" {
			fmt.Fprintln(v.stdout, s.Command)
			continue
		}
		fmt.Fprintf(v.stdout, "%-*s%s\n", min(width, 100), s.Command, style.Colored("  # "+comment, "2"))
	}
	if len(p.Steps) == 0 {
		fmt.Fprintf(v.stdout, "nothing to do (%d objects are as they should be)\n", p.Unchanged)
		return
	}
	fmt.Fprintf(v.stdout, "%d steps; %d objects are as they should be\n", len(p.Steps), p.Unchanged)
	for _, r := range []apply.Risk{apply.Flap, apply.Loss, apply.OwnPath} {
		if mark := marks[r]; risks[r] > 0 {
			fmt.Fprintf(v.stdout, "%s%d %s\n", style.Colored(mark.sign, mark.color), risks[r], mark.meaning)
		}
	}
}

// riskMark is how a risk is shown.
type riskMark struct{ sign, color, meaning string }

func riskMarks() map[apply.Risk]riskMark {
	return map[apply.Risk]riskMark{
		apply.NoRisk:  {sign: "  ", color: "0"},
		apply.Flap:    {"~ ", "33", "take the interface down for a moment"},
		apply.Loss:    {"- ", "33", "take away what something may go over"},
		apply.OwnPath: {"! ", "31", "are on the way of your own session: netonce apply --confirm 60s brings it back"},
	}
}

func (v *invocation) printJSON(x any) int {
	if err := output.JSON(v.stdout, x); err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	return exitDone
}
