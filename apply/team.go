package apply

import (
	"cmp"
	"errors"
	"slices"

	"golang.org/x/sys/unix"

	"netonce/apply/desired"
	"netonce/apply/network"
)

// Teams is teamd, of which there is one process for each team: it makes the link, and
// takes it with it when it ends.
type Teams interface {
	// Start starts it for a team that is not there, with a configuration in JSON. The
	// link is there when it returns.
	Start(team, config string) error
	// Stop ends it; that there is none is as good.
	Stop(team string) error
	// SetPort tells it the configuration of a port.
	SetPort(team, port, config string) error
	// Config is what it was last told of a team, or of a port of it; empty for nothing.
	Config(team, port string) string
}

// teamKernel is a kernel with teams, which are made by teamd.
type teamKernel struct {
	Kernel
	teams Teams
}

// Snapshot shows the configuration among the options of a team's link and its ports'.
func (k teamKernel) Snapshot(groups []network.RouteGroup) (*network.Snapshot, error) {
	s, err := k.Kernel.Snapshot(groups)
	if err != nil || !s.HasKind("team") {
		return s, err
	}
	for _, team := range s.Links() {
		if team.Kind != "team" {
			continue
		}
		team.Options = configOption(k.teams.Config(team.Name, ""))
		s.SetLink(team)
		for _, port := range s.Links() {
			if port.Master == team.Index {
				if port.Port = configOption(k.teams.Config(team.Name, port.Name)); port.Port == nil {
					port.Port = configOption("{}")
				}
				s.SetLink(port)
			}
		}
	}
	return s, nil
}

func configOption(text string) network.Options {
	if text == "" {
		return nil // nobody knows what
	}
	return network.Options{{Name: "config", Value: text}}
}

// Make has the kernel make its links, as they may be ports, and then teamd the teams.
func (k teamKernel) Make(changes []network.Change) ([]network.Link, []error) {
	if !slices.ContainsFunc(changes, ofTeamd) {
		return k.Kernel.Make(changes)
	}
	links, errs := make([]network.Link, len(changes)), make([]error, len(changes))
	for _, teams := range []bool{false, true} {
		for i := range changes {
			switch {
			case changes[i].OfTeamd() != teams:
			case teams:
				links[i], errs[i] = k.start(&changes[i])
			default:
				made, err := k.Kernel.Make(changes[i : i+1])
				links[i], errs[i] = made[0], err[0]
			}
		}
	}
	return links, errs
}

func ofTeamd(c network.Change) bool { return c.OfTeamd() }

// start has a team made. Where teamd has failed it may have left the link (teamd_init),
// which would be taken for one that is as it should be.
func (k teamKernel) start(c *network.Change) (network.Link, error) {
	err := k.teams.Start(c.Interface, c.Link.Options[0].Value)
	s, broken := k.Snapshot([]network.RouteGroup{})
	if broken != nil {
		return network.Link{}, cmp.Or(err, broken)
	}
	there := s.Interface(c.Interface)
	switch {
	case there == nil:
		return network.Link{}, cmp.Or(err, errors.New("teamd has made no link"))
	case err != nil:
		k.Kernel.Apply([]network.Change{{Op: network.OpDelete, Interface: c.Interface, Index: there.Link.Index, Link: &network.LinkChange{Kind: c.Link.Kind}}})
	}
	return there.Link, err
}

// Apply keeps the order of the changes, whoever makes them.
func (k teamKernel) Apply(changes []network.Change) (errs []error) {
	for len(changes) > 0 {
		n := slices.IndexFunc(changes, ofTeamd)
		if n < 0 {
			n = len(changes)
		}
		if n > 0 {
			errs = append(errs, k.Kernel.Apply(changes[:n])...)
			changes = changes[n:]
			continue
		}
		errs, changes = append(errs, k.change(changes[0])), changes[1:]
	}
	return errs
}

func (k teamKernel) change(c network.Change) error {
	if c.Op == network.OpSet {
		return k.teams.SetPort(c.Link.Parent.Name, c.Interface, c.Link.Port[0].Value)
	}
	err := k.teams.Stop(c.Interface)
	// A teamd that was killed has left its link.
	if left := k.Kernel.Apply([]network.Change{c})[0]; left != nil && !errors.Is(left, unix.ENODEV) {
		return errors.Join(err, left)
	}
	return err
}

// beforeTeams tells the interfaces that do not depend on a team which is still to be made
// from those that do: teamd takes its time, and others need not wait for it.
func (x *run) beforeTeams() (before, behind []*link) {
	waits := map[string]bool{}
	team := func(l *link) bool { return l.isMade() && l.want.Kind == "team" && desired.Planned(&l.Link) }
	for more := true; more; {
		more = false
		for _, l := range x.links {
			if !waits[l.name()] && (team(l) || waits[l.Parent] || waits[l.Controller]) {
				waits[l.name()], more = true, true
			}
		}
	}
	for _, l := range x.links {
		if waits[l.name()] {
			behind = append(behind, l)
		} else {
			before = append(before, l)
		}
	}
	return before, behind
}
