package kerneltest

import (
	"bytes"
	"io/fs"
	"net"
	"net/netip"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// device is a link with all that is on it.
type device struct {
	network.Link // Carrier: a cable is plugged in
	addresses    []*address
	routes       []network.Route
	sysctls      map[string]string // "ipv4/promote_secondaries"
	vlans        []network.VLAN
	ethtool      network.Options
	functions    int // virtual ones that it can have; 0: it has none
	traffic      []network.Traffic
	primary      string // port of a bond that is its primary one whenever it is there
}

// shown is the link as the kernel shows it: without power no carrier is seen, and a
// bond has that of its ports.
func (k *Kernel) shown(d *device) network.Link {
	l := d.Link
	l.Carrier = l.Carrier && l.Up
	if l.Kind == "bond" || l.Kind == "team" {
		l.Carrier = l.Carrier && slices.ContainsFunc(k.links, func(p *device) bool { return p.Master == l.Index && p.Carrier && p.Up })
	}
	l.MAC = bytes.Clone(l.MAC)
	return l
}

// AddLink plugs in a link and returns its index. Its Carrier says whether the
// other end is there.
func (k *Kernel) AddLink(l network.Link) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	if l.Index == 0 {
		l.Index = k.last + 1
	}
	k.last = max(k.last, l.Index)
	if l.MTU == 0 {
		l.MTU = 1500
	}
	d := &device{Link: l, sysctls: map[string]string{}}
	k.links = append(k.links, d)
	if l.Up {
		d.Up = false
		k.bringUp(d)
	}
	k.tellLink(d, false)
	return l.Index
}

// RemoveLink pulls a link out.
func (k *Kernel) RemoveLink(name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.remove(k.byName(name))
}

// remove takes a link out, and what stands on it; its ports are freed.
func (k *Kernel) remove(d *device) {
	for _, o := range slices.Clone(k.links) {
		if o.Parent == d.Index && k.byIndex(o.Index) == o {
			k.remove(o)
		}
		if o.Master == d.Index {
			o.Master = 0
			k.tellLink(o, false)
		}
	}
	k.bringDown(d)
	k.links = slices.DeleteFunc(k.links, func(x *device) bool { return x == d })
	k.tellLink(d, true)
}

// Rename gives a link another name, as udev does.
func (k *Kernel) Rename(from, to string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byName(from)
	d.Name = to
	for _, a := range d.addresses {
		a.Interface = to
	}
	for i := range d.routes {
		d.routes[i].Interface = to
	}
	k.tellLink(d, false)
}

// SetCarrier plugs or unplugs the other end.
func (k *Kernel) SetCarrier(name string, on bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byName(name)
	d.Carrier = on
	k.tellLink(d, false)
	k.startDAD(d)
}

func (k *Kernel) byName(name string) *device {
	for _, d := range k.links {
		if d.Name == name {
			return d
		}
	}
	return nil
}

func (k *Kernel) byIndex(index int) *device {
	for _, d := range k.links {
		if d.Index == index {
			return d
		}
	}
	return nil
}

func (k *Kernel) setLink(d *device, c network.LinkChange) error {
	if c.MTU != 0 && c.MTU < 68 {
		return refused(unix.EINVAL, "mtu less than device minimum")
	}
	if c.Token.IsValid() && d.sysctl("ipv6", "accept_ra") == "0" {
		return refused(unix.EINVAL, "Router advertisement is disabled on device")
	}
	if c.MAC != nil {
		d.MAC = bytes.Clone(c.MAC)
	}
	if c.Master != nil && c.Master.Index != 0 {
		to := k.byIndex(c.Master.Index)
		switch {
		case to == nil:
			return refused(unix.ENODEV, "")
		case (to.Kind == "bond" || to.Kind == "team") && d.Up:
			return refused(unix.EPERM, "Device can not be enslaved while up")
		case to.Kind == "bond" || to.Kind == "team":
			defer k.setLink(d, network.LinkChange{Up: true})
		}
	}
	if c.Master != nil {
		k.release(d, c.Master.Index)
	}
	pvid := defaultPVID(d)
	(&network.LinkChange{Token: c.Token, Promisc: c.Promisc, Master: c.Master, Options: addMaps(d.Options, c.Options), Port: c.Port}).Apply(&d.Link)
	if d.Kind == "bridge" {
		k.movePVID(d, pvid)
	}
	if primary, set := c.Options.Get("primary"); set {
		d.primary = primary.Value
	}
	if c.MTU != 0 {
		d.MTU = c.MTU
	}
	if c.MTU != 0 || c.Up {
		delete(d.sysctls, "ipv6/mtu")
	}
	switch {
	case c.Down && d.Up:
		k.bringDown(d)
	case c.Up && !d.Up:
		k.bringUp(d)
	}
	k.tellLink(d, false)
	if bond := k.byIndex(d.Master); bond != nil && bond.Kind == "bond" {
		k.tellLink(bond, false)
	}
	return nil
}

