package apply

import (
	"slices"

	"github.com/netonce/netonce/apply/network"
)

// readTraffic looks disciplines and filters up on the interfaces whose profiles ask
// for some or that have some of ours, and only there.
func (x *run) readTraffic() error {
	var asking []*link
	for _, l := range x.all() {
		if l.meant && x.interfaceOf(l) != nil && (l.want.Traffic != nil || len(l.owned.Traffic) > 0) {
			asking = append(asking, l)
		}
	}
	if len(asking) == 0 {
		return nil
	}
	all, err := x.Kernel.Qdiscs()
	if err != nil {
		return err
	}
	for _, l := range asking {
		i := x.interfaceOf(l)
		list := slices.Clone(all[i.Link.Index])
		for _, parent := range filterParents(list, l) {
			filters, err := x.Kernel.Filters(i.Link.Index, parent)
			if err != nil {
				return err
			}
			list = append(list, filters...)
		}
		i.Traffic = list
	}
	return nil
}

// filterParents lists what filters of an interface can be under: the kernel tells of
// those under one at a time.
func filterParents(qdiscs []network.Traffic, l *link) (parents []uint32) {
	for _, q := range qdiscs {
		switch {
		case q.Kind == "clsact":
			parents = append(parents, network.ClsactIngress, network.ClsactEgress)
		case q.Handle != 0:
			parents = append(parents, q.Handle)
		case q.Parent == network.TrafficRoot && q.Kind != "noqueue" && q.Kind != "mq":
			parents = append(parents, 0)
		}
		if l.want.Traffic == nil {
			continue
		}
		for _, w := range l.want.Traffic.List { // of a class
			if p := w.Object.Parent; w.Object.Filter && q.Handle != 0 && network.Major(p) == q.Handle && q.Kind != "ingress" {
				parents = add(parents, p)
			}
		}
	}
	return parents
}

// aim fills in the indexes of the interfaces that filters send to.
func (x *run) aim(l *link) {
	if l.want.Traffic == nil {
		return
	}
	for n := range l.want.Traffic.List {
		options := slices.Clone(l.want.Traffic.List[n].Object.Options)
		for i, o := range options {
			if to := x.snapshot.Interface(o.Value); o.Name == "dev" && to != nil {
				options[i].Index = to.Link.Index
			}
		}
		l.want.Traffic.List[n].Object.Options = options
	}
}
