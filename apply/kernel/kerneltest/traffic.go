package kerneltest

import (
	"slices"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Qdiscs shows queueing disciplines; the kernel's own default is not among them.
func (k *Kernel) Qdiscs() (map[int][]network.Traffic, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := map[int][]network.Traffic{}
	for _, d := range k.links {
		for _, t := range d.traffic {
			if !t.Filter {
				all[d.Index] = append(all[d.Index], t)
			}
		}
	}
	return all, nil
}

// Filters shows those under a parent.
func (k *Kernel) Filters(index int, parent uint32) (list []network.Traffic, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byIndex(index)
	if d == nil {
		return nil, refused(unix.ENODEV, "")
	}
	for _, t := range d.traffic {
		if t.Filter && t.Parent == parent {
			list = append(list, t)
		}
	}
	return list, nil
}

// PutTraffic has a discipline or a filter there that somebody else made.
func (k *Kernel) PutTraffic(name string, t network.Traffic) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byName(name)
	d.traffic = changed(d.traffic, network.OpAdd, t)
}

// trafficState lists what is there, without the numbers that the kernel chose.
func trafficState(d *device) (lines []string) {
	for _, t := range d.traffic {
		if t.Handle>>16 >= firstHandle {
			t.Handle = 0
		}
		t.Info = 0
		word := "qdisc "
		if t.Filter {
			word = "filter "
			t.Handle = 0
			if t.Parent>>16 >= firstHandle && t.Parent>>16 < 0xffff {
				t.Parent = 0
			}
		}
		lines = append(lines, d.Name+": "+word+t.String())
	}
	return lines
}

// firstHandle is where the kernel begins to choose (qdisc_alloc_handle).
const firstHandle = 0x8001

// changeTraffic does what tc_modify_qdisc, tc_new_tfilter and their like do.
func changeTraffic(d *device, c network.Change) error {
	t := *c.Traffic
	root := network.RootOf(d.traffic)
	i := slices.IndexFunc(d.traffic, func(x network.Traffic) bool { return x.Filter == t.Filter && t.Same(&x, root) })
	carrier := slices.ContainsFunc(d.traffic, func(x network.Traffic) bool {
		return !x.Filter && (x.Handle == network.Major(t.Parent) || t.Parent == 0 && x.Parent == network.TrafficRoot)
	})
	switch {
	case t.Filter && !carrier:
		return refused(unix.EINVAL, "Parent Qdisc doesn't exists")
	case c.Op == network.OpDelete && t.Filter:
		i = slices.IndexFunc(d.traffic, func(x network.Traffic) bool { return x.Filter && x.Parent == t.Parent && x.Info == t.Info })
		if i < 0 {
			return refused(unix.ENOENT, "Filter with specified priority/protocol not found")
		}
		d.traffic = slices.Delete(slices.Clone(d.traffic), i, i+1)
		return nil
	case c.Op != network.OpAdd && i < 0:
		return refused(unix.ENOENT, "Cannot find specified qdisc on specified device")
	case c.Op == network.OpChange && t.Kind != d.traffic[i].Kind:
		return refused(unix.EINVAL, "Invalid qdisc name")
	case c.Op == network.OpChange && t.Kind == "sfq", c.Op == network.OpAdd && !t.Filter && i >= 0 && t.Kind == "sfq" && d.traffic[i].Kind == "sfq" && t.Handle == 0:
		return refused(unix.EINVAL, "Change operation not supported by specified qdisc")
	}
	if t.Filter {
		if t.Parent == 0 {
			t.Parent = root
		}
		t.Info, t.Handle = uint32(0xc000-len(d.traffic))<<16|3, max(t.Handle, 1)
	} else if t.Handle == 0 && c.Op == network.OpAdd {
		t.Handle = (firstHandle + uint32(len(d.traffic))) << 16
	}
	for i := range t.Options {
		if t.Options[i].Name == "dev" {
			t.Options = slices.Clone(t.Options)
			if t.Options[i].Index == 0 {
				return refused(unix.EINVAL, "Specified device does not exist")
			}
		}
	}
	d.traffic = changed(d.traffic, c.Op, t)
	return nil
}

// changed is what becomes of a list with a change. With a discipline go its filters,
// and what hangs on its classes.
func changed(list []network.Traffic, op network.Op, t network.Traffic) []network.Traffic {
	list = slices.Clone(list)
	i := slices.IndexFunc(list, func(x network.Traffic) bool { return !t.Filter && t.Same(&x, 0) })
	if i >= 0 && op == network.OpChange {
		list[i].Options = list[i].Options.Set(t.Options)
		return list
	}
	if i >= 0 {
		gone := list[i]
		list = slices.DeleteFunc(list, func(x network.Traffic) bool { return x.Under(&gone) || !x.Filter && x.Same(&gone, 0) })
	}
	if op == network.OpDelete {
		return list
	}
	return append(list, t)
}
