package apply

import (
	"errors"

	"netonce/apply/network"
)

// readAsked looks up what is read only where a profile asks for it.
func (x *run) readAsked() error { return errors.Join(x.readVLANs(), x.readTraffic()) }

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
		list := all[i.Link.Index]
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
	for i := range qdiscs {
		q := &qdiscs[i]
		switch {
		case q.Kind == "clsact":
			parents = append(parents, network.ClsactIngress, network.ClsactEgress)
		case q.Handle != 0:
			parents = append(parents, q.Handle)
		case q.Parent == network.TrafficRoot && q.Kind != "noqueue" && q.Kind != "mq":
			parents = append(parents, 0)
		}
		if l.want.Traffic == nil || q.Kind == "ingress" {
			continue
		}
		for i := range l.want.Traffic.List { // of a class
			if w := &l.want.Traffic.List[i].Object; w.Filter && w.Parent != 0 && w.Under(q) {
				parents = add(parents, w.Parent)
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
		options := l.want.Traffic.List[n].Object.Options
		for i := range options {
			if options[i].Name != "dev" {
				continue
			}
			if to := x.snapshot.Interface(options[i].Value); to != nil {
				options[i].Index = to.Link.Index
			}
		}
	}
}
