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
func routeFileKeys() []Key {
	const s = ScopeRoute
	return []Key{
		{Name: "ADDRESS", Numbered: true, Scope: s, Takes: one(formIPv4), Meaning: "Destination of a route; counted from 0.", Fate: NotApplied, Why: "belongs into a route- file; it has no effect here"},
		{Name: "NETMASK", Numbered: true, Scope: s, Takes: one(formNetmask), Meaning: "Netmask of the destination."},
		{Name: "GATEWAY", Numbered: true, Scope: s, Takes: one(formIPv4), Meaning: "Next hop."},
		{Name: "METRIC", Numbered: true, Scope: s, Takes: number(0, 1<<32-1), Meaning: "Metric of the route.", Reader: ByNM},
		{Name: "OPTIONS", Numbered: true, Scope: s, Takes: aText(), Meaning: "More of the route in ip's words.", Reader: ByNM},
	}
}
