package apply

import (
	"slices"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg"
)

// describe tells of links what netlink does not, where a profile asks for it.
func (x *run) describe(links []network.Link) []network.Link {
	x.recall(links)
	if !slices.ContainsFunc(x.request.Profiles, desired.NeedsDevice) {
		return links
	}
	for i := range links {
		links[i].Driver, links[i].Path = x.Device(links[i])
	}
	return links
}

// notForThisHost tells of the profiles that are for hosts started with another
// command line, and which line of theirs says so.
func (x *run) notForThisHost() map[*ifcfg.Profile]string {
	var others map[*ifcfg.Profile]string
	for _, p := range x.request.Profiles {
		if because := desired.NotThisHost(p, x.CommandLine); because != "" {
			if others == nil {
				others = map[*ifcfg.Profile]string{}
			}
			others[p] = "the kernel's command line does not match " + because
		}
	}
	return others
}
