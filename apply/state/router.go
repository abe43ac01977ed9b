package state

import (
	"errors"
	"net/netip"
	"slices"
	"time"

	"netonce/apply/dnsname"
	"netonce/apply/ndp"
	"netonce/ifcfg/lists"
)

// Router is what the routers on a link told of names, and when they were asked. All
// times are counted from boot.
type Router struct {
	Heard   time.Duration  `json:"heard,omitempty"` // last
	Tries   int            `json:"tries,omitempty"` // how often they were asked in vain since
	Tried   time.Duration  `json:"tried,omitempty"` // when last
	Servers []RouterServer `json:"servers,omitempty"`
	Search  []RouterDomain `json:"search,omitempty"`
}

// RouterServer is a name server until a time.
type RouterServer struct {
	Address netip.Addr    `json:"address"` // without a zone
	Until   time.Duration `json:"until"`
}

// RouterDomain is a domain to search until a time.
type RouterDomain struct {
	Name  string        `json:"name"`
	Until time.Duration `json:"until"`
}

// How many are kept in all, of all routers on the link.
const maxTold = 16

// Take takes up what an option says. What was told again is kept in its place (RFC
// 8106 6.2); what has no lifetime goes.
func (r *Router) Take(o ndp.Option, now time.Duration) {
	until := now + o.Lifetime
	if o.Lifetime == ndp.Forever {
		until = forever
	}
	servers, search := slices.Clone(r.Servers), slices.Clone(r.Search) // others may hold the old ones
	for _, a := range o.Servers {
		i := slices.IndexFunc(servers, func(s RouterServer) bool { return s.Address == a })
		if i < 0 {
			i, servers = len(servers), append(servers, RouterServer{Address: a})
		}
		servers[i].Until = until
	}
	for _, name := range o.Search {
		i := slices.IndexFunc(search, func(d RouterDomain) bool { return d.Name == name })
		if i < 0 {
			i, search = len(search), append(search, RouterDomain{Name: name})
		}
		search[i].Until = until
	}
	r.Servers, r.Search = servers, search
	r.Expire(now)
	r.Servers, r.Search = r.Servers[:min(len(r.Servers), maxTold)], r.Search[:min(len(r.Search), maxTold)]
}

// Expire drops what is over.
func (r *Router) Expire(now time.Duration) {
	r.Servers = lists.Without(r.Servers, func(s *RouterServer) bool { return s.Until <= now })
	r.Search = lists.Without(r.Search, func(d *RouterDomain) bool { return d.Until <= now })
}

// forever is later than any time that a clock will show.
const forever = 1<<63 - 1

// How long routers that say nothing with an end are left alone, and those that were
// never heard, at most.
const quietPause = time.Hour

// hastiest is as often as routers can have themselves asked, whatever they say.
const hastiest = 10 * time.Second

// Due returns when the routers are to be asked next: when half of what is left of the
// first thing that ends has passed, and as soon as it has ended. Routers that were
// never heard, as there are none perhaps, are asked less and less often.
func (r *Router) Due() time.Duration {
	switch {
	case r.Heard == 0 && r.Tries == 0:
		return 0
	case r.Heard == 0:
		return r.Tried + min(firstRetry<<min(r.Tries-1, 10), quietPause)
	}
	end := r.end()
	asked := max(r.Heard, r.Tried)
	if asked >= end {
		return asked + shortestPause
	}
	pause := max(shortestPause, min((end-asked)/2, quietPause))
	return max(min(end, asked+pause), asked+hastiest)
}

// end is when the first of what they told is over.
func (r *Router) end() time.Duration {
	end := time.Duration(forever)
	for _, s := range r.Servers {
		end = min(end, s.Until)
	}
	for _, d := range r.Search {
		end = min(end, d.Until)
	}
	return end
}

var errRouter = errors.New("bad word of a router")

func (r *Router) validate() error {
	ok := r.Heard >= 0 && r.Tries >= 0 && r.Tried >= 0 && len(r.Servers) <= maxTold && len(r.Search) <= maxTold
	for _, s := range r.Servers {
		ok = ok && ndp.Server(s.Address) && s.Address.Zone() == "" && s.Until >= 0
	}
	for _, d := range r.Search {
		ok = ok && dnsname.Valid(d.Name) && d.Until >= 0
	}
	if !ok {
		return errRouter
	}
	return nil
}
