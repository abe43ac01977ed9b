package apply

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/plan"
	"github.com/netonce/netonce/apply/resolv"
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
	wanted := onceEach()
	for _, l := range x.all() {
		if l.meant {
			x.previewLink(p, l, wanted)
		}
	}
	return p, x.previewNames(ctx, p)
}

func (x *run) previewLink(p *Preview, l *link, wanted func(plan.Step) bool) {
	d := x.diff(l)
	p.Unchanged += d.Unchanged
	for _, s := range append(d.Steps, d.Waiting...) {
		if !wanted(s) {
			continue
		}
		p.Steps = append(p.Steps, PlannedStep{string(s.Op), s.Object(), l.name(), s.Value(), s.Because, s.Change.String()})
	}
	if l.wantsLease() {
		p.Steps = append(p.Steps, PlannedStep{string(network.OpAdd), "lease", l.name(), "dhcp4", l.Profile.IPv4.Method.Because(), "DHCPv4 on " + l.name()})
	}
}

// previewNames is a step of its own, behind those of the interfaces.
func (x *run) previewNames(ctx context.Context, p *Preview) error {
	sources := x.sources()
	r, err := x.PlanResolve(ctx, sources)
	if err != nil {
		return fmt.Errorf("name servers: %w", err)
	}
	if !r.Changed {
		p.Unchanged++
		return nil
	}
	var servers, because []string
	for _, s := range resolv.Compose(sources).Servers {
		servers = append(servers, s.Addr.String())
		because = add(because, s.Profile)
	}
	value := strings.Join(servers, " ")
	p.Steps = append(p.Steps, PlannedStep{Op: string(network.OpSet), Object: "nameservers", Value: value,
		Because: strings.Join(because, " "), Command: "set " + cmp.Or(value, "none")})
	return nil
}
