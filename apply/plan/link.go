package plan

import (
	"net/netip"
	"strconv"
	"strings"

	"netonce/apply/desired"
	"netonce/apply/network"
)

// Make is the making of a link that is not there.
func Make(want *desired.Interface) Step {
	c := network.LinkChange{Kind: want.Kind, Parent: want.Parent.Object}
	for _, s := range want.Options {
		if !s.Implied {
			c.Options = append(c.Options, s.Option)
		}
	}
	for _, w := range want.Link {
		if w.Object.MAC != nil {
			c.MAC = w.Object.MAC
		}
	}
	because := want.Profile.File
	if c.Kind == "team" && want.Profile.Kind.IsSet() { // it is not the kernel that may be without
		because = want.Profile.Kind.Because()
	}
	return Step{network.Change{Op: network.OpAdd, Interface: want.Name, Link: &c}, because}
}

// Remake says why a link that is there has to be made anew: what it is made of
// cannot be changed. Empty where it need not.
func Remake(want *desired.Interface, have *network.Link) string {
	if want.Kind == "" {
		return ""
	}
	if have.Kind != want.Kind {
		return want.Profile.File + ": it is a " + have.Kind + ", not a " + want.Kind
	}
	if p := want.Parent.Object; p.Index != 0 && p.Index != have.Parent {
		return want.Parent.Because + ": it stands on another interface"
	}
	for _, s := range want.Options {
		if x, there := have.Options.Get(s.Name); there && takes(&s, &x) == desired.TakesRemaking && !s.Same(x) {
			return s.Because + ": " + s.Name + " is " + x.Value
		}
	}
	return ""
}

// Reset lists the steps that set the options of a link that is there, with the
// smallest outage that the kernel allows: portsOf lists the links that are its ports.
func Reset(want *desired.Interface, have *network.Link, portsOf func(index int) []network.Link) []Step {
	var live, rest []Step
	most := desired.TakesNothing
	for _, s := range want.Options {
		x, there := have.Options.Get(s.Name)
		t := takes(&s, &x)
		if !there || t == desired.TakesRemaking || sameSetting(s, x) {
			continue
		}
		s.Option = complete(s.Option, x)
		options := network.Options{s.Option}
		if s.Whole {
			if len(live) > 0 {
				continue
			}
			options = all(want.Options)
		}
		to := &live
		if !s.Whole && t != desired.TakesNothing {
			to = &rest
			most = max(most, t)
		}
		*to = append(*to, set(have, network.LinkChange{Kind: want.Kind, Options: options}, s.Because))
	}
	if most == desired.TakesNothing {
		return live
	}
	because := rest[0].Because
	var steps []Step
	change := func(l *network.Link, c network.LinkChange) { steps = append(steps, set(l, c, because)) }
	var ports []network.Link
	if most == desired.TakesPortless {
		ports = portsOf(have.Index)
		for i := range ports {
			change(&ports[i], network.LinkChange{Master: &network.Ref{}})
		}
	}
	if have.Up {
		change(have, network.LinkChange{Down: true})
	}
	steps = append(append(steps, rest...), live...)
	for i := range ports {
		change(&ports[i], network.LinkChange{Down: true})
		change(&ports[i], network.LinkChange{Master: &network.Ref{Name: have.Name, Index: have.Index}})
	}
	if have.Up {
		change(have, network.LinkChange{Up: true})
	}
	return steps
}

// takes says what it takes to change an option into a setting. A macvlan is made for
// its only user or not (macvlan_changelink), and a VXLAN joins a group as it comes up.
func takes(s *desired.Setting, have *network.Option) desired.Takes {
	switch {
	case s.Value == "passthru" || have.Value == "passthru":
		return desired.TakesRemaking
	case s.Name == "group" && (multicast(s.Value) || multicast(have.Value)):
		return desired.TakesDown
	}
	return s.Takes
}

func multicast(address string) bool {
	a, err := netip.ParseAddr(address)
	return err == nil && a.IsMulticast()
}

