package main

import (
	"netonce/apply/teamd"
	"netonce/units"
)

// teams is teamd, started by systemd where that runs the host.
func (v *invocation) teams() *teamd.Host {
	h := &teamd.Host{Root: v.root, Own: "/run/teamd", Programs: teamd.Programs()}
	if units.Booted(v.root) {
		h.Services = units.Teamd{Root: v.root}
	}
	return h
}
