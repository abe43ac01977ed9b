package apply

import (
	"context"
	"fmt"

	"github.com/netonce/netonce/apply/desired"
	"github.com/netonce/netonce/apply/network"
)

// PlannedStep is a step of a preview, in words.
type PlannedStep struct {
	Op        string `json:"op"`
	Object    string `json:"object"`
	Interface string `json:"interface"`
	Value     string `json:"value"`
	Because   string `json:"because"`
	Command   string `json:"-"` // the ip(8) or sysctl(8) command that would do it
}

// Preview is what a run would do now.
type Preview struct {
	Steps     []PlannedStep `json:"steps"`
	Unchanged int           `json:"unchanged"`
}

// Preview lists what a run would do, and does nothing. What a lease will bring
// is not known before it is there: getting it is one step.
func (h *Host) Preview(ctx context.Context, r Request) (*Preview, error) {
	x := &run{Host: h, request: r}
	if err := x.prepare(); err != nil {
		return nil, err
	}
	p := &Preview{Steps: []PlannedStep{}}
	for _, l := range append(append([]*link(nil), x.links...), x.vanished...) {
		if l.meant {
			x.previewLink(p, l)
		}
	}
	return p, x.previewNames(ctx, p)
}

func (x *run) previewLink(p *Preview, l *link) {
	d := x.diff(l)
	p.Unchanged += d.Unchanged
	for _, s := range append(d.Steps, d.Waiting...) {
		p.Steps = append(p.Steps, PlannedStep{string(s.Op), s.Object(), l.name(), s.Value(), s.Because, s.Change.String()})
	}
	if l.wantsLease() {
		p.Steps = append(p.Steps, PlannedStep{string(network.OpAdd), "lease", l.name(), "dhcp4", l.Profile.IPv4.Method.Because(), "DHCPv4 on " + l.name()})
	}
}

func (x *run) previewNames(ctx context.Context, p *Preview) error {
	var wants []desired.Interface
	for _, l := range x.links {
		wants = append(wants, l.want)
	}
	sources := desired.Sources(wants)
	r, err := x.PlanResolve(ctx, sources)
	if err != nil {
		return fmt.Errorf("name servers: %w", err)
	}
	if !r.Changed {
		p.Unchanged++
		return nil
	}
	s := PlannedStep{Op: string(network.OpSet), Object: "nameservers", Value: r.Why, Command: "name servers: " + r.Why}
	if len(sources) > 0 {
		s.Interface, s.Because = sources[0].Interface, sources[0].Profile
	}
	p.Steps = append(p.Steps, s)
	return nil
}
