package apply

import (
	"fmt"
	"net/netip"
	"time"

	"netonce/apply/desired"
	"netonce/apply/network"
	"netonce/apply/plan"
	"netonce/ifcfg/lists"
)

// Status is how a host stands against its profiles.
type Status struct {
	Interfaces []*InterfaceStatus `json:"interfaces"`
	// Pending is in how many seconds a change is taken back that nobody has confirmed,
	// nil where there is none.
	Pending *int64 `json:"pending,omitempty"`
}

// InterfaceStatus is how one profile stands. State is "up" where all is as the
// profile asks, "partly" where something is missing, "missing" where there is no
// interface for it, "down" where it was taken down by hand, "broken" where the
// profile cannot be used.
type InterfaceStatus struct {
	Interface string   `json:"interface"`
	Profile   string   `json:"profile"`
	State     string   `json:"state"`
	Carrier   bool     `json:"carrier"`
	Addresses []string `json:"addresses"`
	// Lifetimes are of addresses that do not stay for ever, in seconds.
	Lifetimes map[string]int64 `json:"lifetimes,omitempty"`
	Gateways  []string         `json:"gateways"`
	Lease     *LeaseState      `json:"lease,omitempty"`
	Lease6    *LeaseState      `json:"lease6,omitempty"`
	Missing   []string         `json:"missing"`
	Drift     []Drift          `json:"drift"`
	// Since is for how many seconds each run has found it not in order; 0: the last one did.
	Since int64 `json:"since,omitempty"`
}

// Drift is something that a run has put there and that is not there any more, or not as
// it was.
type Drift struct {
	Object string `json:"object"`
	Wanted string `json:"wanted"`
	Found  string `json:"found,omitempty"` // in its place
}

func (d Drift) String() string {
	if d.Found == "" {
		return d.Object + " " + d.Wanted + ": gone"
	}
	return d.Object + " " + d.Wanted + ": is " + d.Found
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

// Status compares the host with its profiles and changes nothing. Of profiles that were
// edited since the last run it is not known what of them was done before.
func (h *Host) Status(r Request, edited func(profile string) bool) (*Status, error) {
	x, err := h.onlooker(r, true)
	if err == nil {
		err = x.readAsked()
	}
	if err != nil {
		return nil, err
	}
	s := &Status{Interfaces: []*InterfaceStatus{}}
	add := func(name, profile, state string, missing ...string) *InterfaceStatus {
		i := &InterfaceStatus{Interface: name, Profile: profile, State: state, Addresses: []string{}, Lifetimes: map[string]int64{}, Gateways: []string{},
			Missing: append([]string{}, missing...), Drift: []Drift{}}
		s.Interfaces = append(s.Interfaces, i)
		return i
	}
	for _, l := range x.links {
		x.linkStatus(add(l.name(), l.Profile.File, "up"), l, edited)
	}
	for i := range x.report.Interfaces { // profiles without a device
		to := add("", x.report.Interfaces[i].Profile, "missing")
		for _, err := range x.report.Interfaces[i].Errors {
			to.Missing = append(to.Missing, err.Error())
		}
	}
	for _, d := range x.late {
		add("", d.profile.File, "missing", d.reason)
	}
	for _, name := range x.ownedNames() {
		if o := x.owned[name]; o.Down {
			add(name, o.Profile, "down")
		}
	}
	for _, p := range r.Profiles {
		if p.Rejected {
			add("", p.File, "broken", "the profile cannot be used: see netonce check")
		}
	}
	return s, nil
}

func (x *run) linkStatus(s *InterfaceStatus, l *link, edited func(profile string) bool) {
	i := x.snapshot.Interface(l.name())
	if i == nil {
		s.State = "missing"
		if l.owned.Made != "" {
			s.Drift = append(s.Drift, Drift{Object: "link", Wanted: l.owned.Made})
		} else {
			s.Missing = append(s.Missing, "it is not made yet")
		}
		return
	}
	missing := func(what string) { s.Missing = append(s.Missing, what) }
	s.Carrier = i.Link.Carrier
	for n := range i.Addresses {
		a := &i.Addresses[n]
		text := a.Prefix.String()
		switch {
		case !l.wants(a.Key()): // the kernel's own link-local address, or somebody else's
		case a.DADFailed:
			missing(text + ": another host has this address")
		case a.Tentative:
			missing(text + ": duplicate address detection is under way")
		}
		if !a.Prefix.Addr().IsLinkLocalUnicast() {
			s.Addresses = append(s.Addresses, text)
			if a.Valid < network.Forever {
				s.Lifetimes[text] = int64(a.Valid.Seconds())
			}
		}
	}
	for n := range i.Routes {
		if r := &i.Routes[n]; r.IsDefault() && r.Gateway.IsValid() {
			s.Gateways = append(s.Gateways, r.Gateway.String())
		}
	}
	if l.lease != nil {
		s.Lease = x.leaseState(l)
	}
	if l.auto.lease != nil {
		s.Lease6 = x.lease6State(l)
	}
	x.differences(s, l, edited)
	if l.wantsLease() && l.lease == nil {
		missing("DHCP lease" + x.inVain(l.tries, l.tried))
	}
	if w := l.asks6(); (w.addresses || w.prefixes) && l.auto.lease == nil {
		missing("DHCPv6 lease" + x.inVain(l.auto.tries, l.auto.tried))
	}
	if l.hearsRouters() && l.alone() && !x.carries(l) && !hasUsable(i, false) {
		missing("address from routers")
	}
	if len(s.Missing)+len(s.Drift) > 0 {
		s.State = "partly"
	}
}

// differences tells what is missing on an interface from what was there.
func (x *run) differences(s *InterfaceStatus, l *link, edited func(profile string) bool) {
	p := x.diff(l)
	steps := append(append(x.resets(s, l), p.Steps...), p.Waiting...)
	ours := l.before.Index == l.Link.Index && l.before.Profile == l.Profile.File
	for n := range steps {
		c := &steps[n].Change
		switch {
		case c.Op == network.OpDelete:
		case ours && l.owned.Had(c) && (c.Op == network.OpAdd || !edited(l.Profile.File)):
			s.Drift = append(s.Drift, Drift{c.Object(), c.Value(), x.before(c)})
		default:
			s.Missing = append(s.Missing, c.Value())
		}
	}
}

// resets lists the steps that set a made link's options, without those that only take it
// down for it; where it would have to be made anew it tells why.
func (x *run) resets(s *InterfaceStatus, l *link) (steps []plan.Step) {
	have := &x.snapshot.Interface(l.name()).Link
	if !l.isMade() {
		return nil
	}
	x.point(l)
	if l.foreign(have) {
		s.Missing = append(s.Missing, "it is a "+have.Kind+", not a "+l.want.Kind)
	} else if why := plan.Remake(&l.want, have); why != "" {
		s.Missing = append(s.Missing, why)
	}
	return lists.Delete(plan.Reset(&l.want, have, x.portsOf), func(s *plan.Step) bool { return len(s.Link.Options) == 0 })
}

// inVain tells how often something was asked for.
func (x *run) inVain(tries int, last time.Duration) string {
	if tries == 0 {
		return ""
	}
	return fmt.Sprintf(", asked for %d times in vain, last %s ago", tries, (x.Uptime() - last).Round(time.Second))
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
