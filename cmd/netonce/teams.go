package main

import (
	"github.com/netonce/netonce/apply/teamd"
	"github.com/netonce/netonce/units"
)

// teams is teamd, started by systemd where that runs the host.
func (v *invocation) teams() *teamd.Host {
	h := &teamd.Host{Root: v.root, Own: "/run/teamd", Programs: teamd.Programs()}
	if units.Booted(v.root) {
		h.Services = units.Teamd{Root: v.root}
	}
	return h
}
