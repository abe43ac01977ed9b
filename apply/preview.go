package apply

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/apply/resolv"
)

// PlannedStep is a step of a preview, in words.
type PlannedStep struct {
	Op        string `json:"op"`
	Object    string `json:"object"`
	Interface string `json:"interface"`
	Before    string `json:"before,omitempty"`
	Value     string `json:"value"`
	Risk      Risk   `json:"risk"`
	Because   string `json:"because"`
	Command   string `json:"-"` // the ip(8), ethtool(8) or sysctl(8) command that would do it
}

// Preview is what a run would do now.
type Preview struct {
	Steps     []PlannedStep `json:"steps"`
	Unchanged int           `json:"unchanged"`
}

// Preview lists what a run would do, and does nothing. What a lease will bring
// is not known before it is there: getting it is one step.
func (h *Host) Preview(ctx context.Context, r Request) (*Preview, error) {
	x, err := h.onlooker(r, false)
	if err != nil {
		return nil, err
	}
	p := &Preview{Steps: []PlannedStep{}}
	way := x.pathOf(r.Session)
	x.previewStack(p, &way)
	if err := x.readAsked(); err != nil {
		return nil, err
	}
	wanted := onceEach()
	for _, l := range slices.Concat(inOrder(x.links), x.vanished) {
		if l.meant {
			x.previewLink(p, &way, l, wanted)
		}
	}
	return p, x.previewNames(ctx, p)
}

// previewStack lists what makes links and changes their kind's options, and has the
// snapshot look as if it were done.
func (x *run) previewStack(p *Preview, way *path) {
	tell := func(steps ...plan.Step) {
		for n := range steps {
			s := &steps[n]
			p.Steps = append(p.Steps, x.inWords(way, s, s.Interface))
			x.snapshot.Apply(s.Change)
		}
	}
	for _, l := range inOrder(x.links) {
		if !l.isMade() {
			continue
		}
		i := x.snapshot.Interface(l.name())
		if i != nil {
			x.point(l)
			if l.foreign(&i.Link) { // a run tells of it and does nothing
				l.meant = false
				continue
			}
			if why := plan.Remake(&l.want, &i.Link); why != "" && l.mayRemake(&i.Link) {
				tell(plan.Step{Change: network.Change{Op: network.OpDelete, Interface: l.name(), Index: i.Link.Index,
					Link: &network.LinkChange{Kind: i.Link.Kind}}, Because: why})
				i = nil
			}
		}
		if i != nil {
			tell(plan.Reset(&l.want, &i.Link, x.portsOf)...)
			continue
		}
		x.point(l)
		s := plan.Make(&l.want)
		tell(s)
		if !desired.Planned(&l.Link) {
			l.Link.Index = -1<<20 - l.Link.Index
		}
		x.snapshot.SetLink(network.Link{Index: l.Link.Index, Name: l.name(), Kind: l.want.Kind, MAC: s.Link.MAC, Parent: s.Link.Parent.Index,
			Options: s.Link.Options, MTU: 1500})
	}
}

// inWords is a step that an interface asks for.
func (x *run) inWords(way *path, s *plan.Step, name string) PlannedStep {
	return PlannedStep{Op: string(s.Op), Object: s.Object(), Interface: name, Before: x.before(&s.Change), Value: s.Value(), Risk: way.risk(&s.Change),
		Because: s.Because, Command: s.Change.String()}
}

func (x *run) previewLink(p *Preview, way *path, l *link, wanted func(*plan.Step) bool) {
	d := x.diff(l)
	p.Unchanged += d.Unchanged
	for _, s := range d.Impossible {
		x.Log.Warn(s, "interface", l.name())
	}
	steps := append(d.Steps, d.Waiting...)
	for n := range steps {
		if s := &steps[n]; wanted(s) {
			p.Steps = append(p.Steps, x.inWords(way, s, l.name()))
		}
	}
	if d.Leaves {
		for i := range d.Steps {
			x.snapshot.Apply(d.Steps[i].Change)
		}
		x.previewLink(p, way, l, wanted)
		return
	}
	if l.wantsLease() {
		p.Steps = append(p.Steps, PlannedStep{Op: string(network.OpAdd), Object: "lease", Interface: l.name(), Value: "dhcp4", Risk: NoRisk,
			Because: l.Profile.IPv4.Method.Because(), Command: "DHCPv4 on " + l.name()})
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
	p.Steps = append(p.Steps, PlannedStep{Op: string(network.OpSet), Object: "nameservers", Value: value, Risk: NoRisk,
		Because: strings.Join(because, " "), Command: "set " + cmp.Or(value, "none")})
	return nil
}