// set is a step that changes a link.
func set(l *network.Link, c network.LinkChange, because string) Step {
	return Step{network.Change{Op: network.OpSet, Interface: l.Name, Index: l.Index, Link: &c}, because}
}

// all are the options of settings.
func all(settings []desired.Setting) (options network.Options) {
	for _, s := range settings {
		options = append(options, s.Option)
	}
	return options
}

// sameSetting compares an option with what is there. Times may differ by what the
// kernel rounds them to.
func sameSetting(s desired.Setting, have network.Option) bool {
	if s.Same(have) {
		return true
	}
	x, err := strconv.Atoi(s.Value)
	y, err2 := strconv.Atoi(have.Value)
	return s.Ticks && err == nil && err2 == nil && max(x-y, y-x) <= 1
}

// complete makes of a priority map one that also undoes what it leaves out: the
// kernel adds to a map and takes nothing out of it.
func complete(o, have network.Option) network.Option {
	if !strings.HasSuffix(o.Name, "-qos-map") {
		return o
	}
	pairs := strings.Fields(o.Value)
	for _, pair := range strings.Fields(have.Value) {
		from, _, _ := strings.Cut(pair, ":")
		wanted := false
		for _, p := range pairs {
			wanted = wanted || strings.HasPrefix(p, from+":")
		}
		if !wanted {
			pairs = append(pairs, from+":0")
		}
	}
	o.Value = strings.Join(pairs, " ")
	return o
}

// controller makes the interface a port, and sets what it is to be as one. A bond and
// a team take no port that is up (bond_enslave, team_port_add); the kernel brings it up
// again with them. A team is told before what the port is to be.
func (d *differ) controller() {
	master := d.want.Controller
	if master.Object.Name == "" {
		d.vlans(desired.Planned(&d.have.Link))
	}
	if master.Object.Index == 0 {
		return
	}
	have := d.have.Link
	set := func(because string, c network.LinkChange) {
		d.step(network.OpSet, because, network.Change{Link: &c})
	}
	joins := have.Master != master.Object.Index
	if joins && d.root {
		set(master.Because, network.LinkChange{Master: &master.Object})
		return
	}
	ofTeam := d.want.PortOf == "team"
	if ofTeam {
		d.port(joins)
	}
	if joins {
		if have.Up && (d.want.PortOf == "bond" || ofTeam) {
			set(master.Because, network.LinkChange{Down: true})
		}
		set(master.Because, network.LinkChange{Master: &master.Object})
	} else {
		d.plan.Unchanged++
	}
	if !ofTeam {
		d.port(joins)
	}
	d.vlans(joins)
}

// port sets what the interface is to be as a port.
func (d *differ) port(joins bool) {
	for _, s := range d.want.Port {
		x, there := d.have.Link.Port.Get(s.Name)
		switch {
		case there && !joins && s.Same(x):
			d.plan.Unchanged++
		case joins && s.Implied, !there && !joins:
			// What a port has anyway, or what the kernel does not know: nothing to do.
		default:
			c := network.LinkChange{PortOf: d.want.PortOf, Port: network.Options{s.Option}}
			if c.PortOf == "team" {
				c.Parent = d.want.Controller.Object
			}
			d.step(network.OpSet, s.Because, network.Change{Link: &c})
		}
	}
}

// leavesController frees an interface that netonce made a port and that is to be
// none any more, and reports whether it is one. Its settings go back before: on a link
// that is down then, one of them makes an address that never gets usable
// (addrconf_sysctl_addr_gen_mode).
func (d *differ) leavesController() bool {
	leaves := d.owned.Port && d.have.Link.Master != 0 && d.want.Controller.Object.Name == ""
	if leaves {
		if !d.root {
			d.restoreSysctls(false)
		}
		d.step(network.OpSet, d.gone(), network.Change{Link: &network.LinkChange{Master: &network.Ref{}}})
	}
	return leaves && !d.root
}