// release makes a new port of a link: as one it has nothing of what it was before. A
// bond closes a port that leaves it (__bond_release_one), and a VRF has one come up anew
// with its own routes (cycle_netdev).
func (k *Kernel) release(d *device, to int) {
	from, next := k.byIndex(d.Master), k.byIndex(to)
	defaultVLAN(d, next)
	d.Port = nil
	if next != nil {
		d.Port = defaults(next.Kind + "-port")
	}
	is := func(o *device, kind string) bool { return o != nil && o.Kind == kind }
	if is(from, "bond") && from.primary == d.Name {
		from.Options = from.Options.Set(network.Options{{Name: "primary"}})
	}
	if is(next, "bond") && next.primary == d.Name && next.hasPrimary() {
		next.Options = next.Options.Set(network.Options{{Name: "primary", Value: d.Name, Index: d.Index}})
	}
	switch up := d.Up; {
	case is(from, "bond") && from != next:
		k.bringDown(d)
	case up && from != next && (is(from, "vrf") || is(next, "vrf")):
		k.bringDown(d)
		k.bringUp(d)
	}
}

// hasPrimary reports whether a bond works in a way that prefers a port (bond_uses_primary).
func (d *device) hasPrimary() bool {
	mode, _ := d.Options.Get("mode")
	return slices.Contains([]string{"active-backup", "balance-tlb", "balance-alb"}, mode.Value)
}

// bringUp makes the routes of the addresses that are there, and a link-local one.
func (k *Kernel) bringUp(d *device) {
	d.Up = true
	for _, a := range d.addresses {
		d.addPrefixRoute(a.Address)
	}
	k.addLinkLocal(d)
	k.startDAD(d)
}

// bringDown flushes all routes and the IPv6 addresses (addrconf_ifdown).
func (k *Kernel) bringDown(d *device) {
	d.Up, d.Router = false, network.RouterFlags{}
	d.routes = nil
	k.flush6(d)
}

func (k *Kernel) flush6(d *device) {
	is6 := func(a *address) bool { return a.Prefix.Addr().Is6() }
	for _, a := range d.addresses {
		if is6(a) {
			k.tellAddress(d, a, true)
		}
	}
	d.addresses = slices.DeleteFunc(d.addresses, is6)
	d.routes = slices.DeleteFunc(d.routes, func(r network.Route) bool { return r.Is6() })
}

func (k *Kernel) addLinkLocal(d *device) {
	if k.disabled6(d) || !d.Up || len(d.MAC) != 6 {
		return
	}
	b := [16]byte{0: 0xfe, 1: 0x80}
	own := eui64(d.MAC)
	copy(b[8:], own[:])
	_ = k.setAddress(d, network.Address{Interface: d.Name, Prefix: netip.PrefixFrom(netip.AddrFrom16(b), 64),
		Scope: network.ScopeLink, Valid: network.Forever, Preferred: network.Forever})
}

// eui64 is an interface identifier (RFC 4291 appendix A).
func eui64(m net.HardwareAddr) [8]byte {
	return [8]byte{m[0] ^ 2, m[1], m[2], 0xff, 0xfe, m[3], m[4], m[5]}
}

func (k *Kernel) disabled6(d *device) bool {
	return k.NoIPv6 || d.sysctl("ipv6", "disable_ipv6") == "1"
}

func (d *device) sysctl(family, key string) string {
	if v, set := d.sysctls[family+"/"+key]; set {
		return v
	}
	switch key {
	case "accept_ra", "autoconf", "accept_ra_defrtr", "accept_ra_mtu":
		return "1"
	case "ra_defrtr_metric":
		return "1024"
	case "mtu":
		return strconv.Itoa(d.MTU)
	}
	return "0"
}

// SetSysctl sets a value as somebody else would.
func (k *Kernel) SetSysctl(s network.Sysctl) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.setSysctl(s); err != nil {
		panic(err)
	}
}

func (k *Kernel) setSysctl(s network.Sysctl) error {
	d := k.byName(s.Interface)
	if d == nil || s.Family == "ipv6" && k.NoIPv6 {
		return &fs.PathError{Op: "open", Path: s.String(), Err: fs.ErrNotExist}
	}
	if s.OfDevice() {
		return d.setFunctions(s)
	}
	if n, err := strconv.Atoi(s.Value); s.Key == "mtu" && (err != nil || n < 1280 || n > d.MTU) {
		return &fs.PathError{Op: "write", Path: s.String(), Err: unix.EINVAL}
	}
	before := d.sysctl(s.Family, s.Key)
	d.sysctls[s.Family+"/"+s.Key] = s.Value
	if s.Key == "disable_ipv6" && before != s.Value {
		if s.Value == "1" {
			k.flush6(d)
		} else {
			k.addLinkLocal(d)
		}
	}
	switch {
	case s.Key == network.StableSecret: // addrconf_sysctl_stable_secret
		d.sysctls["ipv6/addr_gen_mode"] = "2"
	case s.Key == "mtu" && s.Value == strconv.Itoa(d.MTU):
		delete(d.sysctls, "ipv6/mtu")
	}
	return nil
}
