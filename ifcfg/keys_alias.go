package ifcfg

// aliasKeys are the keys of alias files and range files.
func aliasKeys() []Key {
	const (
		s      = ScopeAlias
		alias  = "is a key of alias files; it has no effect here"
		ranged = "belongs into a range file such as ifcfg-eth0-range0; it has no effect here"
	)
	return []Key{
		{Name: "PARENTDEVICE", Scope: s, Takes: one(formInterface), Meaning: "Interface that carries the alias.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "REALDEVICE", Scope: s, Takes: one(formInterface), Default: "DEVICE up to the colon", Meaning: "Interface that carries the addresses; found by itself.", Reader: ByScripts, Fate: Stateless},
		{Name: "ONPARENT", Scope: s, Takes: aBoolean(), Default: "yes", Nothing: "yes", Meaning: "Bring the alias up with its interface.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "NO_ALIASROUTING", Scope: s, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "No routes for the alias.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "NOROUTESET", Scope: s, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "No static routes.", Reader: ByScripts, Fate: NotApplied, Why: alias},
		{Name: "IPADDR_START", Scope: s, Takes: one(formIPv4), Meaning: "First address of a range.", Reader: ByScripts, Fate: NotApplied, Why: ranged},
		{Name: "IPADDR_END", Scope: s, Takes: one(formIPv4), Meaning: "Last address of a range.", Reader: ByScripts, Fate: NotApplied, Why: ranged},
		{Name: "CLONENUM_START", Scope: s, Takes: number(0, maxInt), Default: "0", Meaning: "Number of the first address's label.", Reader: ByScripts, Fate: NotApplied, Why: ranged},
	}
}
