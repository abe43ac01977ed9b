package apply

import (
	"net/netip"
	"time"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/ifcfg/lists"
)

// Status is how a host stands against its profiles.
type Status struct {
	Interfaces []InterfaceStatus `json:"interfaces"`
}

// InterfaceStatus is how one profile stands. State is "up" where all is as the
// profile asks, "partly" where something is missing, "missing" where there is no
// interface for it, "down" where it was taken down by hand, "broken" where the
// profile cannot be used.
type InterfaceStatus struct {
	Interface string      `json:"interface"`
	Profile   string      `json:"profile"`
	State     string      `json:"state"`
	Carrier   bool        `json:"carrier"`
	Addresses []string    `json:"addresses"`
	Gateways  []string    `json:"gateways"`
	Lease     *LeaseState `json:"lease,omitempty"`
	Lease6    *LeaseState `json:"lease6,omitempty"`
	Missing   []string    `json:"missing"`
}

// LeaseState is what is left of a lease, in seconds. Mere information of DHCPv6 has no
// address, and no end. DHCPv6 servers are known by their DUID, not by an address.
type LeaseState struct {
	Address netip.Prefix  `json:"address,omitzero"`
	Server  netip.Addr    `json:"server,omitzero"`
	Left    time.Duration `json:"-"`
	Renewal time.Duration `json:"-"` // until it is due
	Seconds struct {
		Left    int64 `json:"left"`
		Renewal int64 `json:"renewal"`
	} `json:"seconds"`
}

// Status compares the host with its profiles and changes nothing.
func (h *Host) Status(r Request) (*Status, error) {
	x, err := h.onlooker(r, true)
	if err != nil {
		return nil, err
	}
	s := &Status{Interfaces: []InterfaceStatus{}}
	for _, l := range x.links {
		s.Interfaces = append(s.Interfaces, x.linkStatus(l))
	}
	for _, i := range x.report.Interfaces { // profiles without a device
		var missing []string
		for _, err := range i.Errors {
			missing = append(missing, err.Error())
		}
		s.Interfaces = append(s.Interfaces, absent("", i.Profile, "missing", missing...))
	}
	for _, d := range x.late {
		s.Interfaces = append(s.Interfaces, absent("", d.profile.File, "missing", d.reason))
	}
	for _, name := range x.ownedNames() {
		if o := x.owned[name]; o.Down {
			s.Interfaces = append(s.Interfaces, absent(name, o.Profile, "down"))
		}
	}
	for _, p := range r.Profiles {
		if p.Rejected {
			s.Interfaces = append(s.Interfaces, absent("", p.File, "broken", "the profile cannot be used: see netonce check"))
		}
	}
	return s, nil
}

// absent is the status of a profile that is not up.
func absent(name, profile, state string, missing ...string) InterfaceStatus {
	return InterfaceStatus{Interface: name, Profile: profile, State: state, Addresses: []string{}, Gateways: []string{},
		Missing: append([]string{}, missing...)}
}

func (x *run) linkStatus(l *link) InterfaceStatus {
	i := x.snapshot.Interface(l.name())
	if i == nil {
		return absent(l.name(), l.Profile.File, "missing", "it is not made yet")
	}
	s := absent(l.name(), l.Profile.File, "up")
	s.Carrier = i.Link.Carrier
	for _, a := range i.Addresses {
		text := a.Prefix.String()
		switch {
		case !l.wants(a.Key()): // the kernel's own link-local address, or somebody else's
		case a.DADFailed:
			s.Missing = append(s.Missing, text+": another host has this address")
		case a.Tentative:
			s.Missing = append(s.Missing, text+": duplicate address detection is under way")
		}
		if !a.Prefix.Addr().IsLinkLocalUnicast() {
			s.Addresses = append(s.Addresses, text)
		}
	}
	for _, r := range i.Routes {
		if r.IsDefault() && r.Gateway.IsValid() {
			s.Gateways = append(s.Gateways, r.Gateway.String())
		}
	}
	if l.lease != nil {
		s.Lease = x.leaseState(l)
	}
	if l.auto.lease != nil {
		s.Lease6 = x.lease6State(l)
	}
	p := x.diff(l)
	for _, step := range append(p.Steps, p.Waiting...) {
		if step.Op != network.OpDelete {
			s.Missing = append(s.Missing, step.Value())
		}
	}
	if l.wantsLease() && l.lease == nil {
		s.Missing = append(s.Missing, "DHCP lease")
	}
	if w := l.asks6(); (w.addresses || w.prefixes) && l.auto.lease == nil {
		s.Missing = append(s.Missing, "DHCPv6 lease")
	}
	if l.hearsRouters() && l.alone() && !x.carries(l) && !hasUsable(i, false) {
		s.Missing = append(s.Missing, "address from routers")
	}
	if len(s.Missing) > 0 {
		s.State = "partly"
	}
	return s
}

// wants reports whether an address is one that the profile asks for.
func (l *link) wants(k network.Key) bool {
	return lists.Any(l.want.Addresses, func(w *desired.Wanted[network.Address]) bool { return w.Object.Key() == k })
}

func (x *run) leaseState(l *link) *LeaseState {
	now := x.Uptime()
	s := &LeaseState{Address: l.lease.Lease.Address, Server: l.lease.Lease.Server}
	s.times(l.lease.Left(now), l.lease.Due()-now)
	return s
}

func (x *run) lease6State(l *link) *LeaseState {
	now, lease := x.Uptime(), l.auto.lease
	s := &LeaseState{}
	if len(lease.Lease.Addresses) > 0 {
		s.Address = lease.Lease.Addresses[0].Prefix
	}
	left := time.Duration(network.Forever)
	if !lease.Informs() {
		left = lease.Left(lease.Lease.Lifetime, now)
	}
	s.times(left, lease.Due()-now)
	return s
}

func (s *LeaseState) times(left, renewal time.Duration) {
	s.Left, s.Renewal = left, renewal
	s.Seconds.Left, s.Seconds.Renewal = int64(left.Seconds()), int64(renewal.Seconds())
}
