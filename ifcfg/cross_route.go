package ifcfg

import "fmt"

// gateways tells of gateways that are in no network of their interface.
func (c *crossed) gateways(d Defaults) {
	for _, p := range c.profiles {
		for _, ip := range []*IP{&p.IPv4, &p.IPv6} {
			c.gateway(p, ip, d)
		}
	}
	c.gatewayDevice(d.GatewayDevice, "IPv4")
	c.gatewayDevice(d.IPv6DefaultDevice(), "IPv6")
	if g := d.Gateway; g.IsSet() && len(c.profiles) > 0 && c.networks.owner(g.Value) == nil {
		c.warn(g.Pos, g.Key, "gateway", fmt.Sprintf("no profile has an address in the network of %s", g.Value), "")
	}
}

// gatewayDevice tells where the only interface that may have a default route has
// no profile: then none has.
func (c *crossed) gatewayDevice(f Field[string], family string) {
	if !f.IsSet() || len(c.profiles) == 0 {
		return
	}
	for _, p := range c.profiles {
		if p.Device.Value == f.Value || p.Device.Value == "" {
			return
		}
	}
	c.warn(f.Pos, f.Key, "gateway", fmt.Sprintf("no profile is for %s: no interface gets an %s default route", f.Value, family), "")
}

func (c *crossed) gateway(p *Profile, ip *IP, d Defaults) {
	g := ip.Gateway
	// The global one is everybody's; a lease may bring its network along.
	if !g.IsSet() || g.Pos == d.Gateway.Pos || g.Pos == d.IPv6Gateway.Pos || ip.Method.Value == MethodAuto || g.Value.IsLinkLocalUnicast() {
		return
	}
	for _, a := range ip.Addresses {
		if a.Value.Contains(g.Value) {
			return
		}
	}
	for _, r := range ip.Routes {
		if r.Destination.Contains(g.Value) && r.Destination.Bits() > 0 {
			return
		}
	}
	c.warn(g.Pos, g.Key, "gateway", fmt.Sprintf("%s is in none of the networks of %s; it is looked for on the link", g.Value, p.File), "correct the address or its prefix length")
}

// defaultRoute is what makes two default routes rivals.
type defaultRoute struct {
	six           bool
	table, metric uint32
}

// defaultRoutes tells of default routes with one metric: which one is used is
// left to chance. A metric that is not given is each interface's own.
func (c *crossed) defaultRoutes() {
	first := map[defaultRoute]*Profile{}
	rival := func(p *Profile, key defaultRoute, at Pos, name string) {
		q := first[key]
		switch {
		case q == nil:
			first[key] = p
		case q == p || p.Device.Value != "" && p.Device.Value == q.Device.Value:
		default:
			c.warn(at, name, "metric", fmt.Sprintf("%s has a default route with the metric %d too: which one is used is left to chance", q.File, key.metric), "write another metric")
		}
	}
	for _, p := range c.profiles {
		for i, ip := range []*IP{&p.IPv4, &p.IPv6} {
			key := defaultRoute{i == 1, ip.Table.Value, ip.Metric.Value}
			automatic := ip.Method.Value == MethodAuto && !ip.NeverDefault.Value
			if ip.Metric.IsSet() && (ip.Gateway.IsSet() || automatic) {
				rival(p, key, ip.Metric.Pos, ip.Metric.Key)
			}
			for _, r := range ip.Routes {
				if r.Destination.Bits() != 0 || r.From.IsValid() || !r.Metric.IsSet() && !ip.Metric.IsSet() {
					continue
				}
				key := key
				if r.Metric.IsSet() {
					key.metric = r.Metric.Value
				}
				if r.Table.IsSet() {
					key.table = r.Table.Value
				}
				rival(p, key, r.Pos, "")
			}
		}
	}
}

// nameServers tells of servers that no route leads to. Where a lease or a router
// may bring routes nobody can say.
func (c *crossed) nameServers() {
	var everywhere [2]bool
	for _, p := range c.profiles {
		for i, ip := range []*IP{&p.IPv4, &p.IPv6} {
			switch ip.Method.Value {
			case MethodAuto, MethodDHCP, MethodIgnore:
				// What IPv6 is left to the kernel, it has routes of its own.
				everywhere[i] = everywhere[i] || i == 1 || ip.Method.Value == MethodAuto
			}
			everywhere[i] = everywhere[i] || ip.Gateway.IsSet()
			for _, r := range ip.Routes {
				c.networks.add(r.Destination, p)
			}
		}
	}
	for _, p := range c.profiles {
		for i, ip := range []*IP{&p.IPv4, &p.IPv6} {
			for _, s := range ip.DNS {
				if !everywhere[i] && !s.Value.IsLoopback() && !s.Value.IsLinkLocalUnicast() && c.networks.owner(s.Value.WithZone("")) == nil {
					c.warn(s.Pos, s.Key, "unreachable", fmt.Sprintf("no profile has a route to %s", s.Value), "write a GATEWAY or a route- file")
				}
			}
		}
	}
}
