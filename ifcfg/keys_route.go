package ifcfg

// ruleKeys are the keys of policy routing rules.
func ruleKeys() []Key {
	return []Key{
		{Name: "ROUTING_RULE_", Numbered: true, Scope: ScopeRule, Takes: one(formRule), Values: "policy routing rule", Meaning: "IPv4 rule in NetworkManager's words; they come in the order of their numbers.", Reader: ByNM,
			read: func(r *reader, v value) { r.rules = append(r.rules, v) }},
		{Name: "ROUTING_RULE6_", Numbered: true, Scope: ScopeRule, Takes: one(formRule6), Values: "policy routing rule", Meaning: "As ROUTING_RULE_, for IPv6.", Reader: ByNM,
			read: func(r *reader, v value) { r.rules = append(r.rules, v) }},
	}
}

// routeFileKeys are the keys of a route- file that is written in keys.
func routeFileKeys() []Key { return rows(routeFileTable) }

const routeFileTable = `
= routes
ADDRESS# | ipv4 |  | Destination of a route; counted from 0. | not-applied | belongs into a route- file; it has no effect here
NETMASK# | netmask |  | Netmask of the destination.
GATEWAY# | ipv4 |  | Next hop.
METRIC# | number 0..4294967295 |  | Metric of the route. | nm
OPTIONS# | text |  | More of the route in ip's words. | nm
`
