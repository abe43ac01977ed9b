package network

import (
	"bytes"
	"net"
	"slices"
	"sort"

	"netonce/ifcfg/lists"
)

// Snapshot is the kernel's state as far as netonce looks at it, by interface. It
// is kept up to date with what netonce itself does.
type Snapshot struct {
	// Rules are on no interface. They are there only when they have been asked for.
	Rules []Rule

	interfaces map[string]*Interface
	byIndex    map[int]*Interface
	discards   Interface          // routes that lead to no interface
	cards      []net.HardwareAddr // of all links; nil: to be listed anew
}

// Interface is a link with what is on it.
type Interface struct {
	Link      Link
	Addresses []Address
	Routes    []Route
	VLANs     []VLAN            // on a bridge, only where they have been asked for
	Traffic   []Traffic         // only where it has been asked for
	Sysctls   map[Sysctl]string // by Sysctl without its Value: only those that were asked for
	Ethtool   Options           // only what was asked for
}

// NewSnapshot returns an empty snapshot.
func NewSnapshot() *Snapshot {
	return &Snapshot{interfaces: map[string]*Interface{}, byIndex: map[int]*Interface{}}
}

// Links returns all links in the order of their indexes.
func (s *Snapshot) Links() []Link {
	links := make([]Link, 0, len(s.byIndex))
	for _, i := range s.byIndex {
		links = append(links, i.Link)
	}
	sort.Slice(links, func(i, j int) bool { return links[i].Index < links[j].Index })
	return links
}

// HasKind reports whether there is a link of a kind.
func (s *Snapshot) HasKind(kind string) bool {
	for _, i := range s.byIndex {
		if i.Link.Kind == kind {
			return true
		}
	}
	return false
}

// HardwareAddrs returns the hardware addresses of all links, in no order. The slice is
// not to be changed.
func (s *Snapshot) HardwareAddrs() []net.HardwareAddr {
	if s.cards == nil {
		for _, i := range s.byIndex {
			s.cards = append(s.cards, i.Link.MAC)
		}
	}
	return s.cards
}

// Interface returns the interface of that name, nil if there is none. The empty
// name stands for the routes that lead nowhere.
func (s *Snapshot) Interface(name string) *Interface {
	if name == "" {
		return &s.discards
	}
	return s.interfaces[name]
}

// ByIndex returns the interface with that index, nil if there is none.
func (s *Snapshot) ByIndex(index int) *Interface { return s.byIndex[index] }

// SetLink adds a link, or replaces the one of the same index, whose addresses
// and routes stay.
func (s *Snapshot) SetLink(l Link) {
	i := s.byIndex[l.Index]
	if i == nil {
		i = &Interface{}
		s.byIndex[l.Index] = i
	} else if i.Link.Name != l.Name {
		i.rename(l.Name)
		if s.interfaces[i.Link.Name] == i {
			delete(s.interfaces, i.Link.Name)
		}
	}
	if !bytes.Equal(i.Link.MAC, l.MAC) {
		s.cards = nil
	}
	i.Link = l
	// News of a link may be older than the link that has its name now, which was made
	// in its place and has the higher index.
	if have := s.interfaces[l.Name]; have == nil || have.Link.Index <= l.Index {
		s.interfaces[l.Name] = i
	}
}

func (i *Interface) rename(name string) {
	for n := range i.Addresses {
		i.Addresses[n].Interface = name
	}
	for n := range i.Routes {
		i.Routes[n].Interface = name
	}
}

// RemoveLink forgets a link with all that was on it.
func (s *Snapshot) RemoveLink(index int) {
	i := s.byIndex[index]
	if i == nil {
		return
	}
	delete(s.byIndex, index)
	s.cards = nil
	if s.interfaces[i.Link.Name] == i {
		delete(s.interfaces, i.Link.Name)
	}
}

// SetAddress replaces or adds an address; one on an unknown interface is dropped.
func (s *Snapshot) SetAddress(a Address) {
	i := s.interfaces[a.Interface]
	if i == nil {
		return
	}
	for n := range i.Addresses {
		if i.Addresses[n].Prefix == a.Prefix {
			i.Addresses[n] = a
			return
		}
	}
	i.Addresses = append(i.Addresses, a)
}

// RemoveAddress forgets an address.
func (s *Snapshot) RemoveAddress(k Key) {
	if i := s.interfaces[k.Interface]; i != nil {
		i.Addresses = lists.Delete(i.Addresses, func(a *Address) bool { return a.Prefix == k.Prefix })
	}
}

// DropAddresses forgets all addresses.
func (s *Snapshot) DropAddresses() {
	for _, i := range s.byIndex {
		i.Addresses = nil
	}
}

// DropRoutes forgets all routes.
func (s *Snapshot) DropRoutes() {
	for _, i := range s.byIndex {
		i.Routes = nil
	}
	s.discards.Routes = nil
}

// AddRoute adds a route; one over an unknown interface is dropped.
func (s *Snapshot) AddRoute(r Route) {
	if i := s.Interface(r.Interface); i != nil {
		i.Routes = append(i.Routes, r)
	}
}

// RemoveRoute forgets a route.
func (s *Snapshot) RemoveRoute(r Route) {
	if i := s.Interface(r.Interface); i != nil {
		i.Routes = lists.Delete(i.Routes, func(x *Route) bool { return *x == r })
	}
}

// RemoveRule forgets the first rule that r describes.
func (s *Snapshot) RemoveRule(r Rule) {
	if i := FindRule(s.Rules, &r); i >= 0 {
		s.Rules = slices.Delete(s.Rules, i, i+1)
	}
}

// SetSysctl notes the value of a setting; one of an unknown interface is dropped.
func (s *Snapshot) SetSysctl(v Sysctl) {
	i := s.interfaces[v.Interface]
	if i == nil {
		return
	}
	if i.Sysctls == nil {
		i.Sysctls = map[Sysctl]string{}
	}
	i.Sysctls[v.Of()] = v.Value
}
