package kerneltest

import (
	"io/fs"
	"slices"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"netonce/apply/kernel"
	"netonce/apply/network"
)

// Kernel is the network of one namespace. It may be used concurrently.
type Kernel struct {
	// DADTime is how long duplicate address detection takes on a link with a
	// carrier; with a negative one it ends only by EndDAD.
	DADTime time.Duration
	// NoIPv6 is a kernel that was started with ipv6.disable=1.
	NoIPv6 bool

	mu          sync.Mutex
	links       []*device // in the order of their indexes
	last        int       // index given last
	discards    []network.Route
	rules       []network.Rule // in the kernel's order; its own three stand for themselves
	asked       []network.Change
	rulesRead   int
	ethtoolRead int
	rulesBroken error
	refuse      func(n int, c network.Change) error
	broken      error // answer to Snapshot
	after       func(state []string)
	watchers    []*watcher
}

// New returns a kernel with these links, which get indexes from 2 on.
func New(links ...network.Link) *Kernel {
	k := &Kernel{last: 1}
	for _, l := range links {
		k.AddLink(l)
	}
	return k
}

// Snapshot shows what is there, of the routes those of the groups, nil for all.
func (k *Kernel) Snapshot(groups []network.RouteGroup) (*network.Snapshot, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.broken != nil {
		return nil, k.broken
	}
	s := network.NewSnapshot()
	for _, d := range k.links {
		s.SetLink(k.shown(d))
		for _, a := range d.addresses {
			if shown, alive := a.shown(time.Now()); alive {
				s.SetAddress(shown)
			}
		}
	}
	for _, d := range append(slices.Clone(k.links), &device{routes: k.discards}) {
		for _, r := range d.routes {
			if groups == nil || slices.ContainsFunc(groups, func(g network.RouteGroup) bool { return g.Has(&r) }) {
				s.AddRoute(r)
			}
		}
	}
	return s, nil
}

// Sysctl reads a setting.
func (k *Kernel) Sysctl(s network.Sysctl) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byName(s.Interface)
	if d == nil || s.Family == "ipv6" && k.NoIPv6 {
		return "", &fs.PathError{Op: "open", Path: s.String(), Err: fs.ErrNotExist}
	}
	if s.OfDevice() && d.functions == 0 {
		return "", &fs.PathError{Op: "open", Path: s.String(), Err: fs.ErrNotExist}
	}
	if _, set := d.sysctls["ipv6/"+s.Key]; s.Key == network.StableSecret && !set {
		return "", &fs.PathError{Op: "read", Path: s.String(), Err: unix.EIO}
	}
	return d.sysctl(s.Family, s.Key), nil
}

// Apply makes the changes in order and answers each.
func (k *Kernel) Apply(changes []network.Change) []error {
	k.mu.Lock()
	defer k.mu.Unlock()
	errs := make([]error, len(changes))
	for i, c := range changes {
		k.asked = append(k.asked, c)
		if k.refuse != nil {
			if errs[i] = k.refuse(len(k.asked), c); errs[i] != nil {
				continue
			}
		}
		errs[i] = k.change(c)
		k.witness()
	}
	return errs
}

func (k *Kernel) change(c network.Change) error {
	d := k.byIndex(c.Index)
	switch {
	case c.Sysctl != nil:
		return k.setSysctl(*c.Sysctl)
	case c.Rule != nil:
		return k.changeRule(c)
	case c.Route != nil && c.Route.Type.Discards():
		return changeRoute(&k.discards, c)
	case d == nil:
		return refused(unix.ENODEV, "")
	case c.Ethtool != nil:
		return d.setEthtool(c.Ethtool)
	case c.Link != nil && c.Op == network.OpDelete:
		k.remove(d)
		return nil
	case c.Link != nil:
		return k.setLink(d, *c.Link)
	case c.Traffic != nil:
		return changeTraffic(d, c)
	case c.VLAN != nil:
		return k.changeVLAN(d, c)
	case c.Address != nil && c.Op == network.OpDelete:
		return k.deleteAddress(d, *c.Address)
	case c.Address != nil:
		return k.setAddress(d, *c.Address)
	case c.Op == network.OpDelete:
		return changeRoute(&d.routes, c)
	}
	if err := k.checkRoute(d, *c.Route); err != nil {
		return err
	}
	return changeRoute(&d.routes, c)
}

// Asked returns every change that was asked for, refused ones too.
func (k *Kernel) Asked() []network.Change {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.asked)
}

// Commands returns every change that was asked for as a command of ip(8) or
// sysctl(8).
func (k *Kernel) Commands() []string {
	var list []string
	for _, c := range k.Asked() {
		list = append(list, c.String())
	}
	return list
}

// Forget empties the record of changes.
func (k *Kernel) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = nil
}

// Refuse lets f decide which changes are refused, nil for none. It is told the
// number of the change in the record, from 1 on.
func (k *Kernel) Refuse(f func(n int, c network.Change) error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.refuse = f
}

// Witness lets f see the state after every change, nil for nobody.
func (k *Kernel) Witness(f func(state []string)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.after = f
}

func (k *Kernel) witness() {
	if k.after != nil {
		k.after(k.state())
	}
}

// BreakSnapshot makes Snapshot fail with an error, nil for no more.
func (k *Kernel) BreakSnapshot(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.broken = err
}

func refused(errno syscall.Errno, message string) error {
	return &kernel.Refusal{Errno: errno, Message: message}
}
